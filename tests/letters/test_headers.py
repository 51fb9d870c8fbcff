"""Headers that other programs read: whole, on one line where they are one word, never broken by what people write."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtplib.email import flatten_message

from domain.letter import Envelope, LetterFacts
from letters.rendering import render_bundle
from tests.letters.test_bundling import ENVELOPE, ROOM, STOP_URL, bundled
from tests.letters.test_rendering import DATE, FACTS, SENDER

BREAKS = ("x\r\nBcc: all@example.org", "x\nBcc: all@example.org", "x\rBcc: all@example.org")


def raw(*parts: LetterFacts, envelope: Envelope = ENVELOPE) -> bytes:
    """The message as it is handed over."""
    return render_bundle(parts, envelope, sender=SENDER, date=DATE).as_bytes()


def test_one_click_unsubscribing_is_offered_as_mail_programs_read_it() -> None:
    assert f"\r\nList-Unsubscribe: <{STOP_URL}>\r\n".encode() in raw(FACTS)
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw(FACTS)


def test_nothing_is_offered_where_there_is_nothing_to_stop() -> None:
    assert b"List-Unsubscribe" not in raw(FACTS, envelope=Envelope("<bundle-1@example.org>"))


def test_long_ids_are_written_as_they_are_and_lines_keep_their_limit() -> None:
    domain = f"{'talkoot.' * 9}example.org"
    first, own = f"<{'a' * 32}@{domain}>", f"<{'b' * 32}@{domain}>"
    written = raw(replace(FACTS, follows=first), envelope=Envelope(own, STOP_URL))
    read = message_from_bytes(written, policy=default)
    assert (read["References"], read["Message-ID"]) == (first, own)
    assert b"=?" not in b"".join(line for line in written.split(b"\r\n") if first.encode() in line)
    assert max(map(len, written.split(b"\r\n"))) <= 998


def test_headers_stay_as_they_are_on_their_way_to_the_mail_server() -> None:
    message = render_bundle((ROOM,), ENVELOPE, sender=SENDER, date=DATE)
    assert flatten_message(message) == message.as_bytes()


def test_a_letter_is_from_a_machine_in_a_language_and_answered_by_a_person() -> None:
    message = bundled(ROOM, FACTS)
    named = ("Auto-Submitted", "Content-Language", "Reply-To", "References", "Message-ID")
    assert [message[name] for name in named] == [
        *("auto-generated", "fi", "koordinaattori@example.org", "<earlier@example.org>", "<bundle-1@example.org>")
    ]


@pytest.mark.parametrize("broken", BREAKS)
@pytest.mark.parametrize("place", ["name", "address", "reply_to", "initiative", "backbone", "follows"])
@pytest.mark.parametrize("parts", [1, 2], ids=["one", "two"])
def test_a_line_break_in_what_people_wrote_is_refused_in_a_bundle_too(place: str, broken: str, parts: int) -> None:
    with pytest.raises(ValueError, match=r"(?i)line|CR|LF|invalid|domain|address"):
        raw(*[replace(FACTS, **{place: broken})] * parts)


@pytest.mark.parametrize("broken", [*BREAKS, "ä"])
@pytest.mark.parametrize("place", ["message_id", "unsubscribe"])
def test_an_envelope_of_several_lines_or_of_other_letters_is_refused(place: str, broken: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)linefeed|not ASCII"):
        raw(FACTS, envelope=replace(ENVELOPE, **{place: f"<{broken}@example.org>"}))
