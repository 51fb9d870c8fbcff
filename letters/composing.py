"""Composing: the sentences of a letter, in the reader's language, before they are laid out."""

from __future__ import annotations

from dataclasses import dataclass

from domain.letter import LetterFacts, Voice, Wrote
from letters.wording import Words, day, minutes_by_duty, said_moment, short_day, spoken, words_in

_DOERS = (Voice.TASK, Voice.TASK_HANDED_OVER, Voice.TASK_REMINDER)
_DEPUTIES = (Voice.NUDGE, Voice.OFFER)
_NO_WAYS = (Voice.ESCALATION, Voice.READ_BACK, Voice.WITHDRAWN)
_HANDED_ON_THE_PAGE = "answer_invitation"  # the one duty whose page offers the deputy as an answer


_LONGEST_QUOTE = 120
_WHOSE_DUE = {Voice.ESCALATION: "others", Voice.READ_BACK: "correction"}


@dataclass(frozen=True)
class Sheet:
    """A letter in words. Every text is plain; whoever lays it out escapes it. `ways` may be empty."""

    language: str
    subject: str
    heading: str
    greeting: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    facts_caption: str
    button: str
    link: str
    link_note: str
    ways_heading: str
    ways: tuple[str, ...]
    closing: str
    signature: str
    why: str
    why_heading: str


def compose(facts: LetterFacts) -> Sheet:
    """Find the words for these facts."""
    language = spoken(facts.languages)
    return _Composer(facts, language, words_in(language)).sheet()


