"""What `verify.py` says of honest bundles, damaged ones and hostile ones; it is run as it is shipped."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import random
import re
import struct
import sys
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from domain.bundles.container import Container
from tests.fixtures.bundles import PAPERS, VERIFY, World, verify, world
from tests.fixtures.profiles import CAMPAIGN


@pytest.fixture(scope="module")
def shipped() -> ModuleType:
    """The file as a module, for what is asked of it thousands of times."""
    spec = importlib.util.spec_from_file_location("shipped_verify", VERIFY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_one_short_file_of_the_standard_library() -> None:
    text = VERIFY.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    imported = {
        alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)}
    strange = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}
    assert strange == {"cryptography.hazmat.primitives.asymmetric.ed25519"}


def test_it_tells_in_finnish_what_it_checked_and_what_it_does_not_see(tmp_path: Path) -> None:
    here = world(1)
    said = verify(here.of_initiative(), tmp_path, "--lang", "fi", "--key", here.public.text)
    assert said.code == 0
    for sentence in ("Yksi aloite: 5 merkintää, 2 ketjua", "Tekstejä: ", "Ketju letters:a on ehjä", "Tämä ei näe:"):
        assert sentence in said.said
    assert said.said.endswith("TULOS: vikaa ei löytynyt.\n")


@pytest.mark.parametrize("bare", [False, True], ids=["cryptography", "openssl"])
def test_both_ways_to_check_a_signature_agree(tmp_path: Path, bare: bool) -> None:
    here, other = world(1), world(2)
    assert verify(here.bundle(), tmp_path, "--key", here.public.text, bare=bare).code == 0
    foreign = verify(here.bundle(checkpoint=other.checkpoint(len(other.log))), tmp_path, bare=bare)
    assert (foreign.code, "signature" in foreign.said) == (1, True)


def test_without_any_way_to_check_signatures_it_does_not_say_that_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = verify(world(1).bundle(), tmp_path, bare=True)
    assert found.code == 3
    assert "signatures: get cryptography or OpenSSL 3" in found.said


def test_honest_histories_raise_no_alarm(shipped: ModuleType, tmp_path: Path) -> None:
    """Of one key or several, to auditors who know the present one or a former one, and who kept any checkpoint."""
    for seed in range(1000 if CAMPAIGN else 12):
        chance = random.Random(seed)
        here = world(seed, chance.randint(5, 60))
        known = [here.public.text]
        for number in range(seed % 3):
            here = here.rotated(number)
            known.append(here.public.text)
        size = len(here.log)
        before = sorted({chance.randint(1, size - 1) for _ in range(3)})
        kept = tmp_path / "kept.txt"
        kept.write_text("".join(f"{_kept(here, one)}\n" for one in chance.sample([*before, size], 2)), encoding="utf-8")
        key = chance.choice(known)
        whole = _examined(shipped, here.bundle(earlier=before), key, str(kept))
        assert [name for name, *_ in whole.checked if name not in ("outside", "followed")] == ["log", "at", "signed"]
        assert ("followed", key, known[-1]) in whole.checked or key == known[-1]
        part = _examined(shipped, here.of_initiative(earlier=before), chance.choice([None, key]), str(kept))
        assert part.heads == {stream: head for stream, head in whole.heads.items() if stream.endswith(":a")}
        assert not whole.unjudged
        assert not part.unjudged
        assert len([name for name, *_ in part.checked if name == "outside"]) == 2


def _kept(here: World, size: int) -> str:
    """The checkpoint as it was first signed, by the key of then."""
    while here.former is not None and size <= len(here.former.log):
        here = here.former
    return here.checkpoint(size)


def test_honest_histories_raise_no_alarm_by_openssl(tmp_path: Path) -> None:
    for seed in range(100 if CAMPAIGN else 1):
        here = world(seed, 30)
        for bundle in (here.bundle(earlier=[9]), here.of_initiative(earlier=[9])):
            assert verify(bundle, tmp_path, checkpoint=here.checkpoint(9), bare=True).code == 0


def test_every_flipped_byte_is_found_where_it_is(shipped: ModuleType) -> None:
    here, chance = world(3, 16), random.Random(3)
    after = here.rotated()
    bundles = [(one.bundle(earlier=[5]), here.public.text) for one in (here, after)]
    for bundle, key in (*bundles, (here.of_initiative(earlier=[5]), here.public.text)):
        places = range(len(bundle)) if CAMPAIGN else _some_of_each_file(shipped, bundle, chance)
        for at in places:
            flipped = bytearray(bundle)
            flipped[at] ^= chance.randint(1, 255)
            with pytest.raises(shipped.Fault) as found:
                _examined(shipped, bytes(flipped), key)
            spots = found.value.args[1:]
            assert any(place.first <= at < place.last for place in spots), (at, found.value.args)
            assert all(place.file in ("zip", _file_at(shipped, bundle, at)) for place in spots), (at, spots)


def test_a_flipped_byte_of_an_entry_is_told_by_its_line(tmp_path: Path) -> None:
    here = world(3, 16)
    for bundle in (here.bundle(), here.of_initiative()):
        at = bundle.index(b'"urgency":', bundle.index(b'"seq":2')) + len(b'"urgency":')
        flipped = bundle[:at] + (b"7" if bundle[at : at + 1] != b"7" else b"8") + bundle[at + 1 :]
        found = verify(flipped, tmp_path)
        told = re.search(r"entries/000000\.jsonl, line (\d+), bytes \d+-\d+, in the zip (\d+)-(\d+)", found.said)
        assert found.code == 1
        assert told
        assert int(told[2]) <= at < int(told[3])
        assert int(told[1]) == bundle[bundle.index(b'{"actor"') : at].count(b"\n") + 1


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"PK",
        b"x" * 22,
        b"PK\5\6" + bytes(18),
        b"PK\3\4" + b"\xff" * 26,
        struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0),
        b"PK\3\4" * 1000,
    ],
    ids=["nothing", "beginning", "noise", "empty zip", "lengths", "counts", "headers"],
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, hostile: bytes) -> None:
    found = verify(hostile, tmp_path)
    assert found.code in (1, 2)
    assert "Traceback" not in found.said


def test_names_twice_strange_names_and_files_beside_the_manifest_are_refused(tmp_path: Path) -> None:
    here = world(1)
    for names in (["key", "key"], ["../key"], ["entries/1.jsonl"], ["Key"], ["entries/000000.jsonl/"]):
        container = Container()
        files = [container.file(name, b"x\n") for name in names]
        assert verify(b"".join([*files, container.end()]), tmp_path).code == 1
    found = verify(_with(here, "proofs/00000099.tlog-proof", b"x"), tmp_path)
    assert (found.code, "manifest" in found.said) == (1, True)


@pytest.mark.parametrize(
    "entry",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"seq":' + b"9" * 100_000 + b"}",
        b'{"seq":1e400}',
        b'{"seq":NaN}',
        b'{"seq":1.0}',
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":"\\u00e4"}',
        b"[]",
        b"null",
        b"",
        b'{"prev":[],"private":{},"seq":{},"stream":{}}',
        b'{"prev":"%s","private":{},"seq":1}' % (b"0" * 64),
        b'{"prev":"%s","private":{},"seq":true,"stream":"x"}' % (b"0" * 64),
        b'{"prev":"%s","private":[],"seq":1,"stream":"x"}' % (b"0" * 64),
    ],
    ids=lambda entry: entry[:12].decode("latin-1"),
)
def test_hostile_entries_are_refused_where_they_stand(shipped: ModuleType, entry: bytes) -> None:
    here = world(1)
    for bundle in (here.bundle(), here.of_initiative()):
        with pytest.raises(shipped.Fault) as found:
            _examined(shipped, _replaced(here, bundle, "entries/000000.jsonl", entry + b"\n"), None)
        assert found.value.args[1].file in ("entries/000000.jsonl", "checkpoint")


def test_a_server_that_signs_what_it_has_altered_is_refused(shipped: ModuleType) -> None:
    """One byte of what counts is another one, and the container and the manifest are made for it."""
    here, chance = world(6, 16), random.Random(6)
    for bundle in (here.bundle(earlier=[5]), here.of_initiative(earlier=[5])):
        for name, content in _files(bundle).items():
            if name in (*PAPERS, "manifest", "key"):
                continue
            for at in range(len(content)) if CAMPAIGN else chance.sample(range(len(content)), 3):
                altered = bytearray(content)
                altered[at] ^= chance.randint(1, 255)
                with pytest.raises(shipped.Fault):
                    _examined(shipped, _replaced(here, bundle, name, bytes(altered)), here.public.text)


def test_what_it_prints_cannot_steer_a_terminal(tmp_path: Path) -> None:
    here = world(1)
    loud = here.changed(lambda log: log[0].update(stream="letters:\x1b[2J"))
    found = verify(loud.bundle(), tmp_path)
    assert found.code == 0
    assert "\x1b" not in found.said


def _examined(shipped: ModuleType, bundle: bytes, key: str | None, *kept: str) -> Any:
    return shipped.examine(bundle, key, list(kept))


def _some_of_each_file(shipped: ModuleType, bundle: bytes, chance: random.Random) -> list[int]:
    """A few bytes of each file, and of what holds the files together."""
    files = shipped.Bundle(bundle).files.values()
    inside = [
        at for file in files for at in chance.sample(range(file.first, file.last), min(6, file.last - file.first))
    ]
    headers = [file.first - back for file in files for back in chance.sample(range(1, 31), 2)]
    end = max(file.last for file in files)
    return [*inside, *headers, *chance.sample(range(end, len(bundle)), 40), *range(len(bundle) - 22, len(bundle))]


def _file_at(shipped: ModuleType, bundle: bytes, at: int) -> str:
    files = shipped.Bundle(bundle).files.values()
    return next((file.file for file in files if file.first <= at < file.last), "zip")


def _with(here: World, name: str, content: bytes) -> bytes:
    """A bundle with a file more, which its manifest does not name."""
    return _rewritten(here.bundle(), {name: content})


def _replaced(here: World, bundle: bytes, name: str, content: bytes) -> bytes:
    """The same with another file, and a manifest signed anew."""
    files = _files(bundle)
    head = files.pop("manifest").decode().split("\n")[:2]
    told = [f"{hashlib.sha256(held).hexdigest()}  {file}" for file, held in (files | {name: content}).items()]
    manifest = "".join(f"{line}\n" for line in [*head, *told])
    return _rewritten(bundle, {name: content, "manifest": here.signed(manifest).encode()})


def _files(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def _rewritten(bundle: bytes, changed: dict[str, bytes]) -> bytes:
    every, container = _files(bundle) | changed, Container()
    last = every.pop("manifest")
    files = [container.file(name, held) for name, held in every.items()]
    return b"".join([*files, container.file("manifest", last), container.end()])


@pytest.mark.parametrize("form", ["\ufeff{}", "{}\n", "Hei!\n\n{}\n\n-- \nArkisto"], ids=["marked", "blank", "within"])
@pytest.mark.parametrize("cut", ["", "\n"], ids=["whole", "unended"])
def test_a_checkpoint_is_read_as_people_keep_texts(tmp_path: Path, form: str, cut: str) -> None:
    here = world(1)
    kept = form.format(here.checkpoint()).removesuffix(cut)
    found = verify(here.bundle(), tmp_path, "--key", here.public.text, checkpoint=kept)
    assert (found.code, "Your checkpoint 14: same" in found.said) == (0, True), found.said


@pytest.mark.parametrize("key", ["key.tx", "talkoot.example/log+00000000+AQ==", "x+", "+", "a+b+ö"])
def test_a_key_that_is_none_is_asked_wrongly_and_no_fault_of_the_bundle(tmp_path: Path, key: str) -> None:
    found = verify(world(1).bundle(), tmp_path, "--key", key)
    assert (found.code, f"no key: {key}" in found.said) == (2, True), found.said


def test_a_checkpoint_by_a_former_key_of_the_log_is_compared_and_its_signature_told_as_unchecked(
    tmp_path: Path,
) -> None:
    here, other = world(1), world(2)
    former = World(other.key, here.log)
    kept = former.checkpoint(9)
    found = verify(here.bundle(), tmp_path, "--key", here.public.text, checkpoint=kept)
    assert found.code == 3, found.said
    assert "Your checkpoint 9: same" in found.said
    assert "your checkpoint 9: signed by another key" in found.said
    rewritten = here.changed(lambda contents: contents[3].update(actor="x"))
    assert "another history" in verify(rewritten.bundle(), tmp_path, checkpoint=kept).said
