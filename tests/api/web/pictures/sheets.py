"""What must hold of every sheet: nothing outside it, no words over words, none too small."""

from __future__ import annotations

from itertools import combinations

from api.web.pictures.drawing import Box, Drawing, Label, Shape

SMALLEST = 12
WORDS_OF_ALL_LENGTHS = (
    "",
    "i",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "ke 9.12. klo 17.30",
    "Toisiaan vahvistava tekeminen",
    "Kertokaa yhteisönne tarpeesta (12/200)",
    "Ange er organisations vilja och beredskap att delta i arbetet (3/12)",
)


def require_readable(drawing: Drawing) -> None:
    """Fail unless all of a drawing lies on its sheet and its words are readable."""
    sheet = Box(-0.05, -0.05, drawing.width + 0.05, drawing.height + 0.05)
    parts: list[Shape | Label] = [*drawing.shapes, *drawing.labels]
    outside = [part for part in parts if not part.box.within(sheet)]
    assert outside == []
    assert [label for label in drawing.labels if label.size < SMALLEST] == []
    over = [(one.text, other.text) for one, other in combinations(drawing.labels, 2) if one.box.meets(other.box)]
    assert over == []
