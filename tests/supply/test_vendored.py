"""What browsers get from others is what is listed, with its licence, and nothing else lies beside it."""

from __future__ import annotations

import pytest

from tests.supply.vendored import FOLDER, Vendored, digest, listed


@pytest.mark.parametrize("one", listed(), ids=lambda one: one.name)
def test_a_file_of_somebody_elses_is_the_one_that_is_listed(one: Vendored) -> None:
    assert digest((FOLDER / one.name).read_bytes()) == one.sha256
    assert one.licence in ("MIT", "0BSD")
    assert f"== {one.name}" in (FOLDER / "LICENSES.txt").read_text(encoding="utf-8")


def test_nothing_lies_there_that_is_not_listed() -> None:
    here = {path.name for path in FOLDER.iterdir()}
    assert here == {one.name for one in listed()} | {"vendored.toml", "LICENSES.txt"}
