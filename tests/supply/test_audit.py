"""No known fault is shipped; where nobody can be asked, it is said that nobody was."""

from __future__ import annotations

import pytest

from tests.supply import audit as auditing
from tests.supply.audit import Verdict, audit, ending, main, verdict


def test_no_known_fault_is_shipped() -> None:
    judged, said = audit()
    if judged == "not run":
        pytest.skip(f"pip-audit: not run, its service cannot be asked from here ({said.splitlines()[-1][:60]}…)")
    assert judged == "clean", said


@pytest.mark.parametrize(
    ("code", "said", "means"),
    [
        (0, "No known vulnerabilities found", "clean"),
        (1, "Found 2 known vulnerabilities in 1 package\nName Version ID", "faults"),
        (1, "ERROR:pip_audit._cli:h11: Dependency not found on PyPI and could not be audited", "not run"),
        (1, "ERROR:pip_audit._cli:Could not connect", "not run"),
        (0, "", "not run"),
    ],
)
def test_silence_is_never_taken_for_a_clean_answer(code: int, said: str, means: str) -> None:
    assert verdict(code, said) == means


@pytest.mark.parametrize(
    ("judged", "strict", "code"),
    [("clean", True, 0), ("faults", False, 1), ("faults", True, 1), ("not run", False, 0), ("not run", True, 2)],
)
def test_only_a_fault_or_a_missing_answer_that_was_insisted_on_ends_badly(
    judged: Verdict, strict: bool, code: int
) -> None:
    assert ending(judged, strict=strict) == code


def test_an_answer_that_nobody_gave_cannot_be_taken_for_a_clean_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(auditing, "audit", lambda: ("not run", "ERROR: could not connect"))
    assert main(strict=False) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("NOT RUN: ")
