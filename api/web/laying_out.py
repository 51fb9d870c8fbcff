"""Laying out forms: fields with their words, what was typed before, and what is the matter with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.web.cards import Card
from api.web.desk import Desk
from api.web.fields import Field, Form, Shape
from api.web.filling import Typed
from api.web.meeting_forms import DATES, number_of
from api.web.meeting_readings import proposals, said
from api.web.readings import listed
from api.web.views import FieldView, OptionView


@dataclass(frozen=True)
class Layout:
    """One card's form, in the words of its reader."""

    desk: Desk
    card: Card
    form: Form
    typed: Typed

    def fields(self, under: str | None = None) -> tuple[FieldView, ...]:
        """The fields that are always asked, or those of one answer."""
        return tuple(self._field(field) for field in self.form.fields if field.under == under)

    @property
    def _words(self) -> Any:
        return self.desk.words["form"][self.card.obligation.duty]

    def _field(self, field: Field) -> FieldView:
        words = self._words["fields"].get(field.name, {})
        problem = self.typed.problems.get(field.name)
        return FieldView(
            name=field.name,
            shape=field.shape,
            id=f"{self.card.anchor}-{field.name}",
            label=words.get("label", self.desk.words["page"]["your_answer"]),
            hint=self._moment(field) or words.get("hint", ""),
            ends=tuple(words.get("ends", ())),
            options=tuple(self._option(field, option) for option in field.options),
            value=self.typed.values.get(field.name, ""),
            needed=field.needed,
            problem=self.desk.words["problem"][problem] if problem else "",
        )

    def _moment(self, field: Field) -> str:
        """The proposal that a field of a date poll is about."""
        if field.name not in DATES:
            return ""
        asked = proposals(self.desk, self.card.obligation.subject or "")
        return said(self.desk, asked[number_of(field.name) - 1])

    def _option(self, field: Field, option: str) -> OptionView:
        chosen = self.typed.values.get(field.name) == option
        if field.shape is Shape.CHOICE:
            words, under = self._words["answers"][option], self.fields(under=option)
            opened = chosen or (bool(under) and field.options == (option,))  # no decision: it only opens its fields
            return OptionView(option, words["label"], words.get("hint", ""), opened, under)
        if field.shape is Shape.LIST:
            known = self._words["fields"][field.name].get("options") or listed(self.desk)
        else:
            known = self.desk.words["scale"]
        return OptionView(option, known.get(option, option), "", chosen)
