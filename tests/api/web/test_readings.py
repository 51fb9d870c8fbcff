"""What is read before one answers stands there as it was last said."""

from __future__ import annotations

from datetime import timedelta

from domain.events import ObligationOpened
from domain.facts import Level
from domain.matters.application.commands import WriteSection
from domain.matters.application.events import SectionAllotted, SectionChanged
from domain.phases.joint_planning.events import IndicatorDefined
from domain.phases.piloting.events import IndicatorRedefined
from domain.sealed import Sealed
from models.engine import Database
from tests.api.web.rehearsal import Rehearsal, rehearsing
from tests.domain.matters.applications import PREPARATION
from tests.fixtures.correspondence import INITIATIVE
from tests.fixtures.rules import START


async def sealed(stage: Rehearsal, words: str) -> Sealed:
    put, database = stage.post.vault.put, stage.services.database
    ref = await database.write(lambda session: put(session, f"initiative:{INITIATIVE}", "text", words, START))
    return Sealed(ref, len(words), "fi")


def asked(stage: Rehearsal, phase: str, duty: str, subject: str) -> ObligationOpened:
    now = stage.post.play.now
    name, due = f"{phase}.1/{duty}/seat-02/{subject}", now + timedelta(days=20)
    return ObligationOpened(name, duty, "holder-02", due, "normal", now, seat="seat-02", subject=subject)


async def test_an_indicator_that_measures_something_else_by_now_is_read_by_its_newest_definition(
    fresh: Database,
) -> None:
    async with rehearsing(fresh, seats=3, phase="piloting") as stage:
        former, newer = await sealed(stage, "Kävijöitä illassa"), await sealed(stage, "Eri kävijöitä")
        stage.post.play.record(
            (
                IndicatorDefined("i1", former, Level.OUTPUT, "seat-02", "P1M", 10),
                IndicatorRedefined("i1", 2, newer, former),
                asked(stage, "piloting", "observe", "i1.3"),
            )
        )
        await stage.played.written()
        page = await stage.read("holder-02")
        assert "Eri kävijöitä" in page.text
        assert "Kävijöitä illassa" not in page.html


async def test_a_section_is_read_with_its_newest_title_and_text_as_put_right(fresh: Database) -> None:
    async with rehearsing(fresh, seats=3, phase="joint_planning", model=PREPARATION) as stage:
        play, texts = stage.post.play, [await sealed(stage, words) for words in ("Tavotteet", "Tavoitteet", "Vanha")]
        better = await sealed(stage, "Kylät yhteen.")
        play.record(
            (
                SectionAllotted("s1", texts[0], "seat-02", "seat-01", ()),
                SectionChanged("s1", "seat-02", "seat-01", (), texts[1]),
            )
        )
        play.say(WriteSection("s1", texts[2]))
        play.correct(play.entries[-1].seq, WriteSection("s1", better), reason=texts[0])
        play.record((asked(stage, "joint_planning", "write_section", "s1"),))
        await stage.played.written()
        page = await stage.read("holder-02")
        assert "Tavoitteet" in page.text
        assert "Kylät yhteen." in page.text
        assert "Tavotteet" not in page.html
        assert "Vanha" not in page.html
