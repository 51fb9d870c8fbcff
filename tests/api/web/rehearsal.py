"""Rehearsals: the pages over a real database, the rules played without a server, so that a cycle takes seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import httpx
from sqlmodel import Session, col, select
from temporalio.client import WorkflowUpdateFailedError

from api.services import Services
from domain.actors import Channel, Speaker
from domain.commands import Command, Interaction
from domain.deciding import opening
from domain.initiative import Initiative
from domain.refusals import Refusal
from models.engine import Database
from models.keys import token_sha256
from models.tables import Letter
from tests.fixtures.applications import application
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.rules import COORDINATOR
from workflows.phase import Receipt, failure


@dataclass
class Played:
    """Stands where Temporal does: decides by the rules, one after the other, and appends as the workflow would."""

    post: Post
    known: dict[str, int] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    away: Exception | None = None

    def get_workflow_handle(self, _: str) -> Played:
        return self

    async def execute_update(
        self, name: str, said: Interaction, *, id: str, result_type: type[Receipt] = Receipt
    ) -> Receipt | None:
        if name == "catch_up":
            return None  # what was played is always written
        async with self.turn:
            if self.away is not None:
                raise self.away
            if id not in self.known:
                await asyncio.sleep(0.01)  # so that two that come at once meet
                try:
                    self.known[id] = len(self.post.play.entries) + 1
                    self._say(said)
                except Refusal as refusal:
                    del self.known[id]
                    cause = failure(refusal)
                    raise WorkflowUpdateFailedError(cause) from cause
                await self.written(id)
            return result_type(self.known[id])

    def _say(self, interaction: Interaction) -> None:
        if (correction := interaction.correction()) is not None:
            self.post.play.take(correction)
        else:
            said = interaction.said()
            self.post.play.say(said.command, said.by, received_at=said.received_at)

    async def written(self, key: str | None = None) -> None:
        """Store what happened; a phase opens at once when the one before has settled."""
        play = self.post.play
        initiative = play.initiative
        if initiative.settled and initiative.outcome is None and initiative.at.to:
            play.record(opening(initiative, initiative.at.to, play.now))
        await self.post.store(key)


@dataclass
class Rehearsal:
    """An initiative of twelve seats with its pages; also a table for the script of the cycle."""

    post: Post
    played: Played
    services: Services
    client: httpx.AsyncClient

    async def say(self, command: Command, by: Speaker = COORDINATOR) -> object:
        """Say something past the pages."""
        happened = self.post.play.say(command, by)
        await self.played.written()
        return happened

    async def enter(self, seat: str, command: Command, channel: Channel, by: str = COORDINATOR.actor) -> None:
        """What somebody who phoned or wrote said for a seat, as a coordinator or administrator enters it."""
        entries = self.post.play.entries
        known = len(entries)
        self.post.play.say(command, Speaker(by, COORDINATOR.role, channel, seat, by))
        entries[known:] = [replace(entry, channel=channel) if entry.seat else entry for entry in entries[known:]]
        await self.played.written()

    async def forward(self, duration: timedelta) -> object:
        happened = self.post.play.wait_until(self.post.play.now + duration)
        await self.played.written()
        return happened

    async def folded(self) -> Initiative:
        return self.post.play.initiative

    def kinds(self) -> list[str]:
        return self.post.play.kinds()

    async def token(self, actor: str) -> str:
        """The personal link in the last letter to an actor, as if it had been sent."""

        def sent(session: Session) -> str:
            letters = select(Letter).where(Letter.initiative_id == INITIATIVE, Letter.actor == actor)
            letter = session.exec(letters.order_by(col(Letter.due_at).desc())).first()
            assert letter is not None, f"no letter to {actor}"
            token = self.services.keys.link_token(letter.id)
            letter.token_sha256 = token_sha256(token)
            session.add(letter)
            return token

        return await self.services.database.write(sent)

    async def read(self, actor: str) -> PageRead:
        """The page of an actor, whose link is good."""
        token = await self.token(actor)
        answer = await self.client.get(f"/p/{token}")
        assert answer.status_code == 200, answer.text
        return PageRead.of(token, answer)

    async def send(self, page: PageRead, form: dict[str, str], **typed: str) -> httpx.Response:
        """Post a form of a page with what is typed into it, as a browser does."""
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
        return await self.client.post(f"/p/{page.token}", data=form | typed, headers=headers)

    async def answer(self, actor: str, duty: str, **typed: str) -> httpx.Response:
        """Answer a duty on the page of an actor."""
        page = await self.read(actor)
        return await self.send(page, page.form(duty), **typed)


@dataclass
class PageRead(HTMLParser):
    """A page as a browser reads it: its text, its forms, and what each may send."""

    token: str
    html: str
    response: httpx.Response
    forms: list[dict[str, str]] = field(default_factory=list)
    names: list[set[str]] = field(default_factory=list)
    options: list[set[tuple[str, str]]] = field(default_factory=list)
    checked: list[tuple[str, str]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""

    @classmethod
    def of(cls, token: str, response: httpx.Response) -> PageRead:
        page = cls(token, response.text, response)
        HTMLParser.__init__(page)
        page.feed(page.html)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.forms.append({})
            self.names.append(set())
            self.options.append(set())
        elif tag in ("input", "textarea", "select") and self.forms:
            self.names[-1].add(name)
            if given.get("type") == "hidden":
                self.forms[-1][name] = value
            if given.get("type") == "radio":
                self.options[-1].add((name, value))
            if "checked" in given:
                self.checked.append((name, value))

    def handle_data(self, data: str) -> None:
        self.text += data

    def form(self, duty: str, number: int = 0) -> dict[str, str]:
        """The hidden fields of a duty's form."""
        found = [form for form in self.forms if f"/{duty}/" in form["obligation"] and "answer" not in form]
        assert found, f"no form for {duty} among {self.forms}"
        return dict(found[number])

    def offered(self, duty: str) -> set[str]:
        """The answers that a duty's form offers."""
        index = next(n for n, form in enumerate(self.forms) if f"/{duty}/" in form["obligation"])
        return {value for name, value in self.options[index] if name == "answer"}


@asynccontextmanager
async def rehearsing(database: Database, **opened: Any) -> AsyncIterator[Rehearsal]:
    """A rehearsal, over a fresh database."""
    post = await Post.open(database, **({"seats": 12} | opened))
    played = Played(post)
    services = Services(
        database=database,
        vault=post.vault,
        keys=post.keys,
        temporal=played,  # type: ignore[arg-type]
        task_queue="none",
        models={},
        public_url="http://talkoot.example",
        patience=timedelta(seconds=3),
        clock=lambda: post.play.now,
    )
    with application(services) as app:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://talkoot.example") as client:
            yield Rehearsal(post, played, services, client)
