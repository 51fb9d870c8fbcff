"""Failures we know are one sentence; those we do not know keep their traceback."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from cli.sentences import REFUSALS, TELLING, Failed, sentence
from demo.api import Refused
from domain.refusals import NotAsked
from models.engine import DatabaseAway
from stack.data_folder import AlreadyRunning
from stack.ports import PortTaken
from stack.settings import Settings


@pytest.mark.parametrize("name", [*TELLING, *REFUSALS, "models.engine.DatabaseAway"])
def test_every_failure_known_by_name_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_a_failure_that_tells_what_to_do_is_told_as_it_is() -> None:
    assert sentence(Failed("do this")) == "do this"
    assert "--data" in str(sentence(AlreadyRunning(Path("somewhere"), 7)))


def test_a_refusal_is_told_with_its_remedy() -> None:
    assert sentence(NotAsked("no vote is open", remedy="wait")) == "no vote is open: wait"
    assert sentence(Refused(409, {"type": "urn:talkoot:NotAsked", "detail": "no vote is open"})) == "no vote is open"


def test_of_a_group_of_failures_the_first_known_one_is_told() -> None:
    group = BaseExceptionGroup("parts", [RuntimeError("odd"), BaseExceptionGroup("inner", [PortTaken(8000)])])
    assert "port 8000" in str(sentence(group))


def test_a_lost_database_is_told_with_where_to_look() -> None:
    assert "TALKOOT_DATABASE_URL" in str(sentence(DatabaseAway("the database cannot be used now: away")))


def test_wrong_settings_are_told_by_the_names_of_their_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_API_PORT", "many")
    with pytest.raises(ValueError) as caught:
        Settings()
    assert "TALKOOT_API_PORT" in str(sentence(caught.value))


def test_a_bug_is_not_told_as_a_sentence() -> None:
    assert sentence(RuntimeError("a bug")) is None
