"""The units are ones that systemd understands, and they shut what Talkoot does not need."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.reading import DEPLOY, found, run

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
CHECKOUT = "/opt/talkoot"
SHUT = ("ProtectSystem=strict", "ProtectHome=true", "NoNewPrivileges=true", "CapabilityBoundingSet=", "UMask=0077")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_has_nothing_to_say(unit: Path, tmp_path: Path) -> None:
    analyze = found("systemd-analyze", "it comes with systemd")
    command = tmp_path / ".venv/bin/talkoot"
    command.parent.mkdir(parents=True)
    command.symlink_to("/bin/true")
    text = unit.read_text(encoding="utf-8").replace(CHECKOUT, str(tmp_path))
    here = tmp_path / unit.name
    here.write_text(text, encoding="utf-8")
    assert run(analyze, "verify", "--man=no", here) == ""


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_run_as_their_own_user_and_shut_the_rest(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert "User=talkoot" in lines
    assert [line for line in SHUT if line not in lines] == []


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_migrate_first_and_never_give_up(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert f"ExecStartPre={CHECKOUT}/.venv/bin/talkoot migrate" in lines
    assert {"Restart=always", "StartLimitIntervalSec=0"} <= set(lines)


def test_both_services_are_shut_in_the_same_way() -> None:
    def hardening(unit: Path) -> str:
        return unit.read_text(encoding="utf-8").partition("User=talkoot")[2].partition("[Install]")[0]

    assert len({hardening(unit) for unit in SERVICES}) == 1
