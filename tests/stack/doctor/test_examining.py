"""The doctor on real servers: nothing to say of a healthy installation, and each planted fault found, with a remedy."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import select
from temporalio.client import Client

from models.keys import KeyRing, token_sha256
from models.migrate import _head
from models.pauses import pause
from models.states import LetterState
from models.tables import Letter
from models.vault import Vault
from stack.doctor import findings, workflows
from stack.doctor.findings import Level
from stack.worker_life import worker
from tests.fixtures.certificates import Authority
from tests.fixtures.correspondence import Post
from tests.fixtures.mail_processes import mail_process
from tests.fixtures.stamps import stamp
from tests.stack.doctor.clinic import PASSWORD, Clinic

pytestmark = pytest.mark.server
PARTS = {"settings", "key file", "database", "Temporal", "mail", "clock", "disk", "ports", "log"}


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


async def test_of_a_healthy_installation_there_is_nothing_to_complain(clinic: Clinic) -> None:
    found = await clinic.found()
    assert {finding.level for finding in found} == {Level.OK}, found
    assert {finding.part for finding in found} == PARTS
    assert "the clock of Temporal agrees with ours" in {finding.said for finding in found}
    assert await clinic.mail.letters() == []


async def test_a_pause_of_the_letters_that_somebody_may_have_forgotten(clinic: Clinic) -> None:
    await clinic.database.write(lambda session: pause(session, "person:per_1", datetime(2026, 1, 12, 8, tzinfo=UTC)))
    found = await clinic.complaint("letters")
    assert (found.level, "2026-01-12T08:00+00:00 by person:per_1" in found.said) == (Level.WARNING, True)
    assert "talkoot letters resume" in found.remedy


async def test_a_setting_that_production_needs_and_one_that_is_misspelt(clinic: Clinic) -> None:
    clinic.patch.delenv("TALKOOT_PUBLIC_URL")
    clinic.sets(pubic_url="https://talkoot.example.org")
    missing, misspelt = [finding for finding in await clinic.found() if finding.part == "settings"]
    assert (missing.level, misspelt.level) == (Level.FAULT, Level.WARNING)
    assert "TALKOOT_PUBLIC_URL" in missing.said
    assert misspelt.remedy == "write TALKOOT_PUBLIC_URL"


async def test_production_without_a_server_of_workflows_is_not_told_that_one_starts_by_itself(clinic: Clinic) -> None:
    clinic.patch.delenv("TALKOOT_TEMPORAL_ADDRESS")
    (found,) = [finding for finding in await clinic.found() if finding.part == "Temporal"]
    assert (found.level, found.remedy) == (Level.FAULT, "set TALKOOT_TEMPORAL_ADDRESS")


async def test_a_setting_that_cannot_be_read_hides_nothing_else(clinic: Clinic) -> None:
    clinic.sets(api_port="eighty", smtp_url=f"smtp+plain://u:{PASSWORD}@localhost")
    found = await clinic.found()
    said = [finding.said for finding in found if finding.level is Level.FAULT]
    assert [text.partition(" ")[0] for text in said[:2]] == ["TALKOOT_API_PORT", "TALKOOT_SMTP_URL"]
    assert {finding.part for finding in found} == PARTS
    remedies = [finding.remedy for finding in found if finding.level is Level.FAULT]
    assert remedies[0] == "write a whole number from 0 to 65535, or leave it out: then it is 8000"
    assert remedies[1].startswith("write it like smtps://user:password@mail.example.org:465")


@pytest.mark.parametrize("url", ["talkoot.example.org", "http://talkoot.example.org"])
async def test_a_public_address_that_nobody_should_be_sent_to(url: str, clinic: Clinic) -> None:
    clinic.sets(public_url=url)
    assert "TALKOOT_PUBLIC_URL" in (await clinic.complaint("settings")).said


async def test_a_key_file_that_is_not_there(clinic: Clinic) -> None:
    clinic.keys.unlink()
    complaint = await clinic.complaint("key file")
    assert complaint.level is Level.FAULT
    assert "never make a new one" in complaint.remedy
    assert not clinic.keys.exists()


async def test_a_key_file_that_everybody_can_read(clinic: Clinic) -> None:
    clinic.keys.chmod(0o644)
    assert "can be read by everybody" in (await clinic.complaint("key file")).said


async def test_a_key_file_of_another_installation(clinic: Clinic) -> None:
    clinic.keys.unlink()
    KeyRing.load(clinic.keys, create=True)
    complaint = await clinic.complaint("key file")
    assert (complaint.level, "does not open the vault" in complaint.said) == (Level.FAULT, True)


async def test_a_key_of_links_that_is_another(clinic: Clinic) -> None:
    await Post.open(clinic.database)
    ring = KeyRing.load(clinic.keys)

    def sent(session):
        letter = session.exec(select(Letter)).first()
        letter.state, letter.token_sha256 = LetterState.SENT, token_sha256(ring.link_token(letter.id))

    await clinic.database.write(sent)
    assert "key file" not in {finding.part for finding in await clinic.found() if finding.level is not Level.OK}
    kept = json.loads(clinic.keys.read_text())
    clinic.keys.write_text(json.dumps(kept | {"link": kept["master"]}))
    said = [finding.said for finding in await clinic.found() if finding.part == "key file"]
    assert "links" in said[-1]


async def test_a_database_that_is_away(clinic: Clinic) -> None:
    clinic.sets(database_url=f"postgresql://talkoot:{PASSWORD}@127.0.0.1:1/talkoot")
    found = {finding.part: finding for finding in await clinic.found() if finding.level is not Level.OK}
    assert found.keys() == {"database", "key file"}
    assert (found["database"].level, found["key file"].level) == (Level.FAULT, Level.WARNING)


async def test_a_database_file_that_is_not_there_is_not_made(clinic: Clinic, tmp_path: Path) -> None:
    clinic.sets(database_url=f"sqlite:///{tmp_path}/elsewhere.db")
    found = [finding for finding in await clinic.found() if finding.part == "database"]
    assert [(finding.level, "elsewhere.db" in finding.said) for finding in found] == [(Level.FAULT, True)]
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("url", [f"mysql://u:{PASSWORD}@h/d", f"sqlite:{PASSWORD}", "sqlite://"])
async def test_an_address_of_no_database_is_told_and_not_quoted(url: str, clinic: Clinic) -> None:
    clinic.sets(database_url=url)
    found = [finding for finding in await clinic.found() if finding.part == "database"]
    assert [finding.level for finding in found] == [Level.FAULT]


@pytest.mark.parametrize(
    ("revision", "said", "remedy"),
    [(None, "no tables", "talkoot migrate"), ("0000", "earlier", "talkoot migrate"), ("9999", "not know", "newer")],
)
async def test_tables_of_another_version(revision: str | None, said: str, remedy: str, clinic: Clinic) -> None:
    clinic.patch.setattr("models.migrate._known", lambda: frozenset({"0000", str(_head())}))
    await clinic.database.write(lambda session: stamp(session, revision))
    found = [finding for finding in await clinic.found() if finding.level is Level.FAULT]
    await clinic.database.write(lambda session: stamp(session, _head()))
    assert [finding.part for finding in found] == ["database"]
    assert said in found[0].said
    assert remedy in found[0].remedy


async def test_a_temporal_that_is_away(clinic: Clinic) -> None:
    clinic.sets(temporal_address="127.0.0.1:1")
    assert (await clinic.complaint("Temporal")).remedy == "start it, or correct TALKOOT_TEMPORAL_ADDRESS"


async def test_a_namespace_that_is_not_there(clinic: Clinic) -> None:
    clinic.sets(temporal_namespace="elsewhere")
    assert "deploy/temporal/namespace.sh" in (await clinic.complaint("Temporal")).remedy


async def test_a_namespace_that_forgets_too_soon_and_a_queue_without_workers(clinic: Clinic) -> None:
    clinic.sets(temporal_namespace="default", task_queue="nobodys")
    said = " ".join(finding.said for finding in await clinic.found() if finding.level is Level.WARNING)
    assert "1.0 days only" in said
    assert "no worker takes work from the queue 'nobodys'" in said


async def test_a_queue_whose_last_worker_has_ended(clinic: Clinic, village: Client) -> None:
    clinic.sets(task_queue="left")
    async with worker(village, clinic.database, Vault(b"v" * 32), task_queue="left"):
        taken: list[str] = []
        async with asyncio.timeout(20):
            while not any("asked" in said for said in taken):  # on a busy machine it asks a little later
                taken = [finding.said for finding in await clinic.found() if "'left'" in finding.said]
    assert re.fullmatch(r"a worker asked for work from the queue 'left' \d s ago", *taken)
    clinic.patch.setattr("stack.doctor.workflows._SILENT", timedelta(seconds=0.5))
    await asyncio.sleep(0.6)
    complaint = await clinic.complaint("Temporal")
    told = r"no worker takes work from the queue 'left' any more: the last one asked for it \d s ago"
    assert re.fullmatch(told, complaint.said), "Temporal goes on naming it for five minutes"
    assert complaint.remedy == "start one: 'talkoot worker'"


@pytest.mark.parametrize(("seconds", "level"), [(0, Level.OK), (60, Level.OK), (90, Level.WARNING)])
def test_a_worker_that_waits_for_work_asks_once_a_minute(seconds: int, level: Level) -> None:
    finding = workflows._asked("talkoot", timedelta(seconds=seconds))
    assert (finding.level, f"{seconds} s ago" in finding.said) == (level, True)


async def test_open_initiatives_that_temporal_does_not_know(clinic: Clinic) -> None:
    await Post.open(clinic.database)
    complaint = await clinic.complaint("Temporal")
    assert complaint.said == "does not know 1 of the 1 open initiatives that it was asked for"
    assert complaint.remedy == "talkoot restart --all-open"


async def test_a_mail_server_that_is_away(clinic: Clinic) -> None:
    clinic.sets(smtp_url=f"smtps://talkoot:{PASSWORD}@localhost:1")
    assert "TALKOOT_SMTP_URL" in (await clinic.complaint("mail")).remedy


async def test_a_wrong_password_for_the_mail_server(clinic: Clinic) -> None:
    clinic.sets(smtp_url=f"smtps://talkoot:wrong{PASSWORD}@localhost:{clinic.mail.port}")
    assert "refuses user name and password" in (await clinic.complaint("mail")).said


async def test_a_mail_server_with_the_certificate_of_another(clinic: Clinic) -> None:
    clinic.sets(smtp_url=f"smtps://talkoot:{PASSWORD}@127.0.0.1:{clinic.mail.port}")
    assert "certificate is not trusted" in (await clinic.complaint("mail")).said


async def test_authorities_that_are_not_there(clinic: Clinic) -> None:
    clinic.sets(smtp_ca_file="/nowhere/authority.pem")
    assert "/nowhere/authority.pem" in (await clinic.complaint("mail")).said


async def test_a_certificate_that_soon_ends_and_a_sender_that_is_refused(clinic: Clinic, authority: Authority) -> None:
    async with mail_process(authority.identity("localhost", days=3), implicit=True) as ending:
        clinic.sets(smtp_url=f"smtps://localhost:{ending.port}")
        assert "only" in (await clinic.complaint("mail")).said
    async with mail_process(mail="550 not yours") as strict:
        clinic.sets(smtp_url=f"smtp://localhost:{strict.port}")
        assert "TALKOOT_SENDER" in (await clinic.complaint("mail")).remedy


async def test_only_a_letter_that_is_asked_for_is_sent(clinic: Clinic) -> None:
    found = await clinic.found(send_to="operator@example.org")
    assert any("the test letter was taken: 250" in finding.said for finding in found)
    (letter,) = await clinic.mail.letters()
    assert letter["to"] == ["operator@example.org"]


async def test_servers_that_say_nothing_are_not_waited_for_long(clinic: Clinic, deaf: int) -> None:
    clinic.patch.setattr("stack.doctor.mail.STEP", 0.5)
    for place in ("temporal_troubles", "doctor.workflows", "doctor.clocks"):
        clinic.patch.setattr(f"stack.{place}._PATIENCE", 0.5)
    clinic.sets(
        temporal_address=f"127.0.0.1:{deaf}",
        smtp_url=f"smtp://127.0.0.1:{deaf}",
        database_url=f"postgresql://talkoot:{PASSWORD}@127.0.0.1:{deaf}/talkoot",
    )
    began = time.monotonic()
    faults = {finding.part for finding in await clinic.found() if finding.level is Level.FAULT}
    assert faults == {"database", "Temporal", "mail"}
    assert time.monotonic() - began < findings.SECONDS + 3


@pytest.mark.parametrize(("apart", "how"), [(-60, "ahead of"), (60, "behind")])
async def test_a_clock_that_is_off(apart: int, how: str, clinic: Clinic) -> None:
    complaint = await clinic.complaint("clock", clock=lambda: datetime.now(UTC) + timedelta(seconds=apart))
    assert f"60 s {how} ours" in complaint.said
    assert "NTP" in complaint.remedy


@pytest.mark.parametrize(
    ("free", "level"), [(50_000_000, Level.FAULT), (5_000_000_000, Level.WARNING), (50_000_000_000, Level.OK)]
)
async def test_a_disk_that_is_full(free: int, level: Level, clinic: Clinic) -> None:
    usage = SimpleNamespace(total=1_000_000_000_000, used=0, free=free)
    clinic.patch.setattr(shutil, "disk_usage", lambda folder: usage)
    found = [finding.level for finding in await clinic.found() if finding.part == "disk"]
    assert max(found, key=list(Level).index) is level


async def test_a_folder_that_is_open_to_all_or_cannot_be_written(clinic: Clinic) -> None:
    clinic.data.chmod(0o755)
    assert "chmod 700" in (await clinic.complaint("disk")).remedy
    clinic.data.chmod(0o700)
    clinic.patch.setattr("stack.doctor.disk._is_writable", lambda folder: False)  # root may write anywhere
    assert (await clinic.complaint("disk")).level is Level.FAULT


async def test_a_list_of_erasures_that_cannot_be_written(clinic: Clinic) -> None:
    clinic.sets(erasures_file=str(clinic.data / "nowhere" / "erasures.txt"))
    assert "TALKOOT_ERASURES_FILE" in (await clinic.complaint("disk")).remedy


async def test_a_part_that_cannot_be_examined_does_not_hide_the_others(clinic: Clinic) -> None:
    async def broken(*_: object) -> None:
        raise ValueError(PASSWORD)

    clinic.patch.setattr("stack.doctor.clocks.examine", broken)
    complaint = await clinic.complaint("clock")
    assert complaint.said == "cannot be examined: ValueError"
