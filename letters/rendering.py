"""Rendering: a letter as an e-mail message, in plain text and simple HTML, built by the standard library.

The same facts at the same moment give the same bytes, so a letter can be rendered again to be shown or sent once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from domain.letter import CallFacts, Envelope, ExitFacts, LetterFacts
from letters.calling import compose_call
from letters.composing import Sheet, compose
from letters.telling import compose_exit

_TEMPLATES = Environment(
    loader=PackageLoader("letters"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(facts: LetterFacts | ExitFacts | CallFacts, *, sender: str, date: datetime) -> EmailMessage:
    """The message of a letter from the address `sender`, dated `date` (aware).

    Raises ValueError for a line break in anything that becomes a header, and for an address that is none.
    """
    sheet = _sheet(facts)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(facts.backbone, addr_spec=sender)
    message["To"] = Address(facts.name or "", addr_spec=facts.address)
    message["Subject"] = sheet.subject
    message["Date"] = date
    message["Message-ID"] = facts.message_id
    message["Auto-Submitted"] = "auto-generated"
    if facts.reply_to:
        message["Reply-To"] = Address(addr_spec=facts.reply_to)
    if facts.follows:
        message["References"] = facts.follows
    _fill(message, sheet, facts.message_id)
    return message


def render_bundle(
    parts: Sequence[LetterFacts | ExitFacts | CallFacts], envelope: Envelope, *, sender: str, date: datetime
) -> EmailMessage:
    """One message with a part for each letter, in the order given. Raises ValueError as `render` does."""
    message = render(replace(parts[0], message_id=envelope.message_id), sender=sender, date=date)
    if len(parts) > 1:
        said = "\n".join(as_text(_sheet(part)) for part in parts)
        message.clear_content()
        message.set_content(said, cte="quoted-printable")
    return message


def _sheet(facts: LetterFacts | ExitFacts | CallFacts) -> Sheet:
    match facts:
        case ExitFacts():
            return compose_exit(facts)
        case CallFacts():
            return compose_call(facts)
        case LetterFacts():
            return compose(facts)


def _fill(message: EmailMessage, sheet: Sheet, message_id: str) -> None:
    message.set_content(as_text(sheet), cte="quoted-printable")
    message.add_alternative(as_html(sheet), subtype="html", cte="quoted-printable")
    message["Content-Language"] = sheet.language  # only now: new content takes such headers away
    message.set_boundary(f"=_{message_id.strip('<>').partition('@')[0]}")


def as_text(sheet: Sheet) -> str:
    """The letter in plain text."""
    return _TEMPLATES.get_template("letter.txt").render(asdict(sheet))


def as_html(sheet: Sheet) -> str:
    """The letter as one HTML page without scripts, pictures or anything from outside."""
    return _TEMPLATES.get_template("letter.html").render(asdict(sheet))
