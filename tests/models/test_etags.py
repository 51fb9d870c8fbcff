"""ETags: the same row has the same one, whichever process read it."""

from __future__ import annotations

from datetime import date

from models.etags import etag_of
from models.tables import RegisterSeat


def seat() -> RegisterSeat:
    return RegisterSeat(
        id="seat_1", organisation_id="org_1", role_title="Sihteeri", holder_id="per_1", term_from=date(2026, 1, 1)
    )


def test_the_order_in_which_a_row_came_from_the_database_is_no_change() -> None:
    row = seat()
    vars(row)["id"] = vars(row).pop("id")
    assert etag_of(row) == etag_of(seat())


def test_another_value_is_another_state() -> None:
    row = seat()
    row.deputy_id = "per_2"
    assert etag_of(row) != etag_of(seat())
