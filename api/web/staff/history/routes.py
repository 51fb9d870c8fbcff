"""History pages: of an initiative, with the check and what can be taken away, and of the house."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from api import checking, reading
from api.doors import OVERSEERS, Here
from api.web.staff.door import Staff, only
from api.web.staff.history import reading as histories
from api.web.staff.history.asking import GROUPS, Asked, Choices
from api.web.staff.history.checks import lines
from api.web.staff.laying_out import moment, staff_page
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.words import language_of, words_in
from api.words import PathId
from domain.actors import Role
from domain.refusals import Malformed

router = APIRouter(route_class=StaffRoute, tags=["pages"], include_in_schema=False)
Reader = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN))]
HouseReader = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.AUDITOR, Role.ADMIN, shows="house"))]


@router.api_route("/initiatives/{initiative}/history", methods=["GET", "HEAD"])
async def of_initiative(request: Request, here: Here, who: Reader, initiative: PathId) -> Response:
    """Everything that happened in an initiative, newest first; `check=yes` checks it now."""
    await reading.require_sight(here, who.principal, initiative)
    language = language_of(request)
    words = words_in(language)["history"]
    seats = await histories.seats_of(here, initiative)
    asked = _asked(request).among([seat for seat, _ in seats])
    oversees = who.principal.role in OVERSEERS
    shown = await histories.of_initiative(here, initiative, asked, language, oversees=oversees)
    until = asked.ends(here.clock())
    checked = await checking.checked(here, initiative) if request.query_params.get("check") == "yes" else None
    return staff_page(
        request,
        "history/initiative.html",
        422 if asked.problems else 200,
        who=who,
        here="history",
        initiative=initiative,
        title=await reading.title(here, initiative),
        choices=Choices(_kinds(words), [("", all_seats(words, len(seats))), *seats]),
        then=await histories.stood(here, initiative, until, language) if until else None,
        until=until,
        checked=checked,
        lines=list(lines(checked, language, words["check"])) if checked else [],
        amiss=request.query_params.get("amiss", ""),
        **_told(asked, shown, language),
    )


@router.api_route("/staff/history", methods=["GET", "HEAD"])
async def of_house(request: Request, here: Here, who: HouseReader) -> Response:
    """Which initiative's history to read, and for those who oversee all what the house itself tells."""
    language = language_of(request)
    words = words_in(language)["history"]
    asked = _asked(request)
    after = request.query_params.get("after", "")
    try:
        page = await reading.board(here, who.principal, {}, after or None, histories.SHOWN)
    except Malformed:  # an old address: the list begins anew
        return see_other(request.url.path)
    may = who.principal.role in OVERSEERS
    told = _told(asked, await histories.of_house(here, asked, language), language) if may else {"asked": asked}
    return staff_page(
        request,
        "history/house.html",
        422 if asked.problems else 200,
        who=who,
        here="history",
        initiatives=page.initiatives,
        following=asked.with_(after=page.cursor) if page.cursor else "",
        first=not after,
        choices=Choices(_kinds(words)),
        tells=may,
        **told,
    )


def _asked(request: Request) -> Asked:
    return Asked.of(request.query_params)


def all_seats(words: Any, seats: int) -> str:
    """What stands for all seats in the form."""
    return str(words["all_seats_one" if seats == 1 else "all_seats"].format(number=seats))


def _kinds(words: Any) -> list[tuple[str, str]]:
    return [("", words["all_kinds"]), *((kind, words["kind"][kind]) for kind in GROUPS)]


def _told(asked: Asked, shown: histories.Entries, language: str) -> dict[str, Any]:
    """What pages of both kinds show."""
    return {
        "asked": asked,
        "shown": shown,
        "older": asked.with_(cursor=shown.cursor) if shown.cursor else "",
        "moment": lambda when: moment(language, when),
    }
