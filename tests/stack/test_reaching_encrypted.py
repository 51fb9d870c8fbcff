"""A cluster behind TLS is reached with what it asks for, or it is said in a sentence what is missing."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from stack.parts import Parts
from stack.reaching import NoServer, reached
from stack.settings import Settings
from stack.temporal_access import Access
from tests.fixtures.certificates import Authority, Identity
from tests.fixtures.encrypting import Encrypting, huffman, listening, refusing

pytestmark = pytest.mark.server
KEY = "secret0is0at0its0ease"  # of the signs that the fixture can read


@workflow.defn(name="Echo")
class Echo:
    @workflow.run
    async def run(self, said: str) -> str:
        return said


@dataclass
class Doors:
    """A server behind TLS, and behind TLS that asks for a certificate; `plain` is its own address."""

    plain: str
    authority: Authority
    ours: Identity
    open: Encrypting
    open_port: int
    strict_port: int

    def settings(self, port: int, host: str = "localhost", **given: Any) -> Settings:
        asked = {"temporal_tls": True, "temporal_ca_file": self.authority.file} | given
        return Settings(temporal_address=f"{host}:{port}", temporal_namespace="default", **asked)

    @property
    def certificate(self) -> dict[str, Path]:
        return {"temporal_cert_file": self.ours.certificate, "temporal_cert_key_file": self.ours.key}


@pytest.fixture(scope="module")
def doors(temporal: WorkflowEnvironment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    ours, theirs = authority.identity("talkoot"), authority.identity("localhost")
    ours.key.chmod(0o600)
    plain = temporal.client.service_client.config.target_host
    door = Encrypting(plain, theirs)
    with listening(door) as port, listening(Encrypting(plain, theirs, authority.file)) as strict:
        yield Doors(plain, authority, ours, door, port, strict)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "api-key"
    file.write_text(f"{KEY}\n")
    file.chmod(0o600)
    return file


@contextlib.asynccontextmanager
async def told(match: str) -> AsyncIterator[None]:
    with pytest.raises(NoServer, match=match) as refused:
        yield
    assert KEY not in str(refused.value)


async def test_a_workflow_runs_by_tls(doors: Doors) -> None:
    client, queue = await reached(doors.settings(doors.open_port)), secrets.token_hex(4)
    async with Worker(client, task_queue=queue, workflows=[Echo], workflow_runner=UnsandboxedWorkflowRunner()):
        assert await client.execute_workflow(Echo.run, "moi", id=queue, task_queue=queue) == "moi"


async def test_a_cluster_that_asks_for_a_certificate_takes_ours(doors: Doors) -> None:
    client = await reached(doors.settings(doors.strict_port, **doors.certificate))
    assert await client.service_client.check_health()


async def test_without_a_certificate_it_is_told_to_set_one(doors: Doors) -> None:
    async with told(r"lets nobody in without a certificate .*: set TALKOOT_TEMPORAL_CERT_FILE and"):
        await reached(doors.settings(doors.strict_port))


async def test_a_certificate_of_a_stranger_is_refused(doors: Doors, tmp_path: Path) -> None:
    strange = Authority(tmp_path).identity("talkoot")
    strange.key.chmod(0o600)
    given = {"temporal_cert_file": strange.certificate, "temporal_cert_key_file": strange.key}
    async with told(r"refuses our certificate .*that its authority has signed"):
        await reached(doors.settings(doors.strict_port, **given))


async def test_a_cluster_of_another_authority_is_not_trusted(doors: Doors, tmp_path: Path) -> None:
    for given in ({"temporal_ca_file": Authority(tmp_path).file}, {"temporal_ca_file": None}):
        async with told(r"is not trusted \(.*\): set TALKOOT_TEMPORAL_CA_FILE"):
            await reached(doors.settings(doors.open_port, **given))


async def test_a_cluster_of_another_name_is_trusted_when_that_name_is_set(doors: Doors) -> None:
    async with told("set TALKOOT_TEMPORAL_SERVER_NAME to the name there"):
        await reached(doors.settings(doors.open_port, "127.0.0.1"))
    client = await reached(doors.settings(doors.open_port, "127.0.0.1", temporal_server_name="localhost"))
    assert await client.service_client.check_health()


async def test_who_speaks_tls_alone_and_who_speaks_none_are_told(doors: Doors) -> None:
    for port in (doors.open_port, doors.strict_port):
        async with told("speaks TLS only: set TALKOOT_TEMPORAL_TLS to true"):
            await reached(doors.settings(port, temporal_tls=None, temporal_ca_file=None))
    async with told("speaks no TLS: correct TALKOOT_TEMPORAL_ADDRESS, or leave TALKOOT_TEMPORAL_TLS out"):
        await reached(doors.settings(int(doors.plain.rpartition(":")[2])))


async def test_a_port_that_is_closed_or_deaf_is_told_in_time(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stack.diagnosing._PATIENCE", 0.3)
    monkeypatch.setattr("stack.temporal_troubles._PATIENCE", 0.3)
    with listening(lambda client: client.recv(1 << 16) and client.recv(1 << 16)) as deaf:
        for port in (1, deaf):
            async with asyncio.timeout(5), told(f"no Temporal server answers at localhost:{port}: start it"):
                await reached(doors.settings(port))


async def test_a_certificate_that_has_ended_is_told(doors: Doors) -> None:
    ended = Encrypting(doors.plain, doors.authority.identity("localhost", days=-0.5))
    with listening(ended) as port:
        async with told(r"is not trusted \(certificate has expired\): have it renewed"):
            await reached(doors.settings(port))


async def test_who_hangs_up_without_a_word_may_want_a_certificate(doors: Doors) -> None:
    with listening(doors.open.hang_up) as port:
        async with told("hangs up on an encrypted connection: if it asks for a certificate, set TALKOOT_TEMPORAL_CERT"):
            await reached(doors.settings(port))


async def test_each_call_carries_the_api_key_and_nothing_tells_it(
    doors: Doors, key_file: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings = doors.settings(doors.open_port, temporal_api_key_file=key_file)
    client = await reached(settings)
    doors.open.heard.clear()
    await (await reached(settings)).count_workflows()
    assert doors.open.heard_key(KEY)
    assert client.service_client.config.api_key == KEY
    assert KEY not in f"{settings!r} {Access.of(settings)!r} {client!r} {caplog.text} {capfd.readouterr()}"


async def test_on_this_machine_the_key_needs_no_encryption(doors: Doors, key_file: Path) -> None:
    port = int(doors.plain.rpartition(":")[2])
    settings = doors.settings(port, temporal_tls=None, temporal_ca_file=None, temporal_api_key_file=key_file)
    client = await reached(settings)
    assert (client.service_client.config.tls, client.service_client.config.api_key) == (False, KEY)


async def test_a_key_that_is_refused_or_missing_is_told(key_file: Path) -> None:
    with listening(refusing) as port:
        settings = Settings(temporal_address=f"127.0.0.1:{port}", temporal_api_key_file=key_file)
        async with told(r"refuses our API key: .*TALKOOT_TEMPORAL_API_KEY_FILE"):
            await reached(settings)
        async with told(r"does not let us in: set TALKOOT_TEMPORAL_API_KEY_FILE"):
            await reached(Settings(temporal_address=f"127.0.0.1:{port}"))


async def test_the_parts_of_a_process_reach_it_in_the_same_way(doors: Doors, key_file: Path, tmp_path: Path) -> None:
    settings = doors.settings(
        doors.strict_port, data=tmp_path / "data", temporal_api_key_file=key_file, **doors.certificate
    )
    parts = Parts.open(settings)
    lazy = await parts.temporal(f"localhost:{doors.strict_port}", lazy=True)
    assert await lazy.service_client.check_health(timeout=timedelta(seconds=3))
    assert lazy.service_client.config.api_key == KEY
    await parts.database.close()


def test_the_fixture_reads_headers_as_they_are_written() -> None:
    assert huffman("302"[1:]) == bytes([0b00000_000, 0b10_111111])
