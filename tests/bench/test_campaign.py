"""The campaign: its proofs exist, its results are kept, and what is kept is not run again."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bench import campaign
from bench.campaign import PROOFS, ROOT, Result, recorded


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    page = tmp_path / "campaigns.md"
    monkeypatch.setattr(campaign, "RESULTS", page)
    monkeypatch.setattr(campaign, "commit", lambda: "abc1234")
    return page


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_names_tests_that_exist(name: str) -> None:
    assert all((ROOT / path).exists() for path in PROOFS[name][1])


def test_a_passed_result_is_kept_and_its_proof_not_run_again(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = Result(True, "3 passed, 0 failed, 0 skipped", 1.0, "lost 0")
    monkeypatch.setattr(campaign, "run", lambda name, seed: passed)
    assert campaign.main(["kills"]) == 0
    assert recorded("kills", "abc1234")
    monkeypatch.setattr(campaign, "run", lambda name, seed: pytest.fail("it was run again"))
    assert campaign.main(["kills"]) == 0
    assert results.read_text().count("kills: ") == 1


def test_a_failed_result_is_told_and_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "run", lambda name, seed: Result(False, "2 passed, 1 failed, 0 skipped", 1.0, ""))
    assert campaign.main(["relay"]) == 1
    assert not recorded("relay", "abc1234")


def test_a_proof_begins_with_the_seed_that_is_asked_for_and_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: commands.append(command) or failed)
    result = campaign.run("rules", 42)
    assert "--hypothesis-seed=42" in commands[0]
    assert result.figures == "seed 42"
    assert not result.passed, "no report was written"


CASE = '<testcase classname="{}" name="test_it">{}</testcase>'
SKIPPED = '<skipped type="pytest.skip" message="pymerkle is not here"/>'


@pytest.mark.parametrize(
    ("name", "cases", "passes", "told"),
    [
        ("log", [(campaign.NEEDED["log"], ""), ("tests.other", SKIPPED)], True, "1 passed"),
        ("log", [(campaign.NEEDED["log"], SKIPPED)], False, "without what it is held against: pymerkle is not here"),
        ("log", [("tests.other", "")], False, "was not run"),
        ("exports", [(campaign.NEEDED["exports"], SKIPPED)], False, "without what it is held against"),
        ("rules", [("tests.other", SKIPPED)], True, "1 skipped"),
    ],
)
def test_a_proof_without_what_it_is_held_against_has_not_passed_and_says_so(
    monkeypatch: pytest.MonkeyPatch, name: str, cases: list[tuple[str, str]], passes: bool, told: str
) -> None:
    def ran(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        report = next(part for part in command if part.startswith("--junitxml=")).partition("=")[2]
        Path(report).write_text(f"<testsuite>{''.join(CASE.format(*case) for case in cases)}</testsuite>")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", ran)
    result = campaign.run(name, 1)
    assert (result.passed, told in result.counts) == (passes, True), result.counts


def test_every_proof_that_is_held_against_others_runs_the_tests_that_do_it() -> None:
    for name, module in campaign.NEEDED.items():
        file = module.replace(".", "/") + ".py"
        assert (ROOT / file).exists()
        assert any(file.startswith(path) for path in PROOFS[name][1])


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SystemExit):
        campaign.main(["nonesuch"])


def test_what_is_a_proof_of_its_own_is_not_run_again_by_the_proof_of_its_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[str]] = []

    def ran(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(campaign.subprocess, "run", ran)
    campaign.run("rules", 1)
    campaign.run("gates", 1)
    assert "--ignore=tests/domain/test_waiting_on.py" in asked[0]
    assert not [option for option in asked[1] if option.startswith("--ignore")]
