"""Bundling: what there is to say to one person, as one letter. One matter is a letter of its own, several share one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.correspondence.returned import ReturnedFacts
from domain.letter import CallFacts, Common, ExitFacts, LetterFacts
from letters.calling import compose_call
from letters.composing import compose
from letters.returning import compose_returned
from letters.sheets import Asks, Group, Row, Sheet, Whole
from letters.telling import compose_exit
from letters.wording import Words, counted, spoken, words_in

Part = LetterFacts | ExitFacts | CallFacts | ReturnedFacts
"""What is known of one letter."""

_LONGEST_SUBJECT = 150


def compose_whole(parts: Sequence[Part]) -> Whole:
    """Find the words for all these parts, in the language of the first. They keep their order, but those of one
    initiative stand together, where its first one stands.
    """
    language = spoken(parts[0].languages)
    return _Bundle(parts, language, words_in(language)).whole()


def coordinators(parts: Iterable[Common]) -> tuple[str, ...]:
    """The addresses that replies could go to, each once."""
    return tuple(dict.fromkeys(part.reply_to for part in parts if part.reply_to))


@dataclass(frozen=True)
class _Bundle:
    parts: Sequence[Part]
    language: str
    words: Words

    def whole(self) -> Whole:
        sheets, first = [self._sheet(part) for part in self.parts], self.parts[0]
        said, common = self._said_alone(sheets[0]) if len(sheets) == 1 else self._said(sheets), self.words["common"]
        return replace(
            said,
            greeting=common["greeting"].format(name=first.name) if first.name else common["greeting_unnamed"],
            groups=self._groups(sheets),
            signatures=self._signatures(),
            budget="" if isinstance(first, CallFacts) else common["weekly" if first.weekly else "daily"],
        )

    def _sheet(self, part: Part) -> Sheet:
        match part:
            case ExitFacts():
                sheet = compose_exit(part, self.language)
            case CallFacts():
                sheet = compose_call(part, self.language)
            case ReturnedFacts():
                sheet = compose_returned(part, self.language)
            case LetterFacts():
                sheet = compose(part, self.language)
        own = () if self._replies_reach_all else self._reach(part, sheet)
        return replace(sheet, ways=(*sheet.ways, *own))

    @property
    def _replies_reach_all(self) -> bool:
        """Whether whoever replies reaches the one coordinator whom all of it concerns."""
        return len(coordinators(self.parts)) < 2

    def _reach(self, part: Part, sheet: Sheet) -> tuple[str, ...]:
        """How to reach the coordinator of a part, where that helps."""
        if not sheet.reply or not part.reply_to:
            return ()
        ways = self.words["ways"]
        written = sheet.reply if self._replies_reach_all else ways["write"].format(address=part.reply_to)
        return (written, ways["phone"].format(phone=part.phone)) if part.phone else (written,)

    def _said_alone(self, sheet: Sheet) -> Whole:
        return Whole(
            tag=self.words["language"]["tag"],
            subject=sheet.subject,
            heading=sheet.heading,
            greeting="",
            opening=(),
            groups=(),
            is_single=True,
            link_note=sheet.link_note,
            reach_heading=sheet.ways_heading,
            reach=(*sheet.ways, *self._reach(self.parts[0], sheet)),
            closing=sheet.closing,
            signatures=(),
            why_heading=self.words["common"]["why"],
            budget="",
        )

    def _said(self, sheets: list[Sheet]) -> Whole:
        bundle, heading = self.words["bundle"], self._heading(sheets)
        is_mixed = len({sheet.asks is Asks.NOTHING for sheet in sheets}) > 1
        reached = [self._reach(part, sheet) for part, sheet in zip(self.parts, sheets, strict=True)]
        return Whole(
            tag=self.words["language"]["tag"],
            subject=self._subject(heading),
            heading=heading,
            greeting="",
            opening=(bundle["opening"], bundle["also"]) if is_mixed else (bundle["opening"],),
            groups=(),
            is_single=False,
            link_note=next((sheet.link_note for sheet in sheets if sheet.link_note), ""),
            reach_heading=bundle["reach"],
            reach=next(filter(None, reached), ()) if self._replies_reach_all else (),
            closing=bundle["closing"],
            signatures=(),
            why_heading=self.words["common"]["why"],
            budget="",
        )

    def _heading(self, sheets: list[Sheet]) -> str:
        """How many things are asked; if none is, how many are told."""
        bundle, asking = self.words["bundle"], [sheet for sheet in sheets if sheet.asks is not Asks.NOTHING]
        kind = "told" if not asking else "asked" if any(s.asks is Asks.ANSWER for s in asking) else "tasks"
        number = len(asking or sheets)
        said: str = bundle[f"{kind}_one" if number == 1 else kind]
        said = said.format(number=counted(self.words, number, "of" if kind == "asked" else "count"))
        return said[0].upper() + said[1:]

    def _subject(self, heading: str) -> str:
        titles = tuple(dict.fromkeys(part.initiative for part in self.parts))
        subject = f"{heading}: {', '.join(titles)}"
        return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"

    def _groups(self, sheets: list[Sheet]) -> tuple[Group, ...]:
        of: dict[str, list[Sheet]] = {}
        for part, sheet in zip(self.parts, sheets, strict=True):
            of.setdefault(part.initiative_id, []).append(sheet)
        return tuple(Group(group[0].matter[1], tuple(group)) for group in of.values())

    def _signatures(self) -> tuple[Row, ...]:
        """Who coordinates, and the address of each."""
        signature = self.words["common"]["signature"]
        return tuple(
            dict.fromkeys((signature.format(backbone=part.backbone), part.reply_to or "") for part in self.parts)
        )
