"""An initiative with a past: three seats were invited, one said no and corrected it; the log is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from activities.sequencing import Sequencer
from domain.phases.convening.commands import AnswerInvitation, Reply
from models.checkpoint_copy import CheckpointCopy
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.staffed import OLAVI, House

ADDRESS = f"/initiatives/{INITIATIVE}/history"


@dataclass
class Past:
    """The initiative, the entry that was corrected and the one in its place, and when the first was written."""

    house: House
    post: Post
    wrong: int
    right: int
    at: datetime
    browser: httpx.AsyncClient | None = None

    async def reader(self) -> httpx.AsyncClient:
        """The browser of an auditor, who signs in once."""
        self.browser = self.browser or await self.house.signed_in(OLAVI)
        return self.browser


@pytest.fixture
async def past(house: House, tmp_path: Path) -> Past:
    post = await Post.open(house.services.database, seats=3)
    play = post.play
    play.now += timedelta(days=1)
    play.seat_says("seat-01", AnswerInvitation(Reply.NO))
    wrong, at = next(one.seq for one in play.entries if one.event.KIND == "invitation.declined"), play.now
    play.now += timedelta(hours=2)
    play.correct(wrong, AnswerInvitation(Reply.YES), play.speaker("seat-01"))
    right = next(one.seq for one in play.entries if one.event.KIND == "invitation.accepted")
    await post.store()
    house.now = play.now + timedelta(minutes=1)
    copy = CheckpointCopy(tmp_path / "copy.txt")
    house.services.sealed = Sequencer(house.services.database, house.services.signing, copy, lambda: house.now).seal
    return Past(house, post, wrong, right, at)
