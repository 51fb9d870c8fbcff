"""A page of fifty of the board, with many initiatives in the database."""

from __future__ import annotations

import secrets
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, update
from sqlmodel import Session, SQLModel

from bench.load import percentile
from bench.measures import Figures
from bench.product import API
from bench.sizes import Size
from bench.spawning import spawned
from bench.turns import middle, ratio
from domain.obligations import ObligationState
from models import api_keys, boards, seals
from models.engine import Database
from models.states import InitiativeStatus, KeyRole
from models.tables import Initiative, Obligation, PrivateValue, SubjectKey
from models.tables.base import rows_of
from stack.parts import Parts
from stack.settings import Settings

PAGE = 50
OWED = 4  # open obligations of each initiative
AT_ONCE = 5_000
PAGE_SQL = "SELECT * FROM initiative ORDER BY opened_at DESC, id DESC LIMIT 50"
OWING_SQL = (
    "SELECT initiative_id, count(*), min(due) FROM obligation WHERE initiative_id IN ({}) AND state = 'open' GROUP BY 1"
)
Row = dict[str, Any]


async def measure(size: Size) -> Figures:
    """Milliseconds of the query, of the same statements by the driver alone, and of the page over HTTP."""
    with tempfile.TemporaryDirectory(prefix="talkoot-bench-") as name:
        folder = Path(name)
        parts = Parts.open(Settings(data=folder), migrate=True)
        key = _filled(parts, size.listed)
        turns = [(_asked(parts.database), _raw(folder / "talkoot.db")) for _ in range(size.of(200, 5))]
        parts.database.write_now(_end_all)
        await parts.database.close()
        waits = await _over_http(folder, key, size.of(300, 5))
    took, raw = zip(*turns, strict=True)
    return {
        "initiatives": size.listed,
        "query_ms": middle(took),
        "raw_ms": middle(raw),
        "ratio": ratio(took, raw),
        "http_p50_ms": percentile(waits, 0.5),
        "http_p99_ms": percentile(waits, 0.99),
    }


def _asked(database: Database) -> float:
    began = time.perf_counter()
    page = database.read_now(lambda session: boards.page(session, {}, None, None, PAGE))
    assert page[0].owing == OWED
    return 1000 * (time.perf_counter() - began)


def _raw(file: Path) -> float:
    connection = sqlite3.connect(file)
    connection.execute(PAGE_SQL).fetchall()  # the connection has read the schema
    began = time.perf_counter()
    ids = [row[0] for row in connection.execute(PAGE_SQL).fetchall()]
    connection.execute(OWING_SQL.format(",".join("?" * len(ids))), ids).fetchall()
    took = 1000 * (time.perf_counter() - began)
    connection.close()
    return took


async def _over_http(folder: Path, key: str, times: int) -> list[float]:
    waits = []
    settings = {"TALKOOT_DATA": str(folder), "TALKOOT_API_PORT": "0", "TALKOOT_TEMPORAL_UI": "false"}
    async with spawned(["-m", "bench.up"], folder, "/readyz", **settings) as side:
        signed = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=side.url, headers=signed, trust_env=False) as http:
            for number in range(times + 1):
                began = time.perf_counter()
                (await http.get(f"{API}/initiatives", params={"limit": PAGE})).raise_for_status()
                if number:  # the first one opens the connection
                    waits.append(1000 * (time.perf_counter() - began))
    return waits


def _filled(parts: Parts, count: int) -> str:
    """Fill the read model and the vault's titles; an auditor's key."""
    now = datetime.now(UTC)
    for first in range(0, count, AT_ONCE):
        rows = [_rows(parts.keys.master, number, now) for number in range(first, min(first + AT_ONCE, count))]
        tables: list[type[SQLModel]] = [SubjectKey, PrivateValue, Initiative, Obligation]
        for table, found in zip(tables, map(list, zip(*rows, strict=True)), strict=True):
            flat = [row for each in found for row in each]
            parts.database.write_now(lambda s, t=table, r=flat: s.execute(insert(rows_of(t)), r))  # type: ignore[misc]
    parts.database.write_now(lambda session: session.connection().exec_driver_sql("ANALYZE"))
    return parts.database.write_now(lambda session: _key(session, now))


def _end_all(session: Session) -> None:
    """Ended, they stay on the board, and no start of the stack looks for runs that nobody has begun."""
    session.execute(update(rows_of(Initiative)).values(status=InitiativeStatus.ENDED))


def _key(session: Session, now: datetime) -> str:
    return api_keys.create(session, KeyRole.AUDITOR, "bench", now)


def _rows(master: bytes, number: int, now: datetime) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    initiative, opened = f"i{secrets.token_hex(8)}", now - timedelta(minutes=number)
    subject, field = f"initiative:{initiative}", "initiative.title"
    wrapped = seals.new_wrapped_key(master, subject)
    sealed = seals.seal(seals.unwrap(master, subject, wrapped), field, f"Kylätalo nuorten käyttöön {number}")
    value = {"subject_id": subject, "field": field, "created_at": opened, "confirmed_at": opened, "command_key": None}
    sealed_row = {"commitment": sealed.commitment, "nonce": sealed.nonce, "ciphertext": sealed.ciphertext}
    row = {
        "id": initiative,
        "model_id": "fi.yhteisovaikuttavuus",
        "model_version": "1.0.0",
        "title_ref": sealed.commitment,
        "place": "297",
        "theme": "youth",
        "backbone": "o1",
        "coordinator": "a1",
        "phase": "convening",
        "round": 1,
        "status": InitiativeStatus.OPEN,
        "outcome": None,
        "opened_at": opened,
        "phase_opened_at": opened,
        "phase_due": now,
        "ended_at": None,
        "head_seq": 40,
        "head_hash": "0" * 64,
        "next_due": now,
    }
    owed = [_owed(initiative, n, opened, now) for n in range(OWED)]
    return [{"subject_id": subject, "wrapped_key": wrapped}], [value | sealed_row], [row], owed


def _owed(initiative: str, number: int, opened: datetime, due: datetime) -> Row:
    return {
        "initiative_id": initiative,
        "id": f"convening.1/answer_invitation/s{number}",
        "kind": "answer_invitation",
        "phase": "convening",
        "seat": f"s{number}",
        "owed_by": f"a{number}",
        "opened_at": opened,
        "due": due,
        "state": ObligationState.OPEN,
        "settled_at": None,
    }
