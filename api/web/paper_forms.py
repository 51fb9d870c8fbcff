"""Forms on paper: the same questions and answers as on the personal page, with boxes to tick and lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.web.fields import ANSWER, Field, Shape
from api.web.forms import FORMS
from api.web.words import Words, words_in
from domain.voting.duties import SECRET_VOTE
from letters.wording import words_in as words_of_letters

_LINES: Final = {Shape.TEXT: 4, Shape.NUMBER: 1, Shape.LIST: 1}
"""How many lines there are to write on; none where a box is ticked."""


@dataclass(frozen=True)
class Question:
    """One thing to fill in: what is asked, the boxes with their labels, and lines. `under` names the answer with which
    it is filled in, empty if with any.
    """

    label: str
    hint: str
    boxes: tuple[str, ...]
    lines: int
    under: str


@dataclass(frozen=True)
class PaperForm:
    """What is asked, and the questions in order."""

    asked: str
    questions: tuple[Question, ...]


def paper_form(duty: str, language: str) -> PaperForm | None:
    """The form of a duty; None where there is none, and for a secret ballot, which nobody could carry for another."""
    if duty not in FORMS or duty == SECRET_VOTE:
        return None
    asked: str = words_of_letters(language)["duty"][duty]["ask"]
    return PaperForm(asked, tuple(_question(duty, field, language) for field in FORMS[duty].fields))


def _question(duty: str, field: Field, language: str) -> Question:
    words = words_in(language)
    own, answers = words["form"][duty]["fields"].get(field.name, {}), words["form"][duty]["answers"]
    if field.shape is Shape.CHOICE:
        boxes = tuple(answers[option]["label"] for option in field.options)
    else:
        boxes = tuple(_step(option, own.get("ends", ()), words) for option in field.options)
    return Question(
        label=own.get("label", words["page"]["your_answer"] if field.name == ANSWER else ""),
        hint=own.get("hint", ""),
        boxes=boxes,
        lines=0 if boxes else _LINES.get(field.shape, 1),
        under=answers[field.under]["label"] if field.under else "",
    )


def _step(option: str, ends: Sequence[str], words: Words) -> str:
    """A step of a scale. On paper nothing but its own words tells which end is the good one."""
    if option in words["scale"]:
        return str(words["scale"][option])
    means = dict(zip("14", ends, strict=True)).get(option) if ends else None
    return f"{option} ({means})" if means else option
