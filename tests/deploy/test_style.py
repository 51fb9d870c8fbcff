"""Every YAML file of ours reads the same way."""

from __future__ import annotations

from tests.deploy.reading import DEPLOY, ROOT, beside, run


def test_yamllint_has_nothing_to_say() -> None:
    assert run(beside("yamllint"), "--strict", "-c", DEPLOY / ".yamllint.yaml", DEPLOY, ROOT / "operating_models") == ""