@dataclass(frozen=True)
class _Composer:
    facts: LetterFacts
    language: str
    words: Words

    def sheet(self) -> Sheet:
        facts, common, voice = self.facts, self.words["common"], self.words["voice"][self.facts.voice]
        return Sheet(
            language=self.language,
            subject=self._said(voice["subject"]),
            heading=self._said(voice["heading"]),
            greeting=common["greeting"].format(name=facts.name) if facts.name else common["greeting_unnamed"],
            paragraphs=self._paragraphs(self._of_offer("opening")),
            facts=self._table(),
            facts_caption=common["facts"],
            button=common[self._button()],
            link=facts.link,
            link_note=common["link_note"] if facts.voice.opens_a_door else "",
            ways_heading=self.words["ways"]["task_heading" if facts.voice in _DOERS else "heading"],
            ways=self._ways(),
            closing=voice["closing"],
            signature=self._said(common["signature"]),
            why=self._said(self._of_offer("why")),
            why_heading=common["why"],
        )

    def _of_offer(self, name: str) -> str:
        """Words of the voice; each kind of offer may have its own."""
        words = self.words["voice"][self.facts.voice]
        if self.facts.voice is Voice.OFFERED:
            words = {**words, **self._duty}
        said: str = words[name]
        return said

    def _button(self) -> str:
        if self.facts.voice is Voice.WITHDRAWN:
            return "own_page"
        return "answer_page" if self.facts.voice.opens_a_door else "initiative_page"

    def _said(self, sentence: str) -> str:
        """A sentence with what it speaks of put in; what people wrote is a value here, never a pattern."""
        facts, ask = self.facts, self._duty["ask"]
        return sentence.format(
            initiative=facts.initiative,
            backbone=facts.backbone,
            organisation=facts.organisation,
            role=facts.role,
            reminders=facts.ahead.reminders,
            asked_day=day(self.words, facts.asked_on),
            day_short=short_day(self.words, facts.due_on),
            ask=ask.removesuffix("."),
            ask_within=ask[0].lower() + ask[1:],
            by=self._due["subject"].format(day_short=short_day(self.words, facts.due_on)),
        )

    @property
    def _duty(self) -> Words:
        duty: Words = self.words["duty"][self.facts.duty]
        return duty

    @property
    def _due(self) -> Words:
        voice = self.facts.voice
        whose = "doer" if voice in _DOERS else _WHOSE_DUE.get(voice, "reader")
        due: Words = self.words["due"][whose]["passed" if self.facts.overdue else "ahead"]
        return due

    def _paragraphs(self, opening: str) -> tuple[str, ...]:
        if self.facts.wrote is not None:
            return self._read_back(opening, self.facts.wrote)
        if self.facts.voice is Voice.WITHDRAWN:
            return (self._said(opening),)
        escalated = self.facts.voice is Voice.ESCALATION
        paragraphs = (self._said(opening), "" if escalated else self._duty["what"], self._due["note"], self._silence())
        return tuple(paragraph for paragraph in paragraphs if paragraph)

    def _read_back(self, opening: str, wrote: Wrote) -> tuple[str, ...]:
        """What was entered, in a sentence and in the words that came with it; and what to do if it is wrong."""
        words = self.words["read_back"]
        said = {name: words["words"].get(value, value) for name, value in wrote.said.items()}
        sentence = words["said"].get(wrote.kind, words["other"]).format(**said)
        quoted = (self.words["about"]["quoted"].format(written=wrote.text),) if wrote.text else ()
        return (self._said(opening), sentence, *quoted, self._due["note"])

    def _silence(self) -> str:
        """What happens if nobody does anything, told beforehand."""
        ahead, silence = self.facts.ahead, self.words["silence"]
        if self.facts.voice not in (Voice.INVITATION, Voice.HANDED_OVER) or not ahead.reminders:
            return ""
        reminded = self._said(silence["once" if ahead.reminders == 1 else "often"])
        return f"{reminded} {silence['deputy']}" if ahead.deputy_next else reminded

    def _table(self) -> tuple[tuple[str, str], ...]:
        facts, common = self.facts, self.words["common"]
        matter = ((common["matter"], facts.initiative), (common["phase"], self._titled(facts.phase_titles)))
        asked = (common["asked"], self._titled(facts.duty_titles) or self._duty["ask"].removesuffix("."))
        due = (self._due["label"], day(self.words, facts.due_on))
        asked_about = (asked, *self._about(), *self._meeting())
        if facts.voice is Voice.WITHDRAWN:
            return (*matter, *asked_about)
        if facts.voice is Voice.ESCALATION:
            whom = f"{facts.organisation}, {facts.role}"
            since = (common["asked_on"], day(self.words, facts.asked_on))
            return (*matter, *asked_about, (common["asked_of"], whom), since, due)
        if facts.wrote is not None:
            return (*matter, *asked_about, due)
        takes = common["minutes"].format(minutes=minutes_by_duty()[facts.duty])
        return (*matter, *asked_about, due, (common["takes"], takes))

    def _meeting(self) -> tuple[tuple[str, str], ...]:
        """When the meeting is that it is about."""
        moment = self.facts.meets_at
        return () if moment is None else ((self.words["common"]["meeting"], said_moment(self.words, moment)),)

    def _about(self) -> tuple[tuple[str, str], ...]:
        """Which one of several it is: by its id and the beginning of what was written of it, or by its name."""
        facts, words = self.facts, self.words["about"]
        if not facts.about:
            return ()
        label = words["label"][facts.duty].format(about=facts.about)
        if facts.about in words["name"]:
            return ((label, words["name"][facts.about]),)
        if not facts.written:
            return ((label, words["gone" if facts.written is None else "unwritten"]),)
        return ((label, words["quoted"].format(written=_beginning(facts.written))),)

    def _titled(self, titles: dict[str, str]) -> str:
        return titles.get(self.language) or next(iter(titles.values()), "")

    def _ways(self) -> tuple[str, ...]:
        """How not to answer, or to answer in another way."""
        facts, ways = self.facts, self.words["ways"]
        if facts.voice in _NO_WAYS:
            return ()
        if facts.voice in _DOERS:
            return (ways["task"],)
        reply = (ways["reply"],) if facts.reply_to else ()
        if facts.voice in _DEPUTIES:
            return (ways["deputy_decline"], *reply)
        deputy = ways["hand_over" if facts.duty == _HANDED_ON_THE_PAGE else "deputy"]
        return (self._duty.get("decline", ways["decline"]), *((deputy,) if facts.ahead.has_deputy else ()), *reply)


def _beginning(text: str) -> str:
    """As much of a text as fits on a line or two, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_QUOTE:
        return line
    return f"{line[: _LONGEST_QUOTE - 1].rpartition(' ')[0] or line[: _LONGEST_QUOTE - 1]}…"
