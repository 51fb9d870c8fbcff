"""How the log's key was handed over: what leads a reader who trusts a former key to the present one."""

from __future__ import annotations

from sqlmodel import Session

from domain.bundles.assembling import HandedOver, Proven
from domain.house import STREAM, HouseEvent, SigningKeyChanged
from domain.ledger import merkle
from domain.ledger.checkpoints import read_key
from domain.ledger.entries import Entry, decode
from domain.ledger.merkle import inclusion_nodes
from models import log_checkpoints, log_proofs, log_tree
from models.append import entries_of_types
from models.signing import Signer, is_signed_by


def handed_over(session: Session, signer: Signer) -> list[HandedOver]:
    """From the oldest key that can be followed to the present one, in order. A key that was changed without a word of
    the former, as one that was stolen or lost, ends the way back.
    """
    found, wanted = list[HandedOver](), signer.key.text
    for entry in reversed(entries_of_types(session, STREAM, [SigningKeyChanged.KIND])):
        event = decode(entry.text, HouseEvent).event
        assert isinstance(event, SigningKeyChanged)
        if event.next == wanted and (way := _way(session, entry, event)) is not None:
            found.insert(0, way)
            wanted = event.former
    return found


def _way(session: Session, entry: Entry, event: SigningKeyChanged) -> HandedOver | None:
    """The entry with its proof in the first checkpoint that holds it; None unless the former key has signed that."""
    place = log_proofs.place(session, STREAM, entry.seq)
    kept = log_checkpoints.first_from(session, place.index + 1) if place else None
    if place is None or kept is None or not is_signed_by(read_key(event.former), kept.signed):
        return None
    nodes = inclusion_nodes(place.index, kept.size)
    path = merkle.proof(nodes, log_tree.reader(session, [node for part in nodes for node in part]))
    return HandedOver(Proven(entry.text, STREAM, entry.seq, place.index, path), kept.text)
