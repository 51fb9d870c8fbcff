"""PostgreSQL as deployed: the tables belong to another role than the processes', who may read and add in the ledger."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from models import log_checkpoints
from models.engine import Database
from models.erasing import erase
from models.letter_claims import claim
from models.log_checkpoints import Why
from models.log_sequencing import sequence
from models.migrate import upgrade
from models.signing import Signer
from stack.verifying import verify_ledger
from tests.api.web.rehearsal import rehearsing
from tests.fixtures.databases import PostgresHere
from tests.fixtures.rules import START

pytestmark = pytest.mark.postgres
SCRIPT = Path(__file__).parents[2] / "deploy" / "postgres" / "databases.sh"
LEDGER = ("ledger_entry", "ledger_index", "ledger_node", "ledger_checkpoint")


@dataclass(frozen=True)
class Roles:
    """Addresses of one database, as the owner of its tables and as the processes."""

    owner: str
    application: str


@pytest.fixture
def roles(postgres_server: PostgresHere) -> Iterator[Roles]:
    """A database with the grants that the deployment makes, under names of its own."""
    mark = secrets.token_hex(4)
    named = {role: f"{role}_{mark}" for role in ("talkoot_owner", "talkoot")}
    database = postgres_server.create()
    made = [f"CREATE ROLE {name} LOGIN PASSWORD '{mark}'" for name in named.values()]
    owned = f"ALTER DATABASE {database} OWNER TO {named['talkoot_owner']}"
    postgres_server.act(*made, owned, f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC")
    postgres_server.act(f"GRANT CONNECT ON DATABASE {database} TO {named['talkoot']}")
    granted = re.findall(r"^(ALTER DEFAULT PRIVILEGES .*);$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    assert granted
    renamed = [re.sub(r"\btalkoot(_owner)?\b", lambda found: named[found[0]], one) for one in granted]
    postgres_server.act(*renamed, on=database)
    url = make_url(postgres_server.url_of(database))
    addresses = [url.set(username=name, password=mark).render_as_string(False) for name in named.values()]
    yield Roles(*addresses)
    postgres_server.drop(database)
    postgres_server.act(*(f"DROP ROLE {name}" for name in named.values()))


async def test_the_application_does_all_its_work_and_the_ledger_is_only_added_to(roles: Roles) -> None:
    upgrade(roles.owner)
    assert upgrade(roles.application) == upgrade(roles.owner)  # as the units do before they start
    database = Database.open(roles.application)
    async with rehearsing(database, seats=3) as stage:
        post = stage.post
        answered = await stage.answer("holder-01", "answer_invitation", answer="yes")
        assert answered.status_code == 303, answered.text

        def work(session) -> int:
            claim(session, post.keys, START, lease=timedelta(minutes=5), limit=9, domain="example.org")
            erase(session, post.vault, "person-holder-02", START)
            sequence(session, limit=500)
            return log_checkpoints.sign(session, Signer("a.example", b"s" * 32), START, Why.TIME).checkpoint.size

        assert await database.write(work) > 3
        assert (await verify_ledger(database)).broken == ()
        for table in LEDGER:
            for act in (f"UPDATE {table} SET {_column(table)} = NULL", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(ProgrammingError, match="permission denied"):
                    await database.write(lambda session, act=act: session.execute(text(act)))
        for act in (
            "ALTER TABLE ledger_entry DISABLE TRIGGER USER",
            "DROP TRIGGER ledger_entry_no_update ON ledger_entry",
        ):
            with pytest.raises(ProgrammingError, match="must be owner"):
                await database.write(lambda session, act=act: session.execute(text(act)))
    await database.close()


def _column(table: str) -> str:
    return "hash" if table == "ledger_node" else "root" if table == "ledger_checkpoint" else "leaf_hash"
