"""The workflow server is reached, or it is said in a sentence why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from stack.data_folder import DataFolderLock, StackState, write_state
from stack.reaching import NoServer, reached, temporal_address
from stack.settings import Settings


def test_the_address_is_the_named_one_else_that_of_the_stack_on_the_folder(tmp_path: Path) -> None:
    named = Settings(data=tmp_path, temporal_address="temporal.example:7233")
    assert temporal_address(named) == "temporal.example:7233"
    with DataFolderLock(tmp_path):
        write_state(tmp_path, StackState(1, "127.0.0.1:20001", "talkoot"))
        assert temporal_address(Settings(data=tmp_path)) == "127.0.0.1:20001"
    with pytest.raises(NoServer, match=f"talkoot up --data {tmp_path}"):
        temporal_address(Settings(data=tmp_path))


async def test_where_nobody_listens_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match=r"127\.0\.0\.1:1: start it"):
        await reached(Settings(data=tmp_path, temporal_address="127.0.0.1:1"))


@pytest.mark.server
async def test_a_server_without_our_namespace_is_told_with_how_to_make_it(temporal: WorkflowEnvironment) -> None:
    address = temporal.client.service_client.config.target_host
    with pytest.raises(NoServer, match=r"no namespace 'village'.*deploy/temporal/namespace\.sh"):
        await reached(Settings(temporal_address=address, temporal_namespace="village"))


@pytest.mark.server
async def test_a_client_that_was_reached_is_connected(temporal: WorkflowEnvironment) -> None:
    address = temporal.client.service_client.config.target_host
    client = await reached(Settings(temporal_address=address, temporal_namespace="default"))
    assert await client.service_client.check_health()
