"""Another key signs the log from now on: the former one vouches for it, and whoever is interrupted calls it again."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime

from sqlmodel import Session

from activities.sequencing import Sequencer
from domain.house import OPERATOR, STREAM, HouseEvent, SigningKeyChanged, SigningKeyUsed
from domain.ledger.checkpoints import SignedCheckpoint, read
from domain.ledger.entries import decode
from models import house
from models.append import entries_of_types
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database
from models.keys import KeyRing, write_down
from models.signing import Signer, Signing
from stack.data_folder import read_state
from stack.keeping import fitting_keys
from stack.remembering import signer_of
from stack.settings import Settings

_NEXT = "signing_next"


class StillRunning(Exception):
    """Talkoot runs on this data folder, and would go on signing with the former key: end it first."""


async def rotate(settings: Settings) -> tuple[Signer, SignedCheckpoint]:
    """Sign with a new key from now on: it is written into the key file beside the present one, announced by an entry
    that the present one signs, and takes its place; the first checkpoint that it has signed. Every process is to be
    ended first. May be repeated at any point of it. Raises StillRunning, KeyFileUnusable, CopyUnusable, LogRewritten,
    DatabaseAway, and OSError where the key file cannot be written.
    """
    if read_state(settings.data) is not None:
        raise StillRunning(f"Talkoot runs on {settings.data}: end it, and every other process of this installation")
    database = Database.open(settings.database)
    try:
        keys = fitting_keys(settings, database)
        former = await database.read(lambda session: signer_of(settings, keys, session))
        next_one = Signer(former.origin, _seed(settings))
        copy = CheckpointCopy(settings.checkpoint_copy)
        if not _is_taken_over(copy, next_one):
            await database.write(lambda session: _announce(session, former, next_one))
            sealed = await Sequencer(database, Signing(keys.signing, former.origin), copy).seal()
            _take_over(copy, next_one, sealed)
        write_down(settings.keys, signing=_seed(settings), signing_next=None)
        used = SigningKeyUsed(key=next_one.key.text)
        await database.write(lambda s: house.record(s, [used], actor=OPERATOR, now=datetime.now(UTC)))
        fresh = KeyRing.load(settings.keys)
        return next_one, await Sequencer(database, Signing(fresh.signing, former.origin), copy).seal()
    finally:
        await database.close()


def _seed(settings: Settings) -> bytes:
    """The next key, written down before anything tells of it."""
    held = json.loads(settings.keys.read_text(encoding="ascii"))
    if _NEXT not in held:
        write_down(settings.keys, signing_next=secrets.token_bytes(32))
        return _seed(settings)
    return base64.b64decode(held[_NEXT], validate=True)


def _announce(session: Session, former: Signer, next_one: Signer) -> None:
    told = entries_of_types(session, STREAM, [SigningKeyChanged.KIND])
    last = decode(told[-1].text, HouseEvent).event if told else None
    event = SigningKeyChanged(former=former.key.text, next=next_one.key.text)
    if last != event:
        house.record(session, [event], actor=OPERATOR, now=datetime.now(UTC))


def _is_taken_over(copy: CheckpointCopy, next_one: Signer) -> bool:
    try:
        return copy.newest(next_one.key) is not None
    except CopyUnusable:
        return False


def _take_over(copy: CheckpointCopy, next_one: Signer, sealed: SignedCheckpoint) -> None:
    """The copy outside is signed by the next key from now on: it says the same."""
    said = read(sealed.text).checkpoint
    copy.replace(next_one.signed(said.size, said.root))
