"""What mail that comes back is: a corpus of shapes that servers, programs and people send, and mangled ones."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.inbound.kinds import Automatic, Bounce, Complaint, Inbound, Other, Reply, Unreadable
from letters.inbound.opening import MOST_BYTES
from letters.inbound.reading import read
from letters.inbound.telling import Telling, handed_on

CORPUS = {file.stem: file.read_bytes() for file in sorted((Path(__file__).parent / "corpus").glob("*.eml"))}
SENDER = "talkoot@talkoot.example.org"
OURS = ("<b-sent-in-november@talkoot.example.org>",)

BOUNCES = {
    "postfix_unknown_user": ("5.1.1", "550", True),
    "exim_unrouteable": ("5.0.0", "", True),
    "exim_old_plain": ("5.0.0", "550", True),
    "exchange_online": ("5.1.10", "550", True),
    "exchange_2003_plain": ("5.1.1", "550", True),
    "gmail_no_such_user": ("5.1.1", "550", True),
    "qmail": ("5.1.1", "550", True),
    "outlook_policy": ("5.7.1", "550", False),
    "postfix_given_up_mailbox_full": ("5.2.2", "552", False),
    "postfix_delayed": ("4.4.1", "", False),
}
REPLIES = {
    "reply_gmail": "Hei! Tulen mielelläni, mutta torstai ei käy.",
    "reply_outlook_html_only": "Päivää!\nEn pääse.",
    "reply_from_postmaster_person": "Soitan sinulle numeroon 550 1234 huomenna.",
    "reply_with_attachment": "Lomake liitteenä.",
}


def test_every_message_of_the_corpus_is_told_apart() -> None:
    kinds: dict[str, type[Inbound]] = {}
    for name in CORPUS:
        first = name.partition("_")[0]
        automatic = first in ("vacation", "ticket", "delivered", "read") or name == "arf_not_spam"
        kinds[name] = (
            Bounce if name in BOUNCES
            else Automatic if automatic
            else {"arf": Complaint, "reply": Reply, "other": Other}[first]
        )  # fmt: skip
    kinds["other_bounce_of_elsewhere"] = Bounce
    assert {name: type(read(raw, SENDER)) for name, raw in CORPUS.items()} == kinds
    assert len(kinds) == 26


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_tells_its_code_its_letter_and_whether_the_address_takes_no_mail(name: str) -> None:
    found = read(CORPUS[name], SENDER)
    assert isinstance(found, Bounce)
    assert (found.code, found.reply, found.closes) == BOUNCES[name]
    assert found.about == OURS
    assert found.is_hard is (name != "postfix_delayed")


def test_what_a_server_has_given_up_has_failed_whatever_its_status_says_and_closes_nothing() -> None:
    delayed = CORPUS["postfix_delayed"]
    found = read(delayed.replace(b"Action: delayed", b"Action: failed"), SENDER)
    assert isinstance(found, Bounce)
    assert (found.code, found.is_hard, found.closes) == ("4.4.1", True, False)


def test_a_bounce_of_a_letter_that_we_never_sent_is_about_nothing() -> None:
    found = read(CORPUS["other_bounce_of_elsewhere"], SENDER)
    assert isinstance(found, Bounce)
    assert found.about == ()


@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_read_with_its_text_and_where_an_answer_goes(name: str) -> None:
    found = read(CORPUS[name], SENDER)
    assert isinstance(found, Reply)
    assert found.about == OURS
    assert found.text.startswith(REPLIES[name])
    assert found.sender
    assert found.sender.endswith((".example.org", ".example.com"))
    assert "Tuletko mukaan?" in found.subject


@pytest.mark.parametrize("name", [name for name in CORPUS if name.startswith(("vacation", "ticket"))])
def test_a_program_that_answers_never_counts_as_a_person(name: str) -> None:
    assert read(CORPUS[name], SENDER) == Automatic(OURS)


def test_a_complaint_names_the_letter_that_was_called_spam() -> None:
    assert read(CORPUS["arf_abuse"], SENDER) == Complaint(OURS)


def test_what_was_read_does_not_show_when_it_is_printed() -> None:
    printed = repr(read(CORPUS["reply_gmail"], SENDER))
    assert not [word for word in ("Tulen", "posti.example.com", "Tuletko") if word in printed]


@pytest.mark.parametrize(
    "other", [f"talkoot@{name}.org" for name in ("elsewhere.example", "example", "xtalkoot.example")]
)
def test_a_message_id_of_another_domain_is_none_of_ours(other: str) -> None:
    assert read(CORPUS["reply_gmail"], other) == Other()


@pytest.mark.parametrize("line", [b"From MAILER-DAEMON Thu Nov 12 09:00:04 2026\n", b">From x\nFrom y\r\n"])
def test_the_envelope_line_of_a_mailbox_is_passed_over(line: bytes) -> None:
    assert read(line + CORPUS["postfix_unknown_user"], SENDER) == read(CORPUS["postfix_unknown_user"], SENDER)
    assert read(CORPUS["reply_gmail"].replace(b"\r\n", b"\n"), SENDER) == read(CORPUS["reply_gmail"], SENDER)


TELLING = Telling(
    id="reply-1",
    sender=SENDER,
    address="koordinaattori@example.org",
    language="fi",
    initiative="Kyytirinki",
    link="https://talkoot.example.org/initiatives/i1",
    at=datetime(2026, 11, 30, 9, tzinfo=UTC),
)
SPLINTERS = (b"\r\n\r\n", b"\r\n--", b"=?x?b?=", b"\x00\xff", b'charset="x\xe4"; ', b"\r\nContent-Type: multipart/x")


def nested(depth: int) -> bytes:
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(depth))
    return b"From: a@example.org\n" + heads + b"\nx\n"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"x" * (MOST_BYTES + 1), nested(40), nested(3000), b"\x00" * 1000, b"no head at all"],
)
def test_what_is_no_message_is_refused_with_what_to_do(raw: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(raw, SENDER)
    assert refusal.value.remedy


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\n\nx",
        b"References: " + b"<a@talkoot.example.org> " * 30_000 + b"\n\nx",
        b"Content-Type: text/html\nIn-Reply-To: " + OURS[0].encode() + b"\n\n" + b"<!--" * 200_000,
        b"Content-Type: text/html\nIn-Reply-To: " + OURS[0].encode() + b"\n\n" + b"<a " * 300_000,
        b"From: MAILER-DAEMON\nSubject: Undelivered\nReturn-Path: <>\n\n" + b"5" * 900_000,
        b"From: MAILER-DAEMON\nSubject: Undelivered\nReturn-Path: <>\n\n" + b"-" * 900_000,
        nested(29) + b"--1\n" * 200_000,
        b"Content-Type: text/plain; " + b"a*0*=x;" * 50_000 + b"\n\nx",
        b"a: b\n" * 190_000 + b"\nx",
    ],
)
def test_long_messages_that_are_made_to_be_slow_are_read_in_a_moment(raw: bytes) -> None:
    assert len(raw) < MOST_BYTES
    begun = time.process_time()
    with suppress(Unreadable):
        read(raw, SENDER)
    assert time.process_time() - begun < 5


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_mangled_messages_are_read_or_refused_and_never_fail_otherwise(data: st.DataObject) -> None:
    raw = bytearray(CORPUS[data.draw(st.sampled_from(sorted(CORPUS)))])
    shaken = random.Random(data.draw(st.integers(0, 2**32)))
    for _ in range(data.draw(st.integers(1, 12))):
        start = shaken.randrange(len(raw))
        end = min(len(raw), start + shaken.choice((1, 1, 4, 40, 400)))
        match shaken.randrange(5):
            case 0:
                del raw[start:end]
            case 1:
                raw[start:end] = shaken.randbytes(end - start)
            case 2:
                raw[start:start] = raw[start:end] * 3
            case 3:
                raw[start:start] = shaken.choice(
                    (
                        b"\r\n\r\n",
                        b"\r\n--",
                        b"=?x?b?=",
                        b"\x00\xff",
                        b'charset="x\xe4"; ',
                        b"\r\nContent-Type: multipart/x",
                    )
                )
            case 4:
                del raw[end:]
        if not raw:
            break
    try:
        found = read(bytes(raw), SENDER)
    except Unreadable:
        return
    assert isinstance(found, Bounce | Automatic | Complaint | Reply | Other)
    if isinstance(found, Reply):
        assert handed_on(TELLING, found, is_shared=bool(len(raw) % 2)).as_bytes()


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "utf-16", "base64", "idna", "x-none", "punycode"])
@pytest.mark.parametrize("sender", ["a..b@example.org", "a.@example.org", '"x y"@example.org', "ä@example.org", ""])
def test_a_reply_in_any_character_set_from_anybody_can_be_handed_on(charset: str, sender: str) -> None:
    head = f'From: {sender}\nIn-Reply-To: {OURS[0]}\nContent-Type: text/plain; charset="{charset}"\n\n'
    raw = head.encode() + rb"Hei \ud800 +2AA- \x80" + bytes(range(256))
    found = read(raw, SENDER)
    assert isinstance(found, Reply)
    assert found.sender is None
    told = handed_on(TELLING, found, is_shared=False)
    assert list(told.iter_attachments()) == []
    assert "Hän kirjoitti:" in told.get_content()


def test_an_attachment_is_not_handed_on_and_the_text_says_so() -> None:
    said = []
    for name in ("reply_with_attachment", "reply_gmail"):
        found = read(CORPUS[name], SENDER)
        assert isinstance(found, Reply)
        told = handed_on(TELLING, found, is_shared=False)
        assert not told.is_multipart()
        said.append("Viestissä oli myös liite" in told.get_content())
    assert said == [True, False]


def test_a_page_with_long_styles_before_its_words_is_read() -> None:
    styles = b"<head><style>" + b"p { color: red }\n" * 4000 + b"</style></head>"
    found = read(CORPUS["reply_outlook_html_only"].replace(b"<head>", styles + b"<head>"), SENDER)
    assert isinstance(found, Reply)
    assert found.text.startswith("Päivää!")
    assert not found.has_more


@given(st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(Unreadable):
        assert read(raw, SENDER)
