"""A person's hands at a page: forms are found, folds opened, fields filled in and sent, by clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Locator

from domain.commands import Command
from domain.facts import Value
from domain.sealed import Sealed
from domain.spans import Span, Unit
from tests.api.web.driven import Driven

ACT = "main form:has([name=step][value=look])"
"""The selector of the form of an act of those who coordinate."""

_LOCAL = ZoneInfo("Europe/Helsinki")


def asking(duty: str) -> str:
    """The selector of the form of a personal page that answers a duty."""
    return f"form:has(> [name=obligation][value*='/{duty}/']):not(:has(> [name=answer]))"


async def fill_in_and_send(tab: Driven, form: str, typed: Mapping[str, str]) -> None:
    """Fill in the first form of a selector and press its button; it leads to the next page."""
    found = tab.page.locator(form).first
    for fold in await found.locator("xpath=ancestor::details[not(@open)]").all():
        await fold.locator("> summary").click()
    for name, value in typed.items():
        await fill_in(found.locator(f"[name='{name}']"), value)
    async with tab.page.expect_event("load"):
        await found.locator("[type=submit]").click()


async def fill_in(fields: Locator, value: str) -> None:
    """Choose, tick or write, as the field wants."""
    match await fields.first.evaluate("one => one.type"):
        case "radio" | "checkbox":
            await fields.and_(fields.page.locator(f"[value='{value}']")).check(force=True)
        case "select-one":
            await fields.first.select_option(value)
        case _:
            await fields.first.fill(value)


async def fill_in_act(tab: Driven, command: Command, words: str) -> bool:
    """Fill in the form of an act with what a command says, `words` wherever it has a text; False where the form cannot
    hold it.
    """
    form = tab.page.locator(ACT)
    for one in fields(command):
        if (value := getattr(command, one.name)) in (None, ()):
            continue
        ticks = await form.locator(f"[name^='{one.name}:']").count() > 0
        for name, text in _said(one.name, value, words, ticks=ticks):
            field = form.locator(f"[name='{name}']")
            option = field.locator(f"xpath=self::*[not(self::select) or option[@value='{text}']]")
            if not await option.count():
                return False
            await fill_in(field, text)
    return True


def _said(name: str, value: Any, words: str, *, ticks: bool) -> Iterator[tuple[str, str]]:
    """The fields of an act's form that say this, and what is typed into them."""
    match value:
        case tuple() if ticks and isinstance(value[0], datetime):
            yield from ((f"{name}:{number}", _typed(one, words)) for number, one in enumerate(value, 1))
        case tuple() if ticks:
            yield from ((f"{name}:{one}", "yes") for one in value)
        case tuple():
            yield name, "\n".join(_typed(one, words) for one in value)
        case _:
            yield name, _typed(value, words)


def _typed(value: Any, words: str) -> str:
    match value:
        case Sealed():
            return words
        case bool():
            return str(value).lower()
        case Value():
            return value.number or ""
        case datetime():
            return value.astimezone(_LOCAL).strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
        case Span(amount, Unit.WORKING_DAYS):
            return str(amount)
    return str(value)
