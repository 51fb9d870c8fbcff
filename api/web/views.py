"""Views: the parts of the personal page in words, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.web.fields import Shape
from api.web.filling import Typed
from api.web.readings import Reading


@dataclass(frozen=True)
class Draft:
    """A form that came back: for which obligation, what was typed, under which nonce, and the sentence to say."""

    obligation: str
    typed: Typed = field(default_factory=Typed)
    nonce: str | None = None
    notice: str = ""


@dataclass(frozen=True)
class OptionView:
    """One answer to choose, with its explanation and what is asked under it."""

    value: str
    label: str
    hint: str
    chosen: bool
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True)
class FieldView:
    """One thing to fill in, with what was typed before and what is the matter with it.

    `ends` say what the first and last step of a scale mean.
    """

    name: str
    shape: Shape
    id: str
    label: str
    hint: str
    ends: tuple[str, ...]
    options: tuple[OptionView, ...]
    value: str
    needed: bool
    problem: str


@dataclass(frozen=True)
class FormView:
    """A form: its obligation and nonce, its fields, its button, and what opens it where it is folded."""

    obligation: str
    nonce: str
    fields: tuple[FieldView, ...]
    button: str
    summary: str

    @property
    def wrong(self) -> tuple[FieldView, ...]:
        """The fields that something is the matter with, also those under an answer."""
        inner = (under for field in self.fields for option in field.options for under in option.fields)
        return tuple(field for field in (*self.fields, *inner) if field.problem)


@dataclass(frozen=True)
class ReceiptView:
    """What was answered (labels and values), in whose words, and when; that it counts no more; and the form that takes
    it back, where that may be done.
    """

    asked: str
    lines: tuple[tuple[str, str], ...]
    text: str
    when: str
    superseded: str
    undo: FormView | None


@dataclass(frozen=True)
class CardView:
    """One question, or its receipt. `notice` is what came of the last try."""

    anchor: str
    heading: str
    what: str
    decline: str
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    readings: tuple[Reading, ...]
    receipts: tuple[ReceiptView, ...]
    until: str
    form: FormView | None
    is_open: bool
    notice: str
    handing_on: FormView | None = None
    declining: FormView | None = None
