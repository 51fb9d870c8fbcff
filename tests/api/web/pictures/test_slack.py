"""The bar of slack: to the right what is spare, to the left what is lacking."""

from __future__ import annotations

import pytest

from api.web.pictures.slack import drawn
from tests.api.web.pictures.sheets import require_readable


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 3, 4, 10, 400])
def test_any_slack_fits_into_its_row(days: int) -> None:
    require_readable(drawn(days))


def test_what_is_lacking_lies_on_the_other_side_of_the_mark_and_little_is_told_from_enough() -> None:
    lacking, little, enough = (drawn(days).shapes[1] for days in (-2, 2, 8))
    assert lacking.box.left < little.box.left
    assert (lacking.css, little.css, enough.css) == ("late", "soon", "now")
