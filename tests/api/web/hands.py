"""A person's hands at a page: forms are found, folds opened, fields filled in and sent, by clicks and keys."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.async_api import Locator

from tests.api.web.driven import Driven


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
