"""The addresses of open calls: opaque, shown to the coordinator alone, and good for nothing else."""

from __future__ import annotations

from sqlmodel import Session, select

from models.dialects import insert_unless_there
from models.keys import KeyRing, token_sha256
from models.tables import OpenCall


def token_of(keys: KeyRing, initiative: str, call: str, made: str | None = None) -> str:
    """The token of a call's address: 256 bits; that of which `made` is the hash, whichever key has made it."""
    return keys.link_token(f"open call {initiative} {call}", made)  # no letter's id begins so


def token_again(session: Session, keys: KeyRing, initiative: str, call: str) -> str:
    """The same as it was published, so that it can be shown again."""
    its = (OpenCall.initiative_id == initiative, OpenCall.call == call)
    return token_of(keys, initiative, call, session.exec(select(OpenCall.token_sha256).where(*its)).first())


def publish(session: Session, keys: KeyRing, initiative: str, call: str) -> None:
    """Let the address lead to its call; again changes nothing."""
    hashed = token_sha256(token_of(keys, initiative, call))
    insert_unless_there(session, OpenCall, token_sha256=hashed, initiative_id=initiative, call=call)


def by_token(session: Session, token: str) -> OpenCall | None:
    """The call that an address leads to, if it was ever shown."""
    return session.exec(select(OpenCall).where(OpenCall.token_sha256 == token_sha256(token))).first()
