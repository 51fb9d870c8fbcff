"""The code of other commits: had from git, or told why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.upgrade import commits
from tests.upgrade.commits import NoHistory, resolved, unpack, version


def test_a_commit_is_unpacked_with_the_version_it_had(tmp_path: Path) -> None:
    try:
        unpack(resolved("HEAD"), tmp_path)
    except NoHistory as missing:
        pytest.skip(str(missing))
    assert version(tmp_path).count(".") == 2
    assert (tmp_path / "worker.py").exists()


def test_a_commit_that_a_clone_does_not_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoHistory, match="git"):
        unpack("0" * 40, tmp_path)


def test_a_folder_without_a_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "ROOT", tmp_path)
    with pytest.raises(NoHistory, match="git"):
        resolved("HEAD")
