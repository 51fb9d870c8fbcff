import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.checkpoints import (
    Checkpoint,
    Key,
    NoCheckpoint,
    SignedCheckpoint,
    read,
    read_key,
    signature,
    unfit_name,
)

EXAMPLE = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "\u2014 example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
KEY = Key("kylat.example/ledger", bytes(range(32)))
SIGNED = SignedCheckpoint(Checkpoint("kylat.example/ledger", 7, bytes(32)), (signature(KEY, b"s" * 64),))


def test_the_example_of_the_specification_is_read_and_written_byte_for_byte() -> None:
    found = read(EXAMPLE)
    assert (found.checkpoint.origin, found.checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [(one.name, one.key_id.hex()) for one in found.signatures] == [("example.com/behind-the-sofa", "033de0ae")]
    assert found.text == EXAMPLE


def test_a_key_is_one_line_that_shows_when_it_was_copied_wrongly() -> None:
    of_go = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"  # of the note package of Go
    assert read_key(of_go).text == of_go
    assert read_key(KEY.text) == KEY
    for wrong in (
        "",
        "PeterNeumann",
        of_go.replace("c74f", "c74e"),
        of_go.replace("ARpc", "ARpd"),
        of_go[:-4],
        "a+b+c",
    ):
        with pytest.raises(ValueError, match="log"):
            read_key(wrong)


def test_a_signature_says_whose_it_is_and_no_other_key_is_taken_for_it() -> None:
    (line,) = SIGNED.signatures
    assert line.says_it_is_by(KEY)
    assert not line.says_it_is_by(Key(KEY.name, bytes(32)))
    assert not line.says_it_is_by(Key("other.example", KEY.public))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        SIGNED.checkpoint.text,
        SIGNED.checkpoint.text + "\n",
        SIGNED.text.removesuffix("\n"),
        SIGNED.text + "\n",
        SIGNED.text + "no signature\n",
        SIGNED.text.replace("\n7\n", "\n07\n"),
        SIGNED.text.replace("\n7\n", "\n-7\n"),
        SIGNED.text.replace("\n7\n", "\n" + "7" * 5000 + "\n"),
        SIGNED.text.replace("\n7\n", "\n7\nmore\n"),
        SIGNED.text.replace("AAA=", "AAB="),
        SIGNED.text.replace("AAA=", ""),
        SIGNED.text.replace("kylat.example/ledger\n7", "kylat example\n7"),
        SIGNED.text.replace("\u2014", "-"),
        SIGNED.text.replace("\n", "\r\n"),
        SIGNED.text + SIGNED.signatures[0].line * 16,
    ],
)
def test_what_is_not_written_as_checkpoints_are_is_none(wrong: str) -> None:
    with pytest.raises(NoCheckpoint):
        read(wrong)


@given(st.text(max_size=40))
def test_any_text_is_read_as_it_stands_or_not_at_all(text: str) -> None:
    for candidate in (text, SIGNED.text + text, text + SIGNED.text, SIGNED.text.replace("7", text)):
        with suppress(NoCheckpoint):
            assert read(candidate).text == candidate


@given(st.integers(0, 10**15 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read_back(size: int, root: bytes) -> None:
    signed = SignedCheckpoint(Checkpoint("a.example", size, root), (signature(KEY, root * 2), signature(KEY, root)))
    assert read(signed.text) == signed
    assert base64.b64encode(root).decode() in signed.text


def test_a_log_has_a_name_that_a_line_can_hold() -> None:
    assert [unfit_name(name) is None for name in ("kylat.example", "kylät.example", "", "a b", "a+b", "a\nb")] == (
        [True, True, False, False, False, False]
    )
