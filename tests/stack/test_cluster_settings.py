"""Settings of the cluster: what does not go together is told, and an API key never travels unencrypted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from cli.sentences import sentence
from stack.settings import Settings

CLUSTER = {"temporal_address": "temporal.example:7233"}
FILE = Path("/etc/talkoot/temporal/a")


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TALKOOT_")]:
        monkeypatch.delenv(name)


def refused(**given: Any) -> str:
    with pytest.raises(ValidationError) as error:
        Settings(**given)
    return str(sentence(error.value))


@pytest.mark.parametrize(
    ("given", "by_tls"),
    [
        ({}, False),
        (CLUSTER, False),
        (CLUSTER | {"temporal_tls": True}, True),
        (CLUSTER | {"temporal_api_key_file": FILE}, True),
        ({"temporal_address": "127.0.0.1:7233", "temporal_api_key_file": FILE}, False),
        ({"temporal_address": "[::1]:7233", "temporal_api_key_file": FILE}, False),
        ({"temporal_address": "localhost:7233", "temporal_api_key_file": FILE, "temporal_tls": True}, True),
    ],
)
def test_an_api_key_brings_tls_unless_it_stays_on_this_machine(given: dict[str, Any], by_tls: bool) -> None:
    assert Settings(**given).temporal_by_tls is by_tls


def test_the_embedded_server_is_not_spoken_to_like_a_cluster() -> None:
    for name, value in {"temporal_tls": True, "temporal_server_name": "a", "temporal_api_key_file": FILE}.items():
        assert f"TALKOOT_{name.upper()}: set TALKOOT_TEMPORAL_ADDRESS, or leave it out" in refused(**{name: value})
    assert Settings(temporal_tls=False).temporal_by_tls is False


def test_a_key_that_would_travel_in_the_clear_is_refused() -> None:
    said = refused(**CLUSTER, temporal_api_key_file=FILE, temporal_tls=False)
    assert "an API key is never sent unencrypted: leave TALKOOT_TEMPORAL_TLS out" in said


@pytest.mark.parametrize("name", ["temporal_ca_file", "temporal_cert_file", "temporal_server_name"])
def test_what_tls_alone_has_use_for_is_told_without_it(name: str) -> None:
    said = refused(**CLUSTER, **{name: str(FILE)})
    assert f"TALKOOT_{name.upper()} is of no use without TLS: set TALKOOT_TEMPORAL_TLS to true" in said


@pytest.mark.parametrize("name", ["temporal_cert_file", "temporal_cert_key_file"])
def test_a_certificate_and_its_key_are_set_together(name: str) -> None:
    said = refused(**CLUSTER, temporal_tls=True, **{name: FILE})
    assert f"TALKOOT_{name.upper()} is of no use by itself: set both" in said
    assert Settings(**CLUSTER, temporal_tls=True, temporal_cert_file=FILE, temporal_cert_key_file=FILE)
