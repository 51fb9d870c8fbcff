"""The summary of `make test` is honest: it counts, gives reasons, and says when pytest itself broke."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import run

REPORT = """<testsuites><testsuite><properties><property name="median" value="66"/>
<property name="hypothesis-statistics-tests/a.py::test_one" value="Li4u"/></properties>
<testcase classname="tests.a" name="test_one" time="2.6"/>
<testcase classname="tests.a" name="test_two"><failure message="no"/></testcase>
<testcase classname="tests.a" name="test_three"><error message="no fixture"/></testcase>
<testcase classname="tests.b" name="test_four" time="0.4"><skipped message="needs a browser"/></testcase>
</testsuite></testsuites>"""


def test_the_summary_counts_errors_as_failures_and_names_reasons(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert list(run.summary(report)) == [
        "1 passed, 2 failed, 1 skipped",
        "failed: tests.a::test_two",
        "failed: tests.a::test_three",
        "costliest: a 3 s, b 0 s",
        "1 skipped: needs a browser",
        "median: 66",
    ]


def test_a_step_that_fails_stops_no_other_and_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "CHECKS", {"bad": ["python", "-c", "exit(3)"], "good": ["python", "-c", "pass"]})
    monkeypatch.setattr(run, "run_tests", lambda arguments, name="tests", to=None: run.Step(name, True, 1.0))
    assert run.main([]) == 1
    said = capfd.readouterr().out
    assert "FAILED  bad" in said
    assert "passed  good" in said
    assert said.rstrip().splitlines()[-1].startswith("FAILED: bad in")


def test_a_pytest_that_breaks_is_not_taken_for_a_pass(capfd: pytest.CaptureFixture[str]) -> None:
    step = run.run_tests(["--noconftest", "--no-such-option"])
    assert not step.passed
    assert step.said[0].startswith("no report")


def test_every_test_is_run_by_one_step_and_no_other() -> None:
    steps, files = run.tests_by_step(), [path.relative_to(run.ROOT) for path in run.ROOT.glob("tests/**/test_*.py")]
    for file in files:
        above = {str(folder) for folder in file.parents}
        running = [step for step, told in steps.items() if above & set(told) and not _ignored(told) & above]
        assert len(running) == 1, (file, running)


def _ignored(told: list[str]) -> set[str]:
    return {one.removeprefix("--ignore=") for one in told if one.startswith("--ignore=")}
