"""Secrecy: the token of a personal link, and what people write, stand in no log line of a served page."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog

from stack import logs, ports
from stack.serving import ApiServer
from stack.settings import Settings
from tests.api.web.bundles import bundled
from tests.api.web.rehearsal import PageRead, Rehearsal

INVITED = "answer_invitation"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.set_up(Settings(log_level="debug"), stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    logging.captureWarnings(False)


async def test_no_log_line_holds_a_token_or_a_text(convening: Rehearsal, logged: io.StringIO) -> None:
    app = convening.client._transport.app  # type: ignore[attr-defined]
    server = ApiServer(app, ports.listen(ports.LOOPBACK, 0))
    serving = asyncio.create_task(server.serve())
    await server.started()
    token = await convening.token("holder-02")
    async with httpx.AsyncClient(base_url=server.url) as client:
        page = PageRead.of(token, await client.get(f"/p/{token}"))
        form = page.form(INVITED) | {"answer": "no", "reason": "Salainen syy."}
        convening.played.away = ValueError("what nobody expected")
        statuses = [(await client.post(f"/p/{token}", data=form)).status_code]
        convening.played.away = None
        statuses += [(await client.post(f"/p/{token}", data=form)).status_code for _ in range(2)]
        stopping = await bundled(convening, "holder-02")
        statuses.append((await client.post(f"/u/{stopping}", data={"List-Unsubscribe": "One-Click"})).status_code)
    server.stop()
    await serving
    assert statuses == [500, 303, 303, 200]
    said = logged.getvalue()
    assert said.count("/p/[hidden]") >= 4
    assert "page_failed" in said
    assert token not in said
    assert "/u/[hidden]" in said
    assert stopping not in said
    assert form["nonce"] not in said
    assert "Salainen" not in said
