"""Lessons of earlier initiatives on personal pages: read where they concern the plan, and gone once erased."""

from __future__ import annotations

from domain.lessons import EarlierLesson, LessonUse, Relevance
from domain.phases.joint_planning.commands import AnswerLesson
from models.engine import Database
from models.vault import Vault
from tests.api.web.rehearsal import rehearsing
from tests.fixtures.rules import START, text

SOURCE, WORKS_WHEN = "initiative:earlier", "Toimii, kun avain on kylällä."


async def test_those_who_plan_read_earlier_lessons_with_what_is_made_of_them(fresh: Database) -> None:
    vault = Vault(b"v" * 32)
    ref = await fresh.write(lambda session: vault.put(session, SOURCE, "evaluation.write_lesson", WORKS_WHEN, START))
    lesson = EarlierLesson("e1", "earlier", 41, "l1", ref, Relevance.THEME)
    async with rehearsing(fresh, seats=3, phase="joint_planning", lessons=(lesson,)) as stage:
        assert f"{WORKS_WHEN} (vastausta mietitään)" in (await stage.read("holder-02")).text
        await stage.say(AnswerLesson("e1", LessonUse.USE, text()))
        assert f"{WORKS_WHEN} (käytetään)" in (await stage.read("holder-02")).text
        await fresh.write(lambda session: vault.erase(session, SOURCE, START))
        page = await stage.read("holder-02")
        assert "Tekstiä ei enää ole. (käytetään)" in page.text
        assert WORKS_WHEN not in page.html
