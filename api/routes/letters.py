"""Letters: why somebody did or did not get one, the balance of all, and what a person says of those that are held."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import corresponding, letter_balances, reading
from api.corresponding import About, LetterAccount, LetterView
from api.doors import Coordinator, Here, Overseer, Reader
from api.letter_balances import BalanceView, InitiativeBalance, Settling
from api.problems import WRITING, declared
from api.scopes import needs
from api.stories import Language
from api.words import Id, PathId
from models.scopes import Scope

router = APIRouter(tags=["letters"])
Person = Annotated[Id | None, Query(description="letters to this person of the register only")]
Seat = Annotated[Id | None, Query(description="letters about what this seat is asked only")]
Obligation = Annotated[str | None, Query(max_length=200, description="letters about this obligation only")]


@router.get("/letters/balance", responses=declared())
@needs(Scope.LETTERS_READ)
async def balance(here: Here, asking: Overseer) -> BalanceView:
    """The balance of all letters of all initiatives: each that was due was sent, or is told why not."""
    return await letter_balances.balance(here)


@router.get("/initiatives/{initiative}/letters", responses=declared())
@needs(Scope.LETTERS_READ)
async def letters(
    here: Here,
    asking: Reader,
    initiative: PathId,
    person: Person = None,
    seat: Seat = None,
    obligation: Obligation = None,
    language: Language = Language.FI,
) -> list[LetterView]:
    """Every letter of an initiative: to which actor, about what, what became of it and why. Asked about a person, a
    seat or an obligation, also the steps that are yet to come, and those that never fell due.
    """
    await reading.require_sight(here, asking, initiative)
    return await corresponding.letters(here, initiative, About(person, seat, obligation), language)


@router.get("/initiatives/{initiative}/letters/balance", responses=declared())
@needs(Scope.LETTERS_READ)
async def balance_of(here: Here, asking: Reader, initiative: PathId) -> InitiativeBalance:
    """The balance of an initiative's letters, in all and by what they are about."""
    await reading.require_sight(here, asking, initiative)
    return await letter_balances.balance_of(here, initiative)


@router.get("/initiatives/{initiative}/letters/{letter}", responses=declared())
@needs(Scope.LETTERS_READ)
async def letter(
    here: Here, asking: Reader, initiative: PathId, letter: PathId, language: Language = Language.FI
) -> LetterAccount:
    """Why somebody did, or did not, get this letter, and which step comes next."""
    await reading.require_sight(here, asking, initiative)
    return await corresponding.letter(here, initiative, letter, language)


@router.post(
    "/initiatives/{initiative}/letters/{letter}/settle",
    responses=declared(*WRITING),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": {"as": "sent"}}}}},
)
@needs(Scope.LETTERS_WRITE)
async def settle(
    here: Here, asking: Coordinator, initiative: PathId, letter: PathId, body: Settling
) -> list[LetterView]:
    """Say what became of a held letter: of it, and of others that are held as part of the same message. The ledger
    tells who said it. Said again it changes nothing.
    """
    await reading.require_sight(here, asking, initiative)
    settled = await letter_balances.settle(here, asking, initiative, letter, body.said)
    every = await corresponding.letters(here, initiative, About(), Language.FI)
    return [one for one in every if one.id in settled]
