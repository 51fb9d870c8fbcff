"""The installation that the doctor's tests break."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from models.vault import Vault
from stack.temporal_namespace import ensure_namespace
from stack.worker_life import worker
from tests.fixtures.certificates import Authority
from tests.stack.doctor.clinic import Clinic, healthy


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
async def village(temporal: WorkflowEnvironment) -> Client:
    """A client of a namespace as production has it."""
    address = temporal.client.service_client.config.target_host
    client = await Client.connect(address, namespace="clinic", data_converter=pydantic_data_converter)
    await ensure_namespace(client, "clinic")
    return client


@pytest.fixture
async def clinic(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, village: Client, authority: Authority
) -> AsyncIterator[Clinic]:
    async with (
        healthy(monkeypatch, tmp_path, database_url, village, authority) as here,
        worker(village, here.database, Vault(b"v" * 32), task_queue="clinic"),
    ):
        yield here
