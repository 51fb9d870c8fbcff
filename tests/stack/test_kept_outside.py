"""What a restored backup must not bring back, beside the erased: restrictions, stopped reminders, holds in force."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.house import OPERATOR
from models import kept_outside, restricting
from models.enrolment import subject_of
from models.erasing import erase
from models.erasure_list import LIFTED, RESTRICTED, STOPPED, ErasureList
from models.holds import NewHold, lift, place
from models.stops import By, resume, stop, stopped
from models.tables import Hold
from stack.restoring import KeysThere
from tests.fixtures.rules import START
from tests.stack.test_backups import HOLDER, LATER, SUBJECT, House
from tests.stack.test_backups import house as house

OTHER = "person-holder-02"


async def asked_since(house: House) -> str:
    """Beside a backup: one restricts, another stops reminders of one initiative, a hold is lifted; the hold."""
    vault, new = house.post.vault, NewHold("Tarkastus", "Sopimus", date(2040, 1, 1), person=HOLDER)
    hold = await house.database.write(lambda s: place(s, vault, new, START, by=OPERATOR).id)
    house.backed_up()
    await house.database.write(lambda s: restricting.restrict(s, HOLDER, LATER, by=OPERATOR))
    await house.database.write(lambda s: stop(s, OTHER, By.TOO_BUSY, LATER, initiative_id="i1"))
    await house.database.write(lambda s: lift(s, hold, LATER, by=OPERATOR))
    return hold


async def test_what_was_asked_for_since_a_backup_is_done_again(house: House) -> None:
    hold = await asked_since(house)
    outside = ErasureList(house.settings.erasures)
    assert outside.keep(await house.database.read(kept_outside.standing), LATER)
    done = house.restore(over=True)
    assert (done.erased, done.kept) == (0, 3)
    assert await house.database.read(lambda s: restricting.restrictions(s, [SUBJECT]))
    assert await house.database.read(lambda s: stopped(s, OTHER, "i1", "o1"))
    assert not await house.database.read(lambda s: stopped(s, OTHER, "i2", "o1"))
    assert (await house.database.read(lambda s: s.get_one(Hold, hold))).lifted_at is not None
    assert house.restore(over=True).kept == 3  # the backup is as old as before
    told = [type(one).__name__ for one in await house.told()]
    assert {"PersonRestricted", "HoldLifted"} <= set(told)


async def test_without_the_list_the_backup_brings_it_back_which_is_what_the_list_is_for(house: House) -> None:
    hold = await asked_since(house)
    assert house.restore(over=True).kept == 0
    assert not await house.database.read(lambda s: restricting.restrictions(s, [SUBJECT]))
    assert (await house.database.read(lambda s: s.get_one(Hold, hold))).lifted_at is None


async def test_what_was_allowed_again_stays_so_and_nothing_is_done_to_whoever_was_erased(house: House) -> None:
    outside = ErasureList(house.settings.erasures)
    await house.database.write(lambda s: restricting.restrict(s, HOLDER, START, by=OPERATOR))
    await house.database.write(lambda s: stop(s, OTHER, By.ONE_CLICK, START))
    outside.keep(await house.database.read(kept_outside.standing), START)
    assert outside.kept() == {RESTRICTED: {SUBJECT}, STOPPED: {f"{OTHER}||"}, LIFTED: set()}
    await house.database.write(lambda s: restricting.lift(s, HOLDER, LATER, by=OPERATOR))
    await house.database.write(lambda s: resume(s, OTHER))
    outside.keep(await house.database.read(kept_outside.standing), LATER)
    assert outside.kept() == {RESTRICTED: set(), STOPPED: set(), LIFTED: set()}
    house.backed_up()
    outside.keep({RESTRICTED: {subject_of(OTHER): LATER}}, LATER)
    await house.database.write(lambda s: erase(s, house.post.vault, OTHER, LATER))
    outside.take_in([subject_of(OTHER)], LATER)
    done = house.restore(over=True)
    assert (done.erased, done.kept) == (1, 0)


def test_the_words_of_the_list_do_not_meddle_with_each_other(tmp_path: Path) -> None:
    outside = ErasureList(tmp_path / "erasures.txt")
    outside.ask(SUBJECT, START)
    outside.keep({RESTRICTED: {SUBJECT: START}}, START)
    assert outside.subjects() == {SUBJECT}
    outside.settle({}, LATER)
    assert (outside.subjects(), outside.kept()[RESTRICTED]) == (set(), {SUBJECT})
    before = outside.path.read_text()
    assert outside.keep({RESTRICTED: {SUBJECT: START}}, LATER + timedelta(days=1))
    assert outside.path.read_text() == before


async def test_a_key_file_that_would_take_no_effect_is_refused(house: House, tmp_path: Path) -> None:
    house.backed_up()
    other = tmp_path / "other.json"
    other.write_text(house.settings.keys.read_text().replace("}", " }"))
    with pytest.raises(KeysThere, match="leave out --keys"):
        house.restore(over=True, keys=other)
    same = tmp_path / "same.json"
    same.write_bytes(house.settings.keys.read_bytes())
    assert house.restore(over=True, keys=same).erased == 0
