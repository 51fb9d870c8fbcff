"""Routes that say something to an initiative: one line a command, its body and errors declared."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from inspect import cleandoc
from typing import Any

from fastapi import APIRouter, Depends

from api.answering import path_of
from api.bodies import Body, body_of
from api.doors import Comer, Coordinator, Here, Principal
from api.entitlement import require_look
from api.interacting import Accepted, interact
from api.looking_ahead import LookAhead, looked_ahead
from api.preparing import Saying
from api.problems import ASKING_TEMPORAL, WRITING, declared
from api.queries import require_clear
from api.scopes import needs
from api.services import Services
from api.stamps import IdempotencyKey
from api.words import PathId
from domain.commands import Command
from models.scopes import Scope

_MADE = "\n\nThe answer tells the id of the new {makes}: `recorded.{makes}`."


_LOOKS = (
    "What this would do to every clock, and exactly who would get which letter, when at the earliest and how; which "
    "letters that wait would not leave any more; who would get nothing, and why. Nothing is said, written or sent."
)
First = Callable[[Saying], Awaitable[None]]
Then = Callable[[Saying, Accepted], Awaitable[None]]
Ahead = Callable[[Services, Principal, str, type[Command], Body], Awaitable[LookAhead]]
Example = dict[str, Any]


async def nothing(*_: object) -> None:
    """Nothing is to be done before or after."""


class Speaking:
    """Adds `POST /initiatives/{initiative}/<phase>/<command>` for each command it is told of."""

    def __init__(self, tag: str) -> None:
        self.router = APIRouter(prefix="/initiatives/{initiative}", tags=[tag], dependencies=[Depends(require_clear)])

    def says(
        self, command: type[Command], *, example: Example, makes: str = "", first: First = nothing, then: Then = nothing
    ) -> None:
        """Take this command; the `example` body is shown in the documentation, and so is by which name the answer tells
        the id of what it `makes`. What is to be done before it is said, `first` does, or refuses; `then` waits for what
        comes of it.
        """
        body_type: type[Body] = body_of(command)

        @needs(Scope.INITIATIVES_WRITE, Scope.SEAT)
        async def say(
            here: Here,
            caller: Comer,
            initiative: PathId,
            body: body_type,  # type: ignore[valid-type]
            key: IdempotencyKey = None,
        ) -> Accepted:
            saying = Saying(here, caller, initiative, command, body, key)
            try:
                await first(saying)
                accepted = await interact(saying)
                await then(saying, accepted)
                return accepted
            finally:
                await caller.used(here)

        # FastAPI reads annotations by name; this one is made here, so it is put in place by hand
        say.__annotations__["body"] = body_type
        verb = command.KIND.partition(".")[2]
        self.router.add_api_route(
            path_of(command),
            say,
            methods=["POST"],
            name=verb,
            summary=verb.replace("_", " ").capitalize(),
            description=cleandoc(command.__doc__ or "") + (_MADE.format(makes=makes) if makes else ""),
            responses=declared(*ASKING_TEMPORAL),
            openapi_extra={"requestBody": {"content": {"application/json": {"example": example}}}},
        )

    def previews(
        self,
        command: type[Command],
        *,
        example: Example,
        ahead: Ahead = looked_ahead,
        shows: type[LookAhead] = LookAhead,
    ) -> None:
        """Let whoever may say this as coordinator see beforehand what it would do, by the same body. Where it
        does more than its rules say, `ahead` looks, and answers in the shape that it `shows`.
        """
        body_type: type[Body] = body_of(command)

        @needs(Scope.INITIATIVES_WRITE)
        async def look(
            here: Here,
            asking: Coordinator,
            initiative: PathId,
            body: body_type,  # type: ignore[valid-type]
        ) -> LookAhead:
            await require_look(here, asking, initiative, command)
            return await ahead(here, asking, initiative, command, body)

        look.__annotations__ |= {"body": body_type, "return": shows}
        verb = command.KIND.partition(".")[2]
        self.router.add_api_route(
            f"{path_of(command)}/preview",
            look,
            methods=["POST"],
            name=f"preview_{verb}",
            summary=f"Preview: {verb.replace('_', ' ')}",
            description=_LOOKS,
            responses=declared(*WRITING),
            openapi_extra={"requestBody": {"content": {"application/json": {"example": example}}}},
        )
