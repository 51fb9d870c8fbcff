"""The page of one act: its form, what it would bring, and the act itself. All of it lies in the form meanwhile."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from api.bodies import Body
from api.call_desk import give_address
from api.doors import Caller, Here
from api.preparing import Saying
from api.problems import NotFound
from api.reading import require_coordination
from api.services import Services
from api.sessions import brought
from api.web.once import said_once
from api.web.staff import late_forms, sending
from api.web.staff.acts.catalogue import known
from api.web.staff.acts.filling import body_from, tick
from api.web.staff.acts.foreseen import foreseen
from api.web.staff.acts.readback import read_back
from api.web.staff.acts.shapes import PROPOSALS, ActField, fields
from api.web.staff.acts.things import things
from api.web.staff.door import Staff, only
from api.web.staff.initiative.reading import Seen, seen
from api.web.staff.laying_out import staff_page
from api.web.staff.problems import told
from api.web.staff.routing import StaffRoute, see_other
from api.web.staff.sending import Draft, Sent, fresh, is_fresh, kept_nonce, sent_as
from api.web.staff.words import language_of, words_in
from api.web.words import Words, spoken
from api.words import PathId
from domain.actors import Role
from domain.commands import Command
from domain.refusals import Refusal

router = APIRouter(
    route_class=StaffRoute, tags=["pages"], include_in_schema=False, prefix="/initiatives/{initiative}/do"
)
LOOK, SAY = "look", "say"
ABOUT: Final = "about"
"""In the address: the thing that the first list of the form is about."""
ADDRESSED: Final = (ABOUT, "obligation", "for_seat", "entry")
"""All that an address may fill in, ids and numbers: what people write comes from no link and stands in none."""
_NAMED: Final = re.compile(r"[A-Za-z0-9._:/-]{1,200}")
Acting = Annotated[Staff, Depends(only(Role.COORDINATOR, Role.ADMIN))]
FIRST: Final[Mapping[str, Callable[[Saying], Awaitable[None]]]] = {"need_identification.open_call": give_address}
"""What is to be done before an act is said, as over the API."""


@dataclass(frozen=True)
class ActPage:
    """The page of one act in one initiative, for one reader."""

    request: Request
    here: Services
    who: Staff
    seen: Seen
    command: type[Command]
    fields: list[ActField]
    words: Words

    @classmethod
    async def of(cls, request: Request, here: Services, who: Staff, initiative: str, kind: str) -> ActPage:
        """As the initiative stands now. Raises NotFound, NotEntitled."""
        command = known(kind)
        if command is None:
            raise NotFound("there is no such act", path="kind", remedy="choose one on the initiative's page")
        await require_coordination(here, who.principal, initiative)
        language = language_of(request)
        standing, words = await seen(here, who, initiative, language), words_in(language)
        shaped = fields(command, standing, await things(here, who, standing), words)
        return cls(request, here, who, standing, command, shaped, words)

    @property
    def address(self) -> str:
        """Where its form is sent."""
        return f"/initiatives/{self.seen.initiative.id}/do/{self.command.KIND}"

    def draft(self, form: Sent, notice: str = "", problems: Mapping[str, str] | None = None, nonce: str = "") -> Draft:
        """The form as it is shown, under a nonce given to it or a fresh one."""
        return Draft(nonce or fresh(self.here, self.who, self.address), form.typed, problems or {}, notice)

    def form(self, draft: Draft, status: int = 200) -> Response:
        """The form, with what is the matter beside its fields."""
        wrong = {field.name: field.label for field in self.fields if field.name in draft.problems}
        return self._laid_out("acts/form.html", status, draft=draft, wrong=wrong, proposals=PROPOSALS)

    async def look(self, form: Sent, body: Body) -> Response:
        """What the act would bring, to be looked at before it is done."""
        ahead = await foreseen(self.here, self.who, self.seen, self.command, body, self.words)
        language = language_of(self.request)
        said = [(field.label, value) for field in self.fields if (value := read_back(field, form.typed, language))]
        return self._laid_out("acts/look.html", 200, draft=self.draft(form, nonce=form.nonce), ahead=ahead, said=said)

    async def say(self, form: Sent, body: Body) -> None:
        """Say it; a double click counts once. Raises a Refusal."""
        secret = brought(self.request, self.here)
        assert secret is not None  # who is signed in has come with it
        caller = Caller(secret, self.who.principal.scopes)
        saying = Saying(self.here, caller, self.seen.initiative.id, self.command, body, form.nonce)
        if (first := FIRST.get(self.command.KIND)) is not None:
            await first(saying)
        await said_once(saying)

    def _laid_out(self, template: str, status: int, **shown: object) -> Response:
        return staff_page(
            self.request,
            template,
            status,
            who=self.who,
            here="home",
            act=self.words["act"].get(self.command.KIND, self.command.KIND),
            seen=self.seen,
            fields=self.fields,
            address=self.address,
            tick=tick,
            **shown,
        )


@router.api_route("/{kind}", methods=["GET", "HEAD"])
async def begin(request: Request, here: Here, who: Acting, initiative: PathId, kind: str) -> Response:
    """The form of an act, empty but for what its address tells, or as it was before the session ended."""
    page = await ActPage.of(request, here, who, initiative, kind)
    waiting = await late_forms.waiting(here, who, request.url.path)
    if waiting is not None:
        form = sent_as(waiting)
        return page.form(page.draft(form, nonce=form.nonce))
    given = {name: request.query_params.get(name, "") for name in ADDRESSED}
    typed = {name: said for name, said in given.items() if _NAMED.fullmatch(said)}
    if ABOUT in typed and (first := next((one.name for one in page.fields if one.options), "")):
        typed.setdefault(first, typed[ABOUT])
    return page.form(page.draft(Sent(typed)))


@router.post("/{kind}")
async def go_on(request: Request, here: Here, who: Acting, initiative: PathId, kind: str) -> Response:
    """What the act would bring; or the act, once that has been looked at."""
    page = await ActPage.of(request, here, who, initiative, kind)
    form, wrong = await sending.sent(request), page.words["act_wrong"]
    body = body_from(page.command, page.fields, form.typed, spoken((language_of(request),)))
    if not isinstance(body, Body):
        problems = {name: wrong[why] for name, why in body.items()}
        return page.form(page.draft(form, wrong["notice"], problems), 422)
    is_ours = is_fresh(here, who, page.address, form.nonce)
    try:
        if form.step == LOOK or not is_ours:  # an old page is looked at once more before anything is done
            return await page.look(form if is_ours else Sent(form.typed, form.step, page.draft(form).nonce), body)
        if form.step != SAY:
            return page.form(page.draft(form, nonce=form.nonce))
        await page.say(form, body)
    except Refusal as refusal:
        field = refusal.path.partition(".")[0]
        sentence, nonce = told(page.words, refusal), kept_nonce(refusal, form.nonce)
        problems = {field: sentence} if any(field == one.name for one in page.fields) else {}
        return page.form(page.draft(form, sentence, problems, nonce), refusal.status)
    await late_forms.let_go(here, who, request.url.path)
    return see_other(f"/initiatives/{initiative}?done={kind}")
