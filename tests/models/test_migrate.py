"""The schema that migrations build, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from domain.house import STREAM as HOUSE
from domain.house import HouseEvent, HouseOpened, KeyRevoked
from domain.ledger.canonical import sha256_of
from domain.ledger.chain import Head, walk
from domain.ledger.entries import decode
from models import house, migrate
from models.append import entries_after
from models.engine import Database, DatabaseAway
from models.migrate import Tables, TablesUnknown, _head, current, is_current, tables, upgrade
from models.states import LetterState
from models.tables import Bundle, HouseMention, LedgerEntry, Letter, Organisation, StaffRole, Taking, metadata
from tests.fixtures.stamps import stamp


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


def test_a_folder_made_for_a_new_sqlite_file_is_closed_to_other_users(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/new/talkoot.db")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


OPENING = {
    "time": "2026-03-04T05:06:07.000000Z",
    "data": {
        "charter": {"initiative": "i1", "mandate": {"id": "man_1"}, "seats": [{"id": "seat_1"}, {"id": "seat_lost"}]}
    },
}
AS_BEFORE = (
    "INSERT INTO organisation (id, name, sector, fields, created_at, business_id) "
    "VALUES ('org_1', 'Kylä', 'association', '[]', '2026-01-01 00:00:00', '1234567-1')",
    "INSERT INTO person (id, name_ref, language) VALUES ('per_1', 'ab', 'fi')",
    "INSERT INTO register_seat (id, organisation_id, role_title, holder_id, term_from) "
    "VALUES ('seat_1', 'org_1', 'x', 'per_1', '2026-01-01')",
    "INSERT INTO mandate (id, given_by, given_to, acts, places, themes, valid_from, valid_until, meeting_reference) "
    "VALUES ('man_1', 'org_1', 'org_1', '[]', '[]', '[]', '2026-01-01', '2026-12-31', '1/2026')",
    "INSERT INTO ledger_entry (stream, seq, bytes_text, leaf_hash, type, time) "
    "VALUES ('initiative:i1', 1, :opening, '00', 'initiative.started', '2026-03-04 05:06:07')",
)


def _to(revision: str, *statements: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.execute(text(statement))

    return work


async def test_the_house_opens_with_what_stood_before_and_claims_nothing_of_how_it_came(
    empty_database_url: str,
) -> None:
    key = (
        "INSERT INTO api_key (id, role, label, secret_sha256, created_at) "
        "VALUES ('0a', 'auditor', 'Aino', '00', '2026-01-01 00:00:00')"
    )
    register = [statement for statement in AS_BEFORE if ":opening" not in statement]
    migrate._inside(empty_database_url, _to("0001", *register[:1]))
    migrate._inside(empty_database_url, _to("0010", key))
    upgrade(empty_database_url)
    database = Database.open(empty_database_url)
    (entry,) = await database.read(lambda session: entries_after(session, HOUSE, 0))
    seqs = await database.write(lambda s: house.record(s, [KeyRevoked(key="0a")], actor="rule", now=datetime.now(UTC)))
    entries = await database.read(lambda session: entries_after(session, HOUSE, 0))
    await database.close()
    rows = {"keys": [["0a", "auditor", None, "2026-01-01T00:00:00.000000Z", None, None]]}
    rows |= {"organisations": [["org_1", "association", None, None, None, None]]}
    rows |= {name: [] for name in ("seats", "mandates", "proposed_models")}
    opened = HouseOpened(
        keys=1, organisations=1, seats=0, mandates=0, proposed_models=0, sha256=sha256_of(dict(sorted(rows.items())))
    )
    assert decode(entry.text, HouseEvent).event == opened
    assert seqs == (2,)
    assert walk(HOUSE, entries) == Head(2, entries[1].leaf_hash)


async def test_what_the_house_told_of_an_initiative_before_is_found_after_the_upgrade(empty_database_url: str) -> None:
    told = (
        ("auditor.read", '{"id":"i1","part":"initiatives"}'),
        ("report.taken", '{"initiative":"i1"}'),
        ("bundle.taken", '{"initiative": null}'),
        ("key.revoked", '{"key":"i1"}'),
    )
    entry = (
        "INSERT INTO ledger_entry (stream, seq, bytes_text, leaf_hash, type, time) "
        """VALUES ('house', {seq}, '{{"data":{data}}}', '00', '{kind}', '2026-01-01 00:00:00')"""
    )
    entries = [entry.format(seq=seq, kind=kind, data=data) for seq, (kind, data) in enumerate(told, 1)]
    migrate._inside(empty_database_url, _to("0016", *entries))
    upgrade(empty_database_url)
    database = Database.open(empty_database_url)
    rows = await database.read(lambda session: session.exec(select(HouseMention)).all())
    await database.close()
    assert sorted((row.initiative_id, row.seq) for row in rows) == [("i1", 1), ("i1", 2)]


async def test_a_new_installation_opens_with_its_first_fact(database: Database) -> None:
    assert await database.read(lambda session: entries_after(session, HOUSE, 0)) == ()


async def test_what_initiatives_took_in_before_is_known_after_the_upgrade(empty_database_url: str) -> None:
    def to_the_first(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in AS_BEFORE:
            connection.execute(text(statement), {"opening": json.dumps(OPENING)} if "opening" in statement else {})

    migrate._inside(empty_database_url, to_the_first)
    upgrade(empty_database_url)
    database = Database.open(empty_database_url)
    taken = await database.read(lambda session: session.exec(select(Taking)).all())
    village = await database.read(lambda session: session.get(Organisation, "org_1"))
    await database.close()
    assert taken == [Taking(seat_id="seat_1", initiative_id="i1", mandate_id="man_1", taken_on=date(2026, 3, 4))]
    assert village is not None
    assert (village.business_id, village.will_on, village.closed_on) == ("1234567-1", None, None)


async def test_letters_that_were_being_sent_are_messages_of_their_own_after_the_upgrade(
    empty_database_url: str,
) -> None:
    row = (
        "INSERT INTO letter (id, initiative_id, obligation_id, actor, kind, step, due_at, state, reason, lease_until, "
        "attempts, message_id) VALUES (:id, 'i1', 'o1', :id, 'k', 's', '2026-01-12 08:00:00', :state, :reason, "
        "'2026-01-12 08:05:00', 1, :message)"
    )

    def to_the_former(connection: Connection) -> None:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.execute(text("INSERT INTO person (id, name_ref, language) VALUES ('per_1', 'ab', 'fi')"))
        connection.execute(text("INSERT INTO actor (id, initiative_id, person_id) VALUES ('sent', 'i1', 'per_1')"))
        for id_, state, reason in (
            ("sent", "claimed", None),
            ("lost", "waiting", "uncertain"),
            ("new", "waiting", None),
        ):
            given = {"id": id_, "state": state, "reason": reason, "message": f"<{id_}@example.org>"}
            connection.execute(text(row), given)

    migrate._inside(empty_database_url, to_the_former)
    upgrade(empty_database_url)
    database = Database.open(empty_database_url)
    bundles = await database.read(lambda session: session.exec(select(Bundle).order_by(Bundle.id)).all())
    bound = await database.read(lambda session: dict(session.exec(select(Letter.id, Letter.bundle_id)).all()))
    await database.close()
    lease = datetime(2026, 1, 12, 8, 5, tzinfo=UTC)
    assert [(one.id, one.person_id, one.state, one.message_id) for one in bundles] == [
        ("lost", None, LetterState.WAITING, "<lost@example.org>"),
        ("sent", "per_1", LetterState.CLAIMED, "<sent@example.org>"),
    ]
    assert {(one.lease_until, one.day, one.attempts) for one in bundles} == {(lease, lease.date(), 1)}
    assert bound == {"sent": "sent", "lost": "lost", "new": None}


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


async def test_tables_of_a_newer_version_are_left_alone(database: Database, database_url: str) -> None:
    await database.write(lambda session: stamp(session, "9999"))
    with pytest.raises(TablesUnknown, match="run the newer Talkoot"):
        upgrade(database_url)
    assert current(database_url) == "9999"
    await database.write(lambda session: stamp(session, _head()))


async def test_how_the_tables_stand_is_told_without_changing_anything(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await database.read(tables) is Tables.CURRENT
    for revision, known, standing in (
        ("0000", {"0000", "0001"}, Tables.BEHIND),
        ("9999", {"0001"}, Tables.UNKNOWN),
        (None, {"0001"}, Tables.NONE),
    ):
        monkeypatch.setattr("models.migrate._known", lambda known=known: frozenset(known))
        await database.write(lambda session, revision=revision: stamp(session, revision))
        assert await database.read(tables) is standing
        assert standing.lack
        assert "talkoot" in standing.remedy.lower()
    await database.write(lambda session: stamp(session, _head()))
    assert await database.read(tables) is Tables.CURRENT


def test_a_database_without_any_table_says_so(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        Path(empty_database_url.removeprefix("sqlite:///")).touch()
    database = Database.open(empty_database_url)
    assert database.read_now(tables) is Tables.NONE
    database.close_now()


async def test_a_key_that_opens_nothing_any_more_makes_nobody_staff(empty_database_url: str) -> None:
    person = "INSERT INTO person (id, name_ref, language, rhythm) VALUES ('per_1', 'ab', 'fi', 'daily')"
    key = (
        "INSERT INTO api_key (id, role, label, secret_sha256, created_at, person_id, expires_at, revoked_at) "
        "VALUES ('{}', '{}', 'x', '00', '2026-01-01 00:00:00', 'per_1', {}, {})"
    )
    ends = {"coordinator": ("'2999-01-01 00:00:00'", "NULL"), "auditor": ("NULL", "NULL")}
    ends |= {"admin": ("'2026-02-01 00:00:00'", "NULL")}
    keys = [key.format(f"0{n}", role, *end) for n, (role, end) in enumerate(ends.items())]
    migrate._inside(empty_database_url, _to("0013", person, *keys))
    upgrade(empty_database_url)
    database = Database.open(empty_database_url)
    rows = await database.read(lambda session: session.exec(select(StaffRole)).all())
    await database.close()
    assert sorted(row.role for row in rows) == ["auditor", "coordinator"]
