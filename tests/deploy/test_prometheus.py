"""Alert rules ask for figures that are told, and the operator's page explains every figure there is."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from temporalio.client import Client, WorkflowFailureError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from models.engine import Database
from models.vault import Vault
from stack import ports
from stack.figures import Figures
from stack.metrics import SdkFigures
from stack.worker_life import worker
from tests.deploy.reading import DEPLOY, ROOT, found, run, yaml

FILE = DEPLOY / "prometheus" / "alerts.yaml"
(ALERTS,) = yaml(FILE)
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ASKED = re.compile(r"\b(?:talkoot|temporal)_[a-z_]+")


def names(page: bytes) -> set[str]:
    """The names under which Prometheus keeps what is on a page, and those that stand for several of them."""
    families = text_string_to_metric_families(page.decode())
    kept = {sample.name for family in families for sample in family.samples}
    return kept | {re.sub(r"_(bucket|count|sum)$", "", name) for name in kept}


async def of_the_sdk(temporal: WorkflowEnvironment, database: Database) -> bytes:
    """What the SDK tells after calls and tasks that succeeded and that failed."""
    sdk, queue = SdkFigures(), f"figures-{ports.claim(0)}"
    client = await Client.connect(
        temporal.client.service_client.config.target_host,
        data_converter=pydantic_data_converter,
        runtime=sdk.runtime,
    )
    async with worker(client, database, Vault(b"v" * 32), task_queue=queue):
        patience = timedelta(seconds=2)
        with pytest.raises(WorkflowFailureError):
            await client.execute_workflow("unknown", id=queue, task_queue=queue, execution_timeout=patience)
        with pytest.raises(RPCError):
            await client.get_workflow_handle("nowhere").describe()
        return await sdk.text()


@pytest.mark.server
async def test_what_is_asked_and_explained_is_told(
    temporal: WorkflowEnvironment, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(f"sqlite:///{sqlite_template}")
    figures = Figures(database)
    with figures.around("GET"):
        figures._requests.labels("GET", "/healthz", "200").observe(0.1)
    ours, theirs = names(figures.text()), names(await of_the_sdk(temporal, database))
    await database.close()
    asked = {name for rule in RULES for name in ASKED.findall(rule["expr"])}
    assert asked <= ours | theirs
    explained = set(ASKED.findall(PAGE)) - {"talkoot_owner"}  # which is a role of the database
    own = {name for name in ours if name.startswith("talkoot_") and not name.endswith(("_bucket", "_count", "_sum"))}
    assert own <= explained, "a figure that nobody explains"
    assert explained <= ours | theirs, "a figure that is not there"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_rule_says_what_it_means_and_what_to_do(rule: dict[str, object]) -> None:
    assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"] in ({"severity": "page"}, {"severity": "ticket"})
    assert rule["annotations"].keys() == {"summary", "do"}  # type: ignore[attr-defined]


def test_promtool_takes_it() -> None:
    promtool = found("promtool", "it comes with Prometheus")
    run(promtool, "check", "rules", FILE)


def test_the_proxy_knows_one_port_alone() -> None:
    """Figures have a port of their own, so nobody outside can ask for them through the proxy."""
    proxied = (DEPLOY / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    assert re.findall(r"dynamic a .*", proxied) == ["dynamic a {$API_HOST:api} {$API_PORT:8000} {"]
    assert "9464" not in proxied
