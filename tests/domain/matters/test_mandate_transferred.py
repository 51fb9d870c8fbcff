"""A mandate that passes to another backbone, and what cannot stand in the place of the former."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.commands import RenewMandate
from domain.events import MandateRenewed
from domain.refusals import AlreadyAnswered, MandateOutOfDate, MandateOutOfScope, NotEntitled
from tests.domain.matters.test_mandate import LONG_WINDOWS, until
from tests.domain.matters.test_mandate_renewed import renewal


def test_a_transfer_waits_for_the_word_of_whom_it_is_given_to() -> None:
    play = until(date(2026, 5, 29))
    with pytest.raises(MandateOutOfScope) as refused:
        play.say(RenewMandate(renewal(play, given_to="org-other", valid_from=date(2026, 1, 12))))
    assert "offer_backbone" in (refused.value.remedy or "")
    assert play.initiative.backbone == "org-backbone"


def test_where_the_model_asks_nobody_a_transfer_changes_the_backbone() -> None:
    play = until(date(2026, 5, 29), replace(LONG_WINDOWS, exits=None))
    assert play.initiative.backbone == "org-backbone"
    (renewed, *_) = play.say(RenewMandate(renewal(play, given_to="org-other", valid_from=date(2026, 1, 12))))
    assert isinstance(renewed, MandateRenewed)
    assert play.initiative.backbone == "org-other"
    assert play.initiative.charter.backbone == "org-backbone"
    assert play.initiative.mandate_on(date(2026, 1, 12)).id == "mandate-2"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"id": "mandate-1"}, AlreadyAnswered),
        ({"former": None}, MandateOutOfScope),
        ({"former": "mandate-7"}, MandateOutOfScope),
        ({"places": ("778",)}, MandateOutOfScope),
        ({"themes": ("culture",)}, MandateOutOfScope),
        ({"valid_from": date(2025, 1, 1), "valid_until": date(2026, 1, 11)}, MandateOutOfDate),
    ],
)
def test_a_mandate_that_cannot_stand_in_the_place_of_the_former_is_refused(
    changes: dict[str, object], refusal: type[MandateOutOfScope]
) -> None:
    play = until(date(2026, 5, 29))
    with pytest.raises(refusal) as refused:
        play.say(RenewMandate(renewal(play, **changes)))
    assert refused.value.path == "mandate"
    assert play.initiative.mandates == ()


def test_no_seat_renews_a_mandate() -> None:
    play = until(date(2026, 5, 29))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", RenewMandate(renewal(play)))
