"""Files beside whoever else writes, on both databases: looking one through holds nobody up, and what is new counts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from domain.sheets.columns import Kind
from models import enrolment
from models.importing import files
from models.importing.outcomes import Import
from tests.fixtures.imported import MANDATES, PERSONS, counts, preview, take
from tests.fixtures.registered import NOW, Registered

HUNDREDS = "nimi;sähköposti\n" + "".join(f"Toimija {n};t{n}@example.org\n" for n in range(300))
Work = Callable[[Registered, Kind, str], Awaitable[Import]]


class Pause:
    """Stops whoever works through a file after a line, in the thread of the database, until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.over = threading.Event(), threading.Event()
        self._one = files._one
        monkeypatch.setattr(files, "_one", self)

    def __call__(self, *line: Any) -> Any:
        outcome = self._one(*line)
        self.reached.set()
        assert self.over.wait(60)
        return outcome


@pytest.mark.parametrize("work", [preview, take])
async def test_while_a_file_is_looked_through_others_write(
    registered: Registered, monkeypatch: pytest.MonkeyPatch, work: Work
) -> None:
    pause = Pause(monkeypatch)
    looking = asyncio.ensure_future(work(registered, Kind.PERSONS, HUNDREDS))
    try:
        assert await asyncio.to_thread(pause.reached.wait, 30)
        entered = registered.database.write(
            lambda s: enrolment.create_person(s, registered.vault, name="Toimija 1", language="fi", now=NOW)
        )
        await asyncio.wait_for(entered, 30)  # it would wait for the file without end
        assert not looking.done()
    finally:
        pause.over.set()
    foreseen, taken = (300, 0, 0), (299, 1, 0)  # a preview has one view; what is taken is taken as it stands then
    assert counts(await looking) == (foreseen if work is preview else taken)


@pytest.fixture
def meanwhile(registered: Registered, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Any], Any]], None]:
    """Has something happen after a file was looked through, before it is entered."""
    enter = files._enter

    def happens(what: Callable[[Any], Any]) -> None:
        def entered(desk: Any, *more: Any) -> Import:
            what(desk.session)
            return enter(desk, *more)

        monkeypatch.setattr(files, "_enter", entered)

    return happens


async def test_a_person_erased_meanwhile_is_not_known_by_a_text_opened_before(
    registered: Registered, meanwhile: Callable[[Callable[[Any], Any]], None]
) -> None:
    meanwhile(lambda s: registered.vault.erase(s, enrolment.subject_of(registered.chair), NOW))
    assert counts(await preview(registered, Kind.PERSONS, PERSONS)) == (2, 1, 1)
    assert counts(await take(registered, Kind.PERSONS, PERSONS)) == (3, 1, 0)


async def test_a_file_that_changes_nothing_or_has_faults_asks_for_no_writer(
    registered: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await take(registered, Kind.MANDATES, MANDATES)
    monkeypatch.delattr(files, "_enter")
    again = await take(registered, Kind.MANDATES, MANDATES)
    assert (again.taken, counts(again)) == (True, (0, 0, 2))
    assert [line.id for line in again.lines] == [line.id for line in done.lines]
    with pytest.raises(files.FileFaulty):
        await take(registered, Kind.MANDATES, MANDATES.replace("297", "Kuopio"))


async def test_a_mandate_that_is_changed_by_a_file_is_written_down(registered: Registered) -> None:
    changed = MANDATES.replace("297;youth", "297;culture")
    assert [line.fields for line in (await preview(registered, Kind.MANDATES, changed)).lines] == [("themes",), ()]
    assert [line.fields for line in (await take(registered, Kind.MANDATES, changed)).lines] == [("themes",), ()]
    assert counts(await take(registered, Kind.MANDATES, changed)) == (0, 0, 2)
