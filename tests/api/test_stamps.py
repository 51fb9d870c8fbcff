"""Stamps: the key of a command tells requests apart, and nothing of a text but its length."""

from __future__ import annotations

import pytest

from api.bodies import body_of, texts_of
from api.stamps import Stamp
from domain.phases.need_identification.commands import SubmitNeed

SCOPE = "key:k1 need_identification.submit_need i1"
SAID = {"text": "Kylätalo on kiinni.", "sector": "resident"}


def stamp(key: str | None = "a key of theirs", scope: str = SCOPE, **said: str) -> Stamp:
    return Stamp.of(key, scope, body_of(SubmitNeed).model_validate(SAID | said), texts_of(SubmitNeed))


def test_the_same_request_is_the_same_command() -> None:
    assert stamp() == stamp()
    assert len(stamp().command_key) == 16


@pytest.mark.parametrize(
    "other",
    [
        stamp("another key of theirs"),
        stamp(scope=SCOPE.replace("k1", "k2")),
        stamp(scope=SCOPE.replace("i1", "i2")),
        stamp(sector="informal"),
        stamp(for_seat="s1", channel="phone"),
        stamp(text="Kylätalo on aina kiinni."),
    ],
)
def test_another_request_is_another_command(other: Stamp) -> None:
    assert other.command_key != stamp().command_key


def test_of_a_text_only_its_length_counts_as_the_key_outlives_the_text() -> None:
    other = stamp(text="Kylätalo on kylmää.")
    assert other.command_key == stamp().command_key
    assert other.body_sha256 != stamp().body_sha256, "while the stamp is kept, they are told apart"


def test_without_a_key_each_request_is_a_command_of_its_own() -> None:
    assert stamp(None).command_key != stamp(None).command_key
    assert stamp(None).digest is None
