"""How a ledger is shown to people: an entry a row, with who said it and how it was heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cli.tables import ZONE, moment, table

Json = dict[str, Any]

STARTED = "initiative.started"
PASSED = "seat.passed"
LETTERS = "letters:"
CHANNELS = {"api": "API", "link": "personal link"}  # any other channel is called what it is
ENTERED = ("phone", "paper")  # what comes this way was said by a seat and entered by the actor
WIDEST = 120  # characters of what an entry says


@dataclass(frozen=True)
class Cast:
    """Who the random actor ids of one ledger are, as its first entry pins them."""

    coordinator: str | None
    holders: set[tuple[str, str]]  # by seat
    deputies: set[tuple[str, str]]

    @classmethod
    def of(cls, ledger: list[Json]) -> Cast:
        """The cast of a whole ledger; that of one without a start knows nobody."""
        if not ledger or ledger[0]["content"]["type"] != STARTED:
            return cls(None, set(), set())
        charter = ledger[0]["content"]["data"]["charter"]
        passed = [entry["content"]["data"] for entry in ledger if entry["content"]["type"] == PASSED]
        holders = {(seat["id"], seat["holder"]) for seat in charter["seats"]}
        deputies = {(seat["id"], seat["deputy"]) for seat in charter["seats"] if seat.get("deputy")}
        return cls(charter["coordinator"], holders | {(told["seat"], told["holder"]) for told in passed}, deputies)

    def who(self, content: Json) -> str:
        """The role in which the actor of an entry spoke; the id of an actor without one (an administrator's key).

        Whoever acted for somebody else is a deputy.
        """
        actor, seat = content["actor"], content["seat"]
        if content.get("channel") not in ENTERED:
            if seat and (content.get("principal") or (seat, actor) in self.deputies - self.holders):
                return "deputy"
            if seat and (seat, actor) in self.holders:
                return "holder"
        if actor == self.coordinator:
            return "coordinator"
        return f"{actor} for the coordinator" if content.get("principal") else str(actor)


def entries(ledger: list[Json]) -> Iterator[Any]:
    """The ledger, an entry a row."""
    cast = Cast.of(ledger)
    columns = ("seq", "time", "type", "seat", "by", "channel", "what", "texts")
    yield table(columns, (_entry(entry, cast) for entry in ledger), f"Times in {ZONE}")


def _entry(entry: Json, cast: Cast) -> list[Any]:
    content = entry["content"]
    what = ", ".join(f"{name}={_short(value)}" for name, value in content["data"].items() if value is not None)
    texts = " / ".join("(erased)" if text is None else text for text in entry["texts"].values())
    channel = content.get("channel")
    heard = CHANNELS.get(channel, channel) if channel else None
    of_letters = content.get("stream", "").startswith(LETTERS)
    return [
        f"L{entry['seq']}" if of_letters else entry["seq"],
        content["time"],
        content["type"],
        content["seat"],
        cast.who(content),
        heard,
        what[:WIDEST],
        texts,
    ]


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    return f"[{len(value)}]" if isinstance(value, list) else moment(str(value))
