"""How what the API answers is shown to people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from cli.foreseen import mail
from cli.tables import ZONE, moment, table

Json = dict[str, Any]
Names = dict[str, str]


def board_page(page: Json) -> Iterator[Any]:
    """The board: a row an initiative, and how to see more."""
    columns = ("id", "title", "place", "theme", "phase", "status", "outcome", "owing", "earliest_due", "phase_due")
    yield table(columns, ([row[column] for column in columns] for row in page["initiatives"]), f"Times in {ZONE}")
    if page["cursor"]:
        yield Text(f"There are more: --cursor {page['cursor']}")


def overview(initiative: Json, names: Names) -> Iterator[Any]:
    """One initiative: where it stands, its gate, whom it waits for (seats by `names`), and what comes by itself."""
    yield _facts(initiative)
    yield _gate(initiative["gate"], names)
    yield from _openers(initiative["gate"], names)
    if initiative["vote"]:
        yield _vote(initiative["vote"])
    if initiative["waiting_on"]:
        yield _waiting(initiative, names)
    if coming := initiative["next_event"]:
        yield Text(f"If nobody acts: {', '.join(coming['kinds'])} at {moment(coming['at'])}")


def _facts(initiative: Json) -> Table:
    grid = Table.grid(padding=(0, 2))
    where = f"{initiative['phase']}, round {initiative['round']}, until {moment(initiative['phase_due'])}"
    status = initiative["status"] if initiative["outcome"] is None else f"ended: {initiative['outcome']}"
    lines = {
        initiative["id"]: initiative["title"] or "(title erased)",
        "status": status,
        "phase": where,
        "place, theme": f"{initiative['place']}, {initiative['theme']}",
        "model": f"{initiative['model']} {initiative['model_version']} ({initiative['model_sha256'][:12]})",
        "mandate": initiative["mandate"],
        "seats": f"{sum(seat['active'] for seat in initiative['seats'])} of {len(initiative['seats'])} take part",
        "ledger": f"{initiative['seq']} entries",
        "times": ZONE,
    }
    for name, value in lines.items():
        grid.add_row(Text(name, style="bold"), Text(value))
    return grid


def _gate(gate: Json, names: Names) -> Table:
    rows = [_clause(clause, names) for clause in (*gate["clauses"], gate["decision"])]
    return table(("gate", "have", "need", "met", "missing"), rows, f"Gate: {'open' if gate['open'] else 'shut'}")


def _openers(gate: Json, names: Names) -> Iterator[Text]:
    """What would open the gate, one line for each clause that is not met."""
    for clause in (*gate["clauses"], gate["decision"]):
        if not clause["met"] and clause["remedy"]:
            named = re.sub(r"\bseat_\w+", lambda seat: names.get(seat[0], seat[0]), clause["remedy"])
            yield Text(f"{clause['clause']}: {named}")


def _clause(clause: Json, names: Names) -> list[Any]:
    missing = [names.get(who, who) for who in clause["missing"]]
    return [clause["clause"], clause["have"], clause["need"], "yes" if clause["met"] else "no", missing]


def _vote(vote: Json) -> Text:
    said = f"for {vote['votes_for']}, against {vote['votes_against']}, abstained {vote['abstained']}"
    silent = len(vote["silent"])
    short = f"; short of {', '.join(vote['short'])}" if vote["short"] else ""
    needs = f"{vote['needed']} of at least {vote['quorum']} ballots" if vote["quorum"] else vote["needed"]
    return Text(f"Vote on {vote['exit']}: {said}; needs {needs}{short}; {silent} silent until {moment(vote['due'])}")


def _waiting(initiative: Json, names: Names) -> Table:
    obligations = {obligation["id"]: obligation for obligation in initiative["obligations"]}
    rows = [_owed(waiting, obligations[waiting["obligation"]], names) for waiting in initiative["waiting_on"]]
    return table(("duty", "about", "on", "since", "last day", "lapsed"), rows, "Waiting on")


def _owed(waiting: Json, obligation: Json, names: Names) -> list[Any]:
    on = names.get(waiting["seat"], waiting["seat"]) if waiting["seat"] else "coordinator"
    lapsed = "yes" if waiting["lapsed"] else None
    return [waiting["duty"], obligation["subject"], on, waiting["since"], obligation["due_day"], lapsed]


def previewed(preview: Json) -> Iterator[Any]:
    """What a start would ask when it opens, for whom it would be too much, and who would get which letter."""
    yield table(
        ("asked", "of how many", "last day"), ([a["duty"], a["number"], a["due_day"]] for a in preview["asked"])
    )
    yield from mail(preview["mail"])
    if not preview["beyond"]:
        yield Text("Too much for nobody")
        return
    rows = ([one["path"], one["person"], _too_much(one)] for one in preview["beyond"])
    yield table(("place", "person", "too much"), rows)
    yield Text("It is refused without --despite-load" if preview["refused"] else "It is told only: the start is taken")


def _too_much(one: Json) -> list[str]:
    return [f"{excess['what']} {excess['amount']}/{excess['most']}" for excess in one["beyond"]]
