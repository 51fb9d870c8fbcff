"""The gate of a phase, read strictly: what an advance needs, and whose act takes it."""

from __future__ import annotations

from domain.operating_model import Decide, DecideHow, GateRule, Quorum, Who
from domain.schema.reading import Place, offer
from domain.seats import Sector

DISTINCT = "distinct"
_SINGLE_ROLES = (Who.COORDINATOR, Who.CHAIR)
_MOST_SEATS = 1000


def gate_rule(place: Place) -> GateRule:
    """Read a gate; only `decide` must be there. Raises ModelInvalid with the path of the clause."""
    fields = place.fields("decide", optional=("quorum", "sectors", "max_share", "done"))
    return GateRule(
        decide=_decide(fields["decide"]),
        quorum=_quorum(fields["quorum"]) if "quorum" in fields else None,
        sectors=_sectors(fields["sectors"]) if "sectors" in fields else None,
        max_share=fields["max_share"].share() if "max_share" in fields else None,
        done=_done(fields["done"]) if "done" in fields else (),
    )


def _quorum(place: Place) -> Quorum:
    fields = place.fields("share", "min")
    return Quorum(share=fields["share"].share(), least=fields["min"].number(_MOST_SEATS))


def _sectors(place: Place) -> dict[str, int]:
    clauses: dict[str, int] = {}
    for name, place_of_clause in place.named(r"[a-z_|]{1,120}").items():
        _check_sector(place_of_clause, name)
        clauses[name] = place_of_clause.number(len(Sector) if name == DISTINCT else _MOST_SEATS)
    return clauses


def _check_sector(place: Place, name: str) -> None:
    known = [sector.value for sector in Sector]
    parts = name.split("|")
    for part in parts:
        if part not in known and name != DISTINCT:
            place.refuse(f"'{part}' is not a sector", offer(part, [*known, DISTINCT]))
    if len(set(parts)) < len(parts):
        place.refuse("a sector is named twice", "name each once")


def _done(place: Place) -> tuple[str, ...]:
    kinds = [item.text(r"[a-z_]{1,60}", "write the kind of an obligation of this phase") for item in place.items()]
    if len(set(kinds)) < len(kinds):
        place.refuse("an obligation is named twice", "name each once")
    return tuple(kinds)


def _decide(place: Place) -> Decide:
    fields = place.fields("how", optional=("role", "window", "ladder"))
    how = fields["how"].word(DecideHow)
    if how is DecideHow.ROLE:
        role_place = place.fields("how", "role")["role"]
        role = role_place.word(Who)
        if role not in _SINGLE_ROLES:
            role_place.refuse(f"{role} is not one person's role", offer(None, _SINGLE_ROLES))
        return Decide(how, role=role)
    vote = place.fields("how", "window", "ladder")
    ladder = vote["ladder"].text(r"[a-z][a-z0-9_]{0,59}", "write the name of a ladder")
    return Decide(how, window=vote["window"].duration(), ladder=ladder)
