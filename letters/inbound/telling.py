"""What a coordinator is written about mail that came back: a reply that is handed on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

from letters.inbound.kinds import Reply
from letters.inbound.quoting import own_words, without_links


@dataclass(frozen=True, kw_only=True)
class Telling:
    """To whom it is told, in which language, and about which initiative. `id` makes the Message-ID, so that the same
    told again is the same message.
    """

    id: str
    sender: str
    address: str = field(repr=False)
    language: str
    initiative: str = field(repr=False)
    link: str
    at: datetime


def handed_on(telling: Telling, reply: Reply, *, is_shared: bool) -> EmailMessage:
    """The text of a person's reply, without links that open somebody's own page and without attachments. One that
    `is_shared` among initiatives does not repeat the letter that it answers, which is about the others' matters too.
    """
    words = _words(telling.language)
    t = words["reply"]
    written = without_links(own_words(reply.text) if is_shared else reply.text)
    said = (
        t["text"].format(initiative=telling.initiative),
        words["see"].format(link=telling.link),
        *([t["more"]] if reply.has_more else []),
        *([t["unquoted"]] if is_shared else []),
        *([t["wrote"], written] if written else [t["no_text"]]),
    )
    message = _message(telling, t["subject"], said)
    if reply.sender:
        message["Reply-To"] = Address(addr_spec=reply.sender)
    return message


def _message(telling: Telling, subject: str, paragraphs: tuple[str, ...]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Talkoot", addr_spec=telling.sender)
    message["To"] = Address(addr_spec=telling.address)
    message["Subject"] = subject.format(initiative=" ".join(telling.initiative.split()))
    message["Date"] = telling.at
    message["Message-ID"] = f"<{telling.id}@{telling.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # or two programs could write to each other for ever
    message.set_content("\n\n".join(paragraphs) + "\n", cte="base64")
    return message


@cache
def _words(language: str) -> Mapping[str, Any]:
    every = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
    found: Mapping[str, Any] = every.get(language, every["fi"])
    return found
