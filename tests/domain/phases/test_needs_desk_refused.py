"""What does not fit the needs desk is refused with what to do."""

from __future__ import annotations

import pytest

from domain.commands import Command
from domain.matters.parking.commands import Recheck, RecheckNeed
from domain.phases.need_identification.commands import (
    ConfirmWording,
    ReportCalls,
    SplitNeed,
    WordCluster,
)
from domain.refusals import Malformed, NotAsked, NotEntitled, Refusal
from tests.domain.phases.test_needs_desk import WORDED, A, C, brought_together
from tests.domain.phases.test_needs_wording import AGREES
from tests.fixtures.refusing import require_refused
from tests.fixtures.rules import Play, text

WRONG: list[tuple[str | None, Command, type[Refusal], str]] = [
    (None, SplitNeed("n1"), NotAsked, "need"),
    (None, SplitNeed("n9"), NotAsked, "need"),
    (A, SplitNeed("n2"), NotEntitled, ""),
    (A, WORDED, NotEntitled, ""),
    (None, WordCluster("n9", text()), NotAsked, "need"),
    (C, AGREES, NotEntitled, "need"),
    (A, ConfirmWording("n3", agrees=True), NotAsked, "need"),
    (A, ConfirmWording("n1", agrees=False), Malformed, "correction"),
    (None, ReportCalls(), NotAsked, ""),
    (None, RecheckNeed("n1", Recheck.TAKEN_UP, text()), NotAsked, "need"),
]


@pytest.fixture
def play() -> Play:
    return brought_together()


@pytest.mark.parametrize(("seat", "command", "refusal", "path"), WRONG)
def test_what_does_not_fit_the_desk_is_refused(
    play: Play, seat: str | None, command: Command, refusal: type[Refusal], path: str
) -> None:
    play.say(WORDED)
    require_refused(play, seat, command, refusal, path)
