"""Mandates that follow one another: each decided on in its former's place, which stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.refusals import MandateOutOfDate, Refusal
from domain.sheets.columns import Kind
from models import enrolment, takings
from models.amending import InUse, amend_mandate
from models.importing.outcomes import FileFaulty
from models.mandates import pinned, require_with_holder
from models.removing import remove
from models.tables import Mandate
from tests.fixtures.imported import counts, take
from tests.fixtures.registered import LAST, NOW, Registered

NEXT, FIVE_YEARS = date(2027, 1, 1), date(2031, 12, 31)


async def follow(registered: Registered, **changes: Any) -> str:
    """What the council decides in the mandate's place; the id of it."""
    decided: dict[str, Any] = {
        "given_by": registered.council,
        "given_to": registered.village,
        "acts": ["*"],
        "places": ["297"],
        "themes": ["youth"],
        "valid_from": NEXT,
        "valid_until": FIVE_YEARS,
        "meeting_reference": "7/2026 § 4",
        "former_id": registered.mandate,
    }
    return await registered.database.write(lambda s: enrolment.create_mandate(s, **(decided | changes)).id)


async def read(registered: Registered, mandate: str) -> Mandate:
    found = await registered.database.read(lambda s: s.get(Mandate, mandate))
    assert found is not None
    return found


async def test_a_renewal_names_its_former_which_stays_as_it_was(registered: Registered) -> None:
    before = (await read(registered, registered.mandate)).model_dump()
    renewal = await follow(registered)
    assert (await read(registered, registered.mandate)).model_dump() == before
    assert pinned(await read(registered, renewal)).former == registered.mandate
    assert pinned(await read(registered, registered.mandate)).former is None


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"former_id": "man_none"}, "UnknownMandate", "former_id"),
        ({"valid_from": date(2025, 12, 31)}, "Malformed", "valid_from"),
    ],
)
async def test_what_does_not_follow_its_former_is_refused(
    registered: Registered, changes: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(Refusal) as refused:
        await follow(registered, **changes)
    assert (refused.value.code, refused.value.path) == (code, path)


async def test_only_its_giver_renews_a_mandate(registered: Registered) -> None:
    with pytest.raises(Refusal, match="only its giver") as refused:
        await follow(registered, given_by=registered.village)
    assert refused.value.path == "given_by"


async def test_a_mandate_is_followed_once(registered: Registered) -> None:
    first = await follow(registered)
    with pytest.raises(Refusal, match="stands in its place already") as refused:
        await follow(registered)
    assert first in refused.value.remedy
    assert await follow(registered, former_id=first, meeting_reference="1/2031 § 2")


async def test_after_a_transfer_the_former_holder_starts_nothing_any_more(registered: Registered) -> None:
    other = await follow(registered, given_to=registered.council)

    def judge(day: date) -> Any:
        def require(s: Any) -> None:
            require_with_holder(s, s.get(Mandate, registered.mandate), day, "mandate")

        return registered.database.read(require)

    await judge(LAST)
    with pytest.raises(MandateOutOfDate) as refused:
        await judge(NEXT)
    assert other in refused.value.remedy


async def test_a_renewed_mandate_goes_on_until_its_last_day(registered: Registered) -> None:
    await follow(registered, valid_from=date(2026, 6, 1))
    await registered.database.read(
        lambda s: require_with_holder(s, s.get(Mandate, registered.mandate), LAST, "mandate")  # type: ignore[arg-type]
    )


async def test_what_an_initiative_goes_on_under_stays_as_it_was_told(registered: Registered) -> None:
    renewal = await follow(registered)
    await registered.database.write(lambda s: takings.take_over(s, "i1", renewal, date(2027, 2, 1)))
    await registered.database.write(lambda s: takings.take_over(s, "i1", renewal, date(2027, 2, 2)))
    assert await registered.database.read(lambda s: takings.of_mandate(s, renewal)) == (1, date(2027, 2, 1))
    for changes in ({"themes": ["culture"]}, {"valid_until": date(2027, 1, 31)}):
        with pytest.raises(InUse):
            await registered.database.write(lambda s, c=changes: amend_mandate(s, s.get(Mandate, renewal), c))  # type: ignore[misc]
    with pytest.raises(InUse, match="initiative i1"):
        await registered.database.write(lambda s: remove(s, registered.vault, s.get(Mandate, renewal), NOW))  # type: ignore[arg-type]


async def test_a_mandate_that_another_follows_is_not_removed(registered: Registered) -> None:
    renewal = await follow(registered)
    with pytest.raises(InUse, match=f"mandate {renewal}"):
        await registered.database.write(
            lambda s: remove(s, registered.vault, s.get(Mandate, registered.mandate), NOW)  # type: ignore[arg-type]
        )


HEADER = "antaja;saaja;kunnat;teemat;voimassa alkaen;voimassa asti;kokous;aiempi kokous"


async def test_a_file_may_renew_what_it_has_just_given(registered: Registered) -> None:
    lines = (
        "Järjestöneuvosto;Kylä ry;297;youth;1.1.2027;31.12.2028;7/2026 § 4;3/2025 § 12",
        "Järjestöneuvosto;Kyläkauppa;297;youth;1.1.2029;31.12.2030;2/2028 § 1;7/2026 § 4",
    )
    content = "\n".join((HEADER, *lines))
    done = await take(registered, Kind.MANDATES, content)
    assert counts(done) == (2, 0, 0)
    first, second = (line.id or "" for line in done.lines)
    assert (await read(registered, first)).former_id == registered.mandate
    assert (await read(registered, second)).former_id == first
    assert counts(await take(registered, Kind.MANDATES, content)) == (0, 0, 2)


async def test_a_file_that_renews_what_nobody_gave_is_told_so(registered: Registered) -> None:
    line = "Järjestöneuvosto;Kylä ry;297;youth;1.1.2027;31.12.2028;7/2026 § 4;9/1999 § 1"
    with pytest.raises(FileFaulty) as refused:
        await take(registered, Kind.MANDATES, f"{HEADER}\n{line}")
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(2, "aiempi kokous")]


async def test_which_mandate_it_follows_is_said_once(registered: Registered) -> None:
    renewal = await follow(registered)
    for follows in (None, renewal):
        with pytest.raises(InUse) as refused:
            await registered.database.write(
                lambda s, f=follows: amend_mandate(s, s.get(Mandate, renewal), {"former_id": f})  # type: ignore[misc]
            )
        assert refused.value.path == "former_id"
