"""Rendering: letters as an e-mail message, in plain text and simple HTML, built by the standard library.

The same facts at the same moment give the same bytes, so a letter can be rendered again to be shown or sent once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from domain.letter import Envelope
from letters.bundling import Part, compose_whole, coordinators
from letters.calendars import calendar_files
from letters.headers import addressed
from letters.page_making import TEMPLATES
from letters.plain import as_text
from letters.sheets import Whole

_TALKOOT = "Talkoot"  # who writes where several coordinate


def render(facts: Part, *, sender: str, date: datetime) -> EmailMessage:
    """The message of one letter, as `render_bundle` makes it."""
    return render_bundle((facts,), Envelope(facts.message_id), sender=sender, date=date)


def render_bundle(parts: Sequence[Part], envelope: Envelope, *, sender: str, date: datetime) -> EmailMessage:
    """The message of the letters of one reader, the most urgent first, from the address `sender`, dated `date` (aware).

    Raises ValueError for a line break in anything that becomes a header, and for an address that is none.
    """
    letter = compose_whole(parts)
    names = {part.backbone for part in parts}
    name = names.pop() if len(names) == 1 else _TALKOOT
    behind = coordinators(parts)
    reply_to = behind[0] if len(behind) == 1 else None  # a reply quotes the links of every part
    message = addressed(parts[0], envelope, sender=(name, sender), reply_to=reply_to, subject=letter.subject, date=date)
    message.set_content(as_text(letter), cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    for number, file in enumerate(calendar_files(parts, (name, sender), date), start=1):
        message.add_attachment(
            file.text,
            subtype="calendar",
            cte="quoted-printable",
            filename=f"{file.name}-{number}.ics",
            params={"method": file.method},
        )
    message["Content-Language"] = letter.tag  # only now: new content takes such headers away
    _set_boundaries(message, envelope)
    return message


def _set_boundaries(message: EmailMessage, envelope: Envelope) -> None:
    """Between the parts stands what follows from the message's id: left to itself, the library makes it up anew."""
    for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{depth}_{envelope.message_id.strip('<>').partition('@')[0]}")


def as_html(letter: Whole) -> str:
    """The letter as one HTML page without scripts, pictures or anything from outside."""
    return TEMPLATES.get_template("letter.html").render(letter=letter)
