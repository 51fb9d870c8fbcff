"""What was filled in is read back as people say it: days with their weekday, choices by their words."""

from __future__ import annotations

import pytest

from api.web.staff.acts.readback import read_back
from api.web.staff.acts.shapes import ActField, Shape

CHOICES = (("yes", "Kyllä"), ("no", "Ei"))


@pytest.mark.parametrize(
    ("shape", "typed", "said"),
    [
        (Shape.DAY, {"one": "2026-12-09"}, "keskiviikkona 9.12.2026"),
        (Shape.MOMENT, {"one": "2026-12-09T17:30"}, "keskiviikkona 9.12.2026 klo 17.30"),
        (
            Shape.MOMENTS,
            {"one:1": "2026-12-09T17:30", "one:3": "2026-12-10T09:00"},
            "keskiviikkona 9.12.2026 klo 17.30; torstaina 10.12.2026 klo 9.00",
        ),
        (Shape.CHOICE, {"one": "no"}, "Ei"),
        (Shape.TICKS, {"one:yes": "yes", "one:no": "yes"}, "Kyllä, Ei"),
        (Shape.TEXT, {"one": " Aika ei riitä. "}, "Aika ei riitä."),
        (Shape.DAY, {}, ""),
        (Shape.MOMENTS, {}, ""),
    ],
)
def test_a_field_is_read_back_in_words(shape: Shape, typed: dict[str, str], said: str) -> None:
    assert read_back(ActField("one", shape, False, "Yksi", options=CHOICES), typed, "fi") == said
