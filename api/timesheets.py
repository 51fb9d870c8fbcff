"""The hours that volunteers gave to an initiative, read from its ledger: entry by entry, their sums, and as a table."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields
from datetime import date

from sqlmodel import Session

from api.services import Services
from api.sheets import cell
from domain.actors import Channel
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.matters.hours import Hours
from domain.matters.hours.commands import Work
from domain.matters.hours.events import HoursGiven
from domain.matters.hours.sheet import Sheet, counting, sheet
from domain.refusals import NotAsked
from models import sayings


@dataclass(frozen=True)
class HoursEntry:
    """What volunteers of a seat gave on a day: `people` gave `minutes` each. `replaces` is the entry it corrects.

    `channel` is how it reached us: `phone` and `paper` were entered for the seat. `evidence` says where it is written
    down, None where nothing was said or it has been erased.
    """

    entry: str
    seat: str
    work: Work
    activity: str | None
    day: date
    people: int
    minutes: int
    replaces: str | None
    channel: Channel | None
    evidence: str | None


@dataclass(frozen=True)
class HoursView:
    """The entries that count, in the order they were given, and their `sheet` of sums. Values are in cents, by the rate
    of the operating model and by that of each call.
    """

    sheet: Sheet
    entries: tuple[HoursEntry, ...]


async def hours(services: Services, initiative: Initiative) -> HoursView:
    """The hours of an initiative. Raises NotAsked where its model keeps none."""
    rule = (initiative.charter.model.matters or {}).get(Hours.KIND)
    if rule is None:
        raise NotAsked("the operating model of this initiative keeps no hours", path="initiative")

    def found(session: Session) -> tuple[list[Recorded], dict[str, str]]:
        recorded = sayings.counting(session, initiative.id, [HoursGiven.KIND])
        said = (one.event.evidence for one in recorded if isinstance(one.event, HoursGiven))
        return recorded, services.vault.reveal_many(session, [text.commitment for text in said if text])

    recorded, texts = await services.database.read(found)
    counted = counting(one.event for one in recorded if isinstance(one.event, HoursGiven))
    channels = {one.event.entry: one.channel for one in recorded if isinstance(one.event, HoursGiven)}
    rates = initiative.kept(Hours).rates
    return HoursView(
        sheet(counted, rule.numbers["cents_an_hour"], rates),
        tuple(_shown(given, channels[given.entry], texts) for given in counted),
    )


def table(view: HoursView) -> str:
    """The entries as CSV with a head line, for the report to a funder. No spreadsheet takes a cell for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(field.name for field in fields(HoursEntry))
    for entry in view.entries:
        writer.writerow(cell(value) for value in astuple(entry))
    return out.getvalue()


def _shown(given: HoursGiven, channel: Channel | None, texts: dict[str, str]) -> HoursEntry:
    return HoursEntry(
        entry=given.entry,
        seat=given.seat,
        work=given.work,
        activity=given.activity,
        day=given.day,
        people=given.people,
        minutes=given.minutes,
        replaces=given.replaces,
        channel=channel,
        evidence=texts.get(given.evidence.commitment) if given.evidence else None,
    )
