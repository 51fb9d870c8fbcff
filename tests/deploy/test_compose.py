"""compose.yaml fits the schema of compose, and nothing in it runs with a secret that somebody else knows."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.deploy.reading import DEPLOY, beside, example, run, yaml

FILE = DEPLOY / "compose.yaml"
TEXT = FILE.read_text(encoding="utf-8")
(COMPOSE,) = yaml(FILE)
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("api", "migrate", "worker")
EMBEDDED = {"TALKOOT_TEMPORAL_PORT", "TALKOOT_TEMPORAL_UI", "TALKOOT_TEMPORAL_UI_PORT"}
"""Of the development server, which production refuses."""
ASKED = re.compile(r"\$\{(\w+)(:[?-])?([^}]*)\}")


def test_it_fits_the_schema_of_compose() -> None:
    run(beside("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", FILE)


@pytest.mark.parametrize(
    "name", [*(f"DB_PASSWORD_{of}" for of in ("POSTGRES", "OWNER", "TALKOOT", "TEMPORAL")), "SITE"]
)
def test_what_has_no_safe_default_stops_it_with_a_sentence(name: str) -> None:
    uses = [(how, said) for found, how, said in ASKED.findall(TEXT) if found == name]
    assert uses
    assert all(how == ":?" and said for how, said in uses)


def test_what_it_asks_for_is_explained_in_the_example() -> None:
    told, defaults = example()
    assert {name for name, _, _ in ASKED.findall(TEXT)} <= told.keys() | defaults.keys()


def test_only_what_changes_the_tables_comes_as_their_owner() -> None:
    roles = {name: SERVICES[name]["environment"]["TALKOOT_DATABASE_URL"].partition(":$")[0] for name in OURS}
    talkoot, owner = "postgresql://talkoot", "postgresql://talkoot_owner"
    assert roles == {"api": talkoot, "worker": talkoot, "migrate": owner}


def test_every_setting_is_handed_on_or_named_as_passed_over() -> None:
    told, defaults = example()
    ours = {name for name in told | defaults if name.startswith("TALKOOT_")}
    passed_over = ours - {name for name, _, _ in ASKED.findall(TEXT)}
    head = (DEPLOY / "env.example").read_text(encoding="utf-8").partition("\n\n")[0].partition("passes over")[2]
    assert {f"TALKOOT_{name}" for name in re.findall(r"\b[A-Z_]{2,}", head)} == passed_over
    image = set(re.findall(r"(TALKOOT_[A-Z_]+)=", (DEPLOY / "Dockerfile").read_text(encoding="utf-8")))
    for name in OURS:
        lacking = ours - SERVICES[name]["environment"].keys() - image
        assert lacking == EMBEDDED, name


def test_the_mail_servers_authorities_lie_where_the_setting_then_says() -> None:
    for name in OURS:
        service = SERVICES[name]
        authorities = "${TALKOOT_SMTP_CA_FILE:-/dev/null}:/etc/talkoot/smtp-ca.pem:ro"
        assert service["volumes"] == [authorities, "talkoot:/var/lib/talkoot"]
        assert service["environment"]["TALKOOT_SMTP_CA_FILE"] == "${TALKOOT_SMTP_CA_FILE:+/etc/talkoot/smtp-ca.pem}"


def test_what_production_refuses_to_guess_is_set_or_asked_for() -> None:
    given = SERVICES["api"]["environment"]
    for name in ("TALKOOT_TEMPORAL_ADDRESS", "TALKOOT_KEY_FILE", "TALKOOT_PUBLIC_URL", "TALKOOT_SMTP_URL"):
        assert given[name], name
        assert ":-" not in given[name], name


def test_every_image_has_a_version() -> None:
    for name, service in SERVICES.items():
        assert re.search(r":(\$\{IMAGE_TAG:-)?v?\d", service["image"]), name


def test_server_tools_and_schema_are_of_one_version() -> None:
    versions = {
        service["image"].partition(":")[2]
        for service in SERVICES.values()
        if service["image"].startswith(("temporalio/server", "temporalio/admin-tools"))
    }
    assert len(versions) == 1


@pytest.mark.parametrize("name", ["api", "worker"])
def test_work_begins_when_tables_and_namespace_stand(name: str) -> None:
    done = {"condition": "service_completed_successfully"}
    assert SERVICES[name]["depends_on"] == {"migrate": done, "temporal-namespace": done}


@pytest.mark.parametrize("name", OURS)
def test_our_processes_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_the_proxy_can_be_reached_from_other_machines() -> None:
    doors = {name: port for name, service in SERVICES.items() for port in service.get("ports", ())}
    assert {name for name, port in doors.items() if not port.startswith("127.0.0.1:")} == {"caddy"}


def test_databases_and_temporal_are_on_an_inner_network() -> None:
    assert COMPOSE["networks"]["inside"]["internal"]
    for name in ("postgres", "temporal", "temporal-schema", "temporal-namespace"):
        assert SERVICES[name]["networks"] == ["inside"], name


def test_several_workers_and_apis_can_run() -> None:
    for name in ("api", "worker"):
        assert "container_name" not in SERVICES[name]
        assert "ports" not in SERVICES[name]


def test_the_files_it_brings_are_there() -> None:
    brought = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", ())]
    assert all((DEPLOY / path).exists() for path in brought if path.startswith("./"))
