"""Filling in a start: from the fields of its form to what the API takes, and from its refusals back to the fields."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from api.starting import StartInitiative
from api.web.staff.problems import wrong_fields
from api.web.staff.start.choosing import Choices, Filter
from domain.refusals import Refusal

SEAT = "seat."
"""How the names of tick boxes begin, before the seat's id: each has a name of its own."""

FIELDS = ("title", "model", "mandate", "place", "theme")
DESPITE = "despite_load"


def ticked(typed: Mapping[str, str]) -> list[str]:
    """The ids of the seats that are ticked."""
    return sorted(name.removeprefix(SEAT) for name, text in typed.items() if name.startswith(SEAT) and text)


def filter_of(typed: Mapping[str, str]) -> Filter:
    """Which seats the form wants to see."""
    return Filter(*(typed.get(name, "").strip()[:100] for name in ("words", "of_place", "of_sector")))


def start_from(typed: Mapping[str, str], offered: Choices, language: str) -> StartInitiative | dict[str, str]:
    """The start that was filled in; or by field what is the matter: `choose`, `write` or `check`."""
    given = {name: typed.get(name, "").strip() for name in FIELDS}
    problems = {name: "write" if name in ("title", "theme") else "choose" for name in FIELDS if not given[name]}
    seats, holder = ticked(typed), offered.backbones.get(given["mandate"])
    if holder is None:
        problems["mandate"] = "choose"
    if not seats:
        problems["seats"] = "choose"
    if problems or holder is None:
        return problems
    despite = {DESPITE: typed[DESPITE].strip()} if typed.get(DESPITE, "").strip() else {}
    said = {**given, **despite, "backbone": holder.id, "seats": seats, "language": language}
    try:
        return StartInitiative.model_validate(said)
    except ValidationError as error:
        return dict.fromkeys(wrong_fields(error), "check")


def refused_field(refusal: Refusal, typed: Mapping[str, str]) -> str:
    """Beside which field a refusal belongs: a seat's own box, where it is about one; empty for the whole."""
    field, _, rest = refusal.path.partition(".")
    seats = ticked(typed)
    if field == "seats":
        return f"{SEAT}{seats[int(rest)]}" if rest.isdigit() and int(rest) < len(seats) else "seats"
    if field == "backbone":
        return "mandate"  # who holds it follows from the mandate
    return field if field in FIELDS or field == DESPITE else ""
