"""`talkoot model` tells what is wrong with a model, where, and where a right one leads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from operating_models.load import HERE
from tests.cli.commands import run
from tests.fixtures.broken_models import FOURTEEN, Broken

SHIPPED = HERE / "collective_impact.yaml"


def changed(folder: Path, old: str, new: str) -> Path:
    """The shipped model with one text replaced."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    file = folder / "own.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_a_right_model_is_checked_and_simulated() -> None:
    assert run("model", "check", SHIPPED).code == 0
    shown = run("model", "simulate", SHIPPED)
    assert shown.code == 0
    assert "If everybody answers: established" in shown.out
    assert "If silence from piloting on: " in shown.out


def test_a_simulation_is_json_for_programs() -> None:
    led = json.loads(run("model", "simulate", SHIPPED, "--json").out)
    assert led["everybody answers"]["outcome"] == "established"
    assert led["silence from convening on"]["passages"][-1]["taken_by"] == "lapse"


@pytest.mark.parametrize("act", ["check", "simulate"])
def test_a_wrong_word_is_told_with_its_place_and_what_was_meant(tmp_path: Path, act: str) -> None:
    seen = run("model", act, changed(tmp_path, "loops: 3 # [ours] as often", "loop: 3 # [ours] as often"))
    assert seen.code == 1
    assert "own.yaml: 'loop' is not a word" in seen.err
    assert "(at phases.evaluation.loop): did you mean loops?" in seen.err


@pytest.mark.parametrize("broken", FOURTEEN, ids=lambda broken: broken.kind)
def test_each_kind_of_broken_model_is_told_with_its_place(tmp_path: Path, broken: Broken) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(broken.text, encoding="utf-8")
    seen = run("model", "check", file)
    assert (seen.code, seen.out) == (1, "")
    assert broken.reason in seen.err
    assert f"(at {broken.path})" in seen.err


def test_a_model_with_a_dead_phase_is_simulated_and_refused(tmp_path: Path) -> None:
    file = changed(tmp_path, "max_share: 0.5 # no sector", "max_share: 0.01 # no sector")
    assert run("model", "check", file).code == 0
    seen = run("model", "simulate", file)
    assert seen.code == 1
    assert "If everybody answers: stopped_well" in seen.out
    assert "own.yaml: the gate of this phase stays shut" in seen.err
    assert "phases.convening.gate" in seen.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    seen = run("model", "check", tmp_path / "none.yaml")
    assert (seen.code, "cannot be read" in seen.err) == (1, True)
