"""The balance of letters, and what a person says of those that are held."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field
from sqlmodel import Session

from api.doors import Principal
from api.problems import NotFound
from api.reading import coordinates_it
from api.services import Services
from api.strict import Strict
from domain.actors import Channel
from domain.correspondence.accounts import Said
from domain.refusals import NotEntitled
from models import letter_balances, letter_settling, paper
from models.actings import stands_behind
from models.actors import actor_of
from models.letter_accounts import By
from models.letter_balances import Tally
from models.tables import Initiative


@dataclass(frozen=True)
class BalanceView:
    """How many letters were due and what became of them: due = sent + suppressed + failed + superseded + held +
    waiting. Of those that have ended, `accounted` stand in the ledger as they are, and `unaccounted` will in a moment.
    It `closes` when nothing is missing. `reasons` counts ends by why, as `suppressed.answered`.
    """

    due: int
    sent: int
    suppressed: int
    failed: int
    superseded: int
    held: int
    waiting: int
    accounted: int
    unaccounted: int
    closes: bool
    reasons: dict[str, int]


@dataclass(frozen=True)
class InitiativeBalance:
    """The balance of an initiative's letters, in all and by the obligation (or exit) that they are about."""

    initiative: str
    total: BalanceView
    obligations: dict[str, BalanceView]


class Settling(Strict):
    """What became of a held letter: `sent`, or `not_sent`."""

    said: Said = Field(alias="as")


async def balance(services: Services) -> BalanceView:
    """The balance of all letters of all initiatives."""
    return _view(await services.database.read(letter_balances.overall))


async def balance_of(services: Services, initiative: str) -> InitiativeBalance:
    """The balance of an initiative's letters."""
    found = await services.database.read(lambda session: letter_balances.by_obligation(session, initiative))
    total = letter_balances.together(found.values())
    return InitiativeBalance(initiative, _view(total), {about: _view(tally) for about, tally in found.items()})


async def settle(services: Services, asking: Principal, initiative: str, letter: str, said: Said) -> list[str]:
    """Say what became of a held letter, for the coordinator: the ids of the letters that were settled by it.

    Raises NotEntitled, NotFound, NotHeld.
    """
    if not await coordinates_it(services, asking, initiative):
        raise NotEntitled("this initiative has another coordinator", remedy="ask its coordinator")
    now = services.clock()

    def write(session: Session) -> list[str]:
        row = session.get_one(Initiative, initiative)
        actor = actor_of(session, initiative, principal=asking.id, person=asking.person)
        principal = row.coordinator if stands_behind(session, initiative, actor) else None
        by = By(actor, Channel.API, principal)
        try:
            settled = letter_settling.settle(session, initiative, letter, said, by, now)
        except LookupError:
            raise NotFound(
                "there is no such letter here", path="letter", remedy="list the letters of the initiative"
            ) from None
        paper.open_links(session, services.keys, settled)
        return [one.id for one in settled]

    return await services.database.write(write)


def _view(tally: Tally) -> BalanceView:
    counted = tally.balance
    return BalanceView(**vars(counted), closes=counted.closes, reasons=tally.reasons)
