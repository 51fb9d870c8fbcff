"""Ledger entries: an event with who, when and why, as the bytes that are hashed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.actors import Channel
from domain.events import Event
from domain.ledger.canonical import canonical
from domain.sealed import Sealed
from domain.wire import instant_text, plain, typed

GENESIS = "0" * 64
"""What stands for the former entry's hash in the first entry of a stream."""

VERSION = 1


def leaf_hash(text: str) -> str:
    """Hex SHA-256 of an entry as a leaf of the log (RFC 9162: a zero byte, then the bytes)."""
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


@dataclass(frozen=True)
class Recorded:
    """An event as the ledger holds it: `seq` counts from 1 in its stream, `at` is UTC, `actor` a random id or `rule`.

    `cause` is the key of the command that led to it, None for what the clock brought. `channel` is how the command
    reached us: by `phone` or `paper` the actor entered it for the seat, by any other the actor said it. `received_at`
    is when it was first heard, by which deadlines are judged. What followed by the rules alone has neither. The actor
    acted for `principal`, if not for themself: a deputy for the holder of the seat, or for the coordinator.
    """

    seq: int
    at: datetime
    actor: str
    seat: str | None
    event: Event
    cause: str | None
    channel: Channel | None = None
    received_at: datetime | None = None
    principal: str | None = None


@dataclass(frozen=True)
class Entry:
    """The stored form: canonical text and its leaf hash.

    `command_key` stands on the first entry of its command only.
    """

    seq: int
    text: str
    leaf_hash: str
    command_key: str | None = None


def encode(recorded: Recorded, *, stream: str, prev: str, model: str | None, command_key: str | None) -> Entry:
    """Write an event down as the entry that follows `prev` (leaf hash of the former one) in `stream`; `model` is None
    where no operating model is in force: in the house.
    """
    sealed = {name: value for name, value in vars(recorded.event).items() if isinstance(value, Sealed)}
    data = plain(recorded.event)
    for name in sealed:
        data[name].pop("commitment")
    heard = {"channel": recorded.channel.value} if recorded.channel else {}
    if recorded.received_at is not None:
        heard["received"] = instant_text(recorded.received_at)
    if recorded.principal is not None:
        heard["principal"] = recorded.principal
    text = canonical(
        {
            "v": VERSION,
            "stream": stream,
            "seq": recorded.seq,
            "prev": prev,
            "type": data.pop("kind"),
            "time": instant_text(recorded.at),
            "actor": recorded.actor,
            "seat": recorded.seat,
            "data": data,
            "private": {name: value.commitment for name, value in sealed.items()},
            "cause": recorded.cause,
            "model": model,
            **heard,
        }
    )
    return Entry(recorded.seq, text, leaf_hash(text), command_key)


def decode(text: str, family: type[Event] = Event) -> Recorded:
    """Read an entry's text back. Raises Malformed when it holds what these rules, or this family of events, do not
    know.
    """
    entry = json.loads(text)
    data = {"kind": entry["type"], **entry["data"]}
    for name, commitment in entry["private"].items():
        data[name] = {**data[name], "commitment": commitment}
    event = typed(family, data, entry["type"])
    at = datetime.fromisoformat(entry["time"])
    channel = typed(Channel, entry["channel"], "channel") if "channel" in entry else None
    received_at = datetime.fromisoformat(entry["received"]) if "received" in entry else None
    return Recorded(
        seq=entry["seq"],
        at=at,
        actor=entry["actor"],
        seat=entry["seat"],
        event=event,
        cause=entry["cause"],
        channel=channel,
        received_at=received_at,
        principal=entry.get("principal"),
    )


def content(entry: Entry) -> dict[str, Any]:
    """What an entry says, as hashed: its texts are told by their commitments, lengths and languages."""
    said: dict[str, Any] = json.loads(entry.text)
    return said
