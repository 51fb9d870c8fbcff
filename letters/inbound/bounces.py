"""Bounces: as RFC 3464 has them, and as servers write them that know no standard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from itertools import takewhile

from letters.inbound.kinds import Automatic, Bounce
from letters.inbound.opening import header, parameter, parts_of, text_of

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ANSWER = re.compile(r"\b([45]\d\d)(?:[ -]#?([45]\.\d{1,3}\.\d{1,3}))?\b")
_POSTMASTER = re.compile(r"mailer-daemon|postmaster|mail delivery (?:sub)?system", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|delivery (?:status notification|has failed|failure)|returned mail|mail delivery failed|failure notice"
    r"|delivery incomplete|could not be delivered|palautettu|toimitus epäonnistui|kunde inte levereras",
    re.IGNORECASE,
)
_COPY = re.compile(r"-+ .*copy of (?:the|your) message|message-id:|received:", re.IGNORECASE)
_MOST_LINES, _LONGEST_LINE = 200, 1000
_ARRIVED = ("delivered", "relayed", "expanded")


def bounce(message: Message, about: tuple[str, ...]) -> Bounce | Automatic | None:
    """The bounce that a message is; Automatic where a server only tells that it arrived; None for anything else."""
    if parameter(message, "report-type") == "delivery-status":
        told = list(_standard(message, about))
        hard = next((one for one in told if isinstance(one, Bounce) and one.is_hard), None)
        if told:
            return hard or told[0]
    return _other_ways(message, about)


def _standard(message: Message, about: tuple[str, ...]) -> Iterator[Bounce | Automatic]:
    """What the machine's part of the report says of each recipient."""
    for part in parts_of(message):
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        for block in parts_of(part):
            action = header(block, "Action").lower()
            diagnostic = header(block, "Diagnostic-Code")
            if action in _ARRIVED:
                yield Automatic(about)
            elif action in ("failed", "delayed"):
                yield _of(action, header(block, "Status"), diagnostic, about)


def _of(action: str, status: str, diagnostic: str, about: tuple[str, ...]) -> Bounce:
    """Where the status says nothing in particular, what the last server answered may."""
    kind = "5" if action == "failed" else "4"
    answer = _ANSWER.search(diagnostic)
    reply, said = (answer[1], answer[2]) if answer else ("", None)
    code = _ENHANCED.search(status)
    found = code[0] if code else ""
    if found in ("", f"{kind}.0.0"):
        found = said or found or f"{kind}.0.0"
    if found[0] != kind:  # given up after many tries: what kept it was never for good
        reply = ""
    return Bounce(about, found, reply, given_up=action == "failed")


def _other_ways(message: Message, about: tuple[str, ...]) -> Bounce | None:
    """Exim names who failed in a header of its own; qmail and old Exchange write to people alone. Both answer with the
    digits of SMTP, which no person who replies begins a letter from a postmaster with.
    """
    failed = bool(header(message, "X-Failed-Recipients"))
    from_postmaster = _POSTMASTER.search(header(message, "From")) is not None
    empty_path = header(message, "Return-Path") == "<>"
    is_returned = _RETURNED.search(header(message, "Subject")) is not None
    if not failed and not (is_returned and (from_postmaster or empty_path)):
        return None
    for part in parts_of(message):
        if part.get_content_maintype() != "text":
            continue
        if answer := _ANSWER.search(_before_the_copy(text_of(part))):
            return Bounce(about, answer[2] or f"{answer[1][0]}.0.0", answer[1], given_up=failed)
    return Bounce(about, "5.0.0", given_up=True) if failed else None


def _before_the_copy(text: str) -> str:
    """What the server wrote, without the letter that it gives back: there may be any number in that."""
    lines = [line[:_LONGEST_LINE] for line in text.splitlines()[:_MOST_LINES]]
    return "\n".join(takewhile(lambda line: _COPY.match(line) is None, lines))
