"""What is known of letters with sign-in links: whom they sign in, and where their links lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain.staff.letter import SignInFacts
from models.keys import KeyRing
from models.register import person, reveal_persons
from models.sign_in_links import token_of
from models.tables import SignInLink
from models.vault import Vault

ZONE: Final = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class DoorPost:
    """What it takes to know what such a letter says; `public_url` is where its link leads."""

    vault: Vault
    keys: KeyRing
    public_url: str

    def facts(self, session: Session, link: SignInLink) -> SignInFacts | None:
        """The facts; None where nobody has an address (any more)."""
        if link.person_id is None:
            return None
        (record,) = reveal_persons(session, self.vault, [person(session, link.person_id)])
        if record.address is None:
            return None
        return SignInFacts(
            id=link.id.replace("_", "-"),
            name=record.name,
            address=record.address,
            language=record.language,
            link=self.address(link),
            site=urlsplit(self.public_url).netloc,
            asked_at=link.asked_at.astimezone(ZONE),
            until=link.expires_at.astimezone(ZONE),
        )

    def address(self, link: SignInLink) -> str:
        """Where a link leads."""
        return f"{self.public_url.rstrip('/')}/sign-in/{token_of(self.keys, link.id, link.token_sha256)}"
