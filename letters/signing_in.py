"""The letter with a sign-in link, for somebody of staff. It is about no initiative, and nobody is reminded of it."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from domain.staff.letter import SignInFacts
from letters.plain import as_text
from letters.rendering import as_html
from letters.sheets import Asks, Group, Sheet, Whole
from letters.wording import said_moment, spoken, words_in


def sign_in_letter(facts: SignInFacts, *, sender: str, date: datetime) -> EmailMessage:
    """The message, from the address `sender`, dated `date` (aware). Raises ValueError for an address that is none."""
    letter = compose_sign_in(facts)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Talkoot", addr_spec=sender)
    message["To"] = Address(facts.name or "", addr_spec=facts.address)
    message["Subject"] = letter.subject
    message["Date"] = date
    message["Message-ID"] = f"<{facts.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(letter), cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.tag
    return message


def compose_sign_in(facts: SignInFacts) -> Whole:
    """Find the words, in one of the languages of letters."""
    words = words_in(spoken((facts.language,)))
    said, common = words["sign_in"], words["common"]
    sheet = Sheet(
        asks=Asks.TASK,
        subject=said["subject"],
        heading=said["heading"],
        paragraphs=(said["opening"], said["device"]),
        matter=(said["site"], facts.site),
        facts=(
            (said["asked"], said_moment(words, facts.asked_at)),
            (said["until"], said_moment(words, facts.until)),
        ),
        facts_caption=said["facts"],
        button=said["button"],
        link=facts.link,
        link_note=said["link_note"],
        ways_heading="",
        ways=(),
        reply="",
        closing=said["closing"],
        why=said["why"],
    )
    return Whole(
        tag=words["language"]["tag"],
        subject=said["subject"],
        heading=said["heading"],
        greeting=common["greeting"].format(name=facts.name) if facts.name else common["greeting_unnamed"],
        opening=(),
        groups=(Group(facts.site, (sheet,)),),
        is_single=True,
        link_note=said["link_note"],
        reach_heading="",
        reach=(),
        closing=said["closing"],
        signatures=(),
        why_heading=common["why"],
        budget="",
    )
