"""The schema that migrations build, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.engine import Database, DatabaseAway
from models.migrate import current, is_current, upgrade
from models.tables import LedgerEntry, metadata


async def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    def differences(session):
        options = {"compare_type": True, "target_metadata": metadata}
        return compare_metadata(MigrationContext.configure(session.connection(), opts=options), metadata)

    assert await database.read(differences) == []


def test_upgrading_an_empty_database_makes_it_current_and_again_changes_nothing(empty_database_url: str) -> None:
    revision = upgrade(empty_database_url)
    assert current(empty_database_url) == revision
    assert is_current(empty_database_url)
    assert upgrade(empty_database_url) == revision


def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(4) as starts:
        assert len(set(starts.map(upgrade, [empty_database_url] * 4))) == 1


def test_a_new_sqlite_file_opened_by_many_at_once_is_made_once(tmp_path: Path) -> None:
    """Entering write-ahead mode on a new file ignores the busy timeout: seen as `database is locked` at start-up."""
    with ThreadPoolExecutor(8) as starts:
        for number in range(10):
            assert len(set(starts.map(upgrade, [f"sqlite:///{tmp_path}/{number}.db"] * 8))) == 1


def test_a_missing_file_is_not_taken_for_an_empty_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseAway):
        current(f"sqlite:///{tmp_path}/nowhere.db")
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize("attack", ["UPDATE ledger_entry SET bytes_text = '{}'", "DELETE FROM ledger_entry"])
async def test_ledger_entries_can_be_neither_changed_nor_deleted(database: Database, attack: str) -> None:
    entry = LedgerEntry(
        stream="house", seq=1, bytes_text="{}", leaf_hash="00", type="key.created", time=datetime.now(UTC)
    )
    await database.write(lambda session: session.add(entry))
    with pytest.raises(IntegrityError, match="only ever added"):
        await database.write(lambda session: session.execute(text(attack)))
