"""The demo checks the history with nothing of ours; here its check is held against the ledger's own."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from demo.chain import fault
from tests.fixtures.pens import unwritten


@pytest.fixture
def entries() -> list[dict[str, Any]]:
    """The history of an initiative, as the API shows it."""
    stored = unwritten().proposed()[1]
    return [{"seq": e.seq, "leaf_hash": e.leaf_hash, "content": json.loads(e.text), "texts": {}} for e in stored]


def test_an_honest_history_holds(entries: list[dict[str, Any]]) -> None:
    assert fault(entries) is None


def test_a_changed_word_is_found(entries: list[dict[str, Any]]) -> None:
    changed = deepcopy(entries)
    changed[3]["content"]["actor"] = "somebody"
    assert fault(changed) == "entry 4: its content does not give its hash"


def test_a_missing_entry_is_found(entries: list[dict[str, Any]]) -> None:
    assert fault(entries[:2] + entries[3:]) == "entry 3 is missing, or out of its place"


def test_a_history_of_nothing_proves_nothing() -> None:
    assert fault([]) == "there are no entries"
