"""The front page and the statements, in four languages, true of the installation that shows them."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from api.controller import Controller
from api.version import VERSION
from api.web.public.words import LANGUAGES
from models.retention import Periods
from tests.api.web.rehearsal import PageRead

ADDRESSES = ("/", "/accessibility", "/privacy")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
async def test_anybody_reads_them_in_every_language_and_finds_the_others(
    visitor: httpx.AsyncClient, address: str, language: str
) -> None:
    answer = await visitor.get(address, params={"language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language.partition("-")[0]}"' in answer.text
    assert "{" not in PageRead.of("", answer).text
    for statement in ("accessibility", "privacy"):
        assert f'href="/{statement}?language={language}"' in answer.text
    for other in LANGUAGES:
        assert f'href="?language={other}"' in answer.text
    assert "set-cookie" not in answer.headers


async def test_the_front_page_leads_to_the_sign_in_in_the_readers_language(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/", headers={"Accept-Language": "sv-FI,sv;q=0.9,en;q=0.5"})
    assert 'href="/sign-in?language=sv"' in answer.text
    assert "Fick du ett brev?" in answer.text
    assert "/dev/outbox" not in answer.text


async def test_the_front_page_leads_to_the_outbox_where_there_is_one(
    visitor: httpx.AsyncClient, open_house: FastAPI
) -> None:
    open_house.state.services.outbox = True
    assert "/dev/outbox" in (await visitor.get("/")).text


async def test_the_statements_name_who_answers_for_them_and_where_to_write(visitor: httpx.AsyncClient) -> None:
    for address in ("/accessibility", "/privacy"):
        answer = await visitor.get(address)
        assert "Kylien liitto ry" in answer.text
        assert 'href="mailto:liitto@example.org"' in answer.text
    assert VERSION in (await visitor.get("/accessibility")).text


async def test_who_has_not_said_their_name_does_not_appear_as_somebody(
    visitor: httpx.AsyncClient, open_house: FastAPI
) -> None:
    open_house.state.services.controller = Controller()
    page = await visitor.get("/privacy?language=en")
    assert "its name has not been set yet" in page.text
    assert "mailto:" not in page.text


async def test_the_privacy_notice_tells_how_long_things_are_kept_here(
    visitor: httpx.AsyncClient, open_house: FastAPI
) -> None:
    page = PageRead.of("", await visitor.get("/privacy?language=en")).text
    assert "contact details are kept until you ask" in page
    open_house.state.services.controller = Controller(periods=Periods(people=400, notes=30))
    page = PageRead.of("", await visitor.get("/privacy?language=en")).text
    assert "contact details go 400 days after" in page
    assert "Notes of phone calls go after 30 days." in page
    assert "What you wrote is kept until you ask" in page
