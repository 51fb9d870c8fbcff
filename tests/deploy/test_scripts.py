"""The scripts beside compose.yaml: they stop at a failure, and running one twice is as good as once."""

from __future__ import annotations

import asyncio
import secrets
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.testing import WorkflowEnvironment

from stack.temporal_namespace import RETENTION
from stack.temporal_server import binary
from tests.deploy.reading import DEPLOY, run


@pytest.mark.parametrize("script", sorted(DEPLOY.rglob("*.sh")), ids=lambda script: script.name)
def test_scripts_stop_at_the_first_failure(script: Path) -> None:
    run("/bin/sh", "-n", script)
    assert "set -eu\n" in script.read_text(encoding="utf-8")


@pytest.mark.server
async def test_a_namespace_keeps_what_ended_as_long_as_our_own_server_does(temporal: WorkflowEnvironment) -> None:
    name = f"talkoot-{secrets.token_hex(4)}"
    where = {
        "PATH": f"{binary().parent}:/usr/bin:/bin",
        "TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "TEMPORAL_NAMESPACE": name,
    }
    for _ in range(2):
        await asyncio.to_thread(run, "/bin/sh", DEPLOY / "temporal" / "namespace.sh", **where)
    found = await temporal.client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=name))
    kept = found.config.workflow_execution_retention_ttl
    assert timedelta(seconds=kept.seconds) == RETENTION


def test_without_its_client_the_script_says_where_that_lies() -> None:
    told = subprocess.run(
        ["/bin/sh", DEPLOY / "temporal" / "namespace.sh"],
        env={"PATH": "/usr/bin:/bin", "TEMPORAL_ADDRESS": "127.0.0.1:1", "TEMPORAL_NAMESPACE": "x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, ".venv/bin" in told.stderr) == (1, True)
