"""Composing: the sentences of a letter, in the reader's language, before they are laid out."""

from __future__ import annotations

from dataclasses import dataclass

from domain.letter import Common, LetterFacts, Voice, Wrote
from letters.declining import WITHOUT_A_NO
from letters.sheets import Asks, Row, Sheet, Tongue
from letters.wording import LANGUAGES, Words, common_form, day, said_moment, short_day, takes, titled, words_in

STOP_ANCHOR, NOT_ME_ANCHOR = "muistutukset", "en-ole-han"
"""The places of a personal page that letters lead to."""

_DOERS = (Voice.TASK, Voice.TASK_HANDED_OVER, Voice.TASK_REMINDER)
_DEPUTIES = (Voice.NUDGE, Voice.OFFER)
_NO_WAYS = (Voice.ESCALATION, Voice.READ_BACK, Voice.WITHDRAWN)
_HANDED_ON_THE_PAGE = "answer_invitation"  # whose page offers the deputy as an answer, also where no seats are kept


_ASKS = {
    Voice.TASK: Asks.TASK,
    Voice.TASK_HANDED_OVER: Asks.TASK,
    Voice.TASK_REMINDER: Asks.TASK,
    Voice.OFFERED: Asks.TASK,
    Voice.ESCALATION: Asks.TASK,
    Voice.READ_BACK: Asks.NOTHING,
    Voice.WITHDRAWN: Asks.NOTHING,
}
"""What voices want; all others want an answer."""

_LONGEST_QUOTE = 120
_LONGEST_TEXT = 1000
_WHOSE_DUE = {Voice.ESCALATION: "others", Voice.READ_BACK: "correction"}


def compose(facts: LetterFacts, language: str) -> Sheet:
    """Find the words for these facts in one of the languages of letters."""
    return _Composer(facts, language, words_in(language)).sheet()


@dataclass(frozen=True)
class _Composer:
    facts: LetterFacts
    language: str
    words: Words

    def sheet(self) -> Sheet:
        facts, common, voice = self.facts, self.words["common"], self.words["voice"][self.facts.voice]
        matter, *rows = self._table()
        return Sheet(
            asks=_ASKS.get(facts.voice, Asks.ANSWER),
            subject=self._said(voice["subject"]),
            heading=self._said(voice["heading"]),
            paragraphs=self._paragraphs(self._of_offer("opening")),
            matter=matter,
            facts=tuple(rows),
            facts_caption=common["facts"],
            button=common[self._button()],
            link=facts.link,
            link_note=common["link_note"] if facts.voice.opens_a_door else "",
            ways_heading=self.words["ways"]["task_heading" if facts.voice in _DOERS else "heading"],
            ways=self._ways(),
            reply="" if facts.voice in (*_NO_WAYS, *_DOERS) else self.words["ways"]["reply"],
            closing=voice["closing"],
            why=self._why(),
            silence=self._silence(),
            stops=self._stops(),
            tongues=tongues(facts, self.language) if facts.voice.opens_a_door else (),
        )

    def _why(self) -> str:
        """Why its reader gets it; and, where a matter is put to them, by whose mandate."""
        why, mandate = self._said(self._of_offer("why")), self.facts.mandate
        if not mandate or self.facts.voice not in (Voice.INVITATION, Voice.HANDED_OVER):
            return why
        said = self.words["common"]["mandate"].format(backbone=self.facts.backbone, mandate=mandate)
        return f"{why} {said}"

    def _stops(self) -> tuple[Row, ...]:
        """Where the reader's page stops reminders, and where somebody says that another is meant."""
        facts, common = self.facts, self.words["common"]
        if not facts.voice.opens_a_door:
            return ()
        stop = ((common["stop"], f"{facts.link}#{STOP_ANCHOR}"),) if _ASKS.get(facts.voice) is None else ()
        return (*stop, (common["not_me"], f"{facts.link}#{NOT_ME_ANCHOR}"))

    def _of_offer(self, name: str) -> str:
        """Words of the voice; each kind of offer may have its own."""
        words = self.words["voice"][self.facts.voice]
        if self.facts.voice is Voice.OFFERED:
            words = {**words, **self._duty}
        said: str = words[name]
        return said

    def _button(self) -> str:
        if self.facts.voice in (Voice.WITHDRAWN, Voice.READ_BACK):
            return "own_page"  # nothing is asked
        return "answer_page" if self.facts.voice.opens_a_door else "initiative_page"

    def _said(self, sentence: str) -> str:
        """A sentence with what it speaks of put in; what people wrote is a value here, never a pattern."""
        facts, ask = self.facts, self._duty["ask"]
        return sentence.format(
            initiative=facts.initiative,
            backbone=facts.backbone,
            organisation=facts.organisation,
            role=facts.role,
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
        what, moved = "" if escalated else self._duty["what"], self.words["ways"]["moved"] if self.facts.moved else ""
        paragraphs = (self._said(opening), moved, what, self._due["note"])
        return tuple(paragraph for paragraph in paragraphs if paragraph)

    def _read_back(self, opening: str, wrote: Wrote) -> tuple[str, ...]:
        """What was entered, in a sentence and in the words that came with it; and what to do if it is wrong."""
        words = self.words["read_back"]
        said = {name: words["words"].get(value, value) for name, value in wrote.said.items()}
        sentence = words["said"].get(wrote.kind, words["other"]).format(**said)
        quoted = (self.words["about"]["quoted"].format(written=wrote.text),) if wrote.text else ()
        instead = (words["instead"],) if wrote.corrects else ()
        return (self._said(opening), sentence, *quoted, *instead, self._due["note"])

    def _silence(self) -> str:
        """What happens if nobody does anything, as far as it is known beforehand: two reminders come at most, since the
        budget counts those of coordinators too.
        """
        ahead, silence = self.facts.ahead, self.words["silence"]
        if self.facts.voice not in (Voice.INVITATION, Voice.HANDED_OVER) or not ahead.reminds:
            return ""
        return f"{silence['reminded']} {silence['deputy']}" if ahead.deputy_next else str(silence["reminded"])

    def _table(self) -> tuple[Row, ...]:
        facts, common = self.facts, self.words["common"]
        matter = ((common["matter"], facts.initiative), *self._phase())
        asked = (common["asked"], self._title())
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
        return (*matter, *asked_about, due, (common["takes"], takes(self.words, facts.duty)))

    def _phase(self) -> tuple[Row, ...]:
        """The phase, for whoever coordinates: others need not know how the work is divided."""
        if _ASKS.get(self.facts.voice) is not Asks.TASK:
            return ()
        return ((self.words["common"]["phase"], titled(self.facts.phase_titles, self.language)),)

    def _title(self) -> str:
        """What is asked, as the model names it; it has no names in the plain form of a language."""
        titles = self.facts.duty_titles if common_form(self.language) == self.language else {}
        return titled(titles, self.language) or str(self._duty["ask"]).removesuffix(".")

    def _meeting(self) -> tuple[Row, ...]:
        """When the meeting is that it is about."""
        moment, agenda, common = self.facts.meets_at, self.facts.agenda, self.words["common"]
        if moment is None:
            return ()
        when = (common["meeting"], said_moment(self.words, moment))
        told = agenda and self.facts.voice is not Voice.WITHDRAWN
        return (when, (common["agenda"], cut(agenda))) if told else (when,)

    def _about(self) -> tuple[Row, ...]:
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

    def _ways(self) -> tuple[str, ...]:
        """How not to answer, or to answer in another way."""
        facts, ways = self.facts, self.words["ways"]
        if facts.voice in _NO_WAYS:
            return ()
        if facts.voice in _DOERS:
            return (ways["task"],)
        if facts.voice in _DEPUTIES:
            return (ways["deputy_decline"],)
        deputy = ways["hand_over" if facts.ahead.hands_on or facts.duty == _HANDED_ON_THE_PAGE else "deputy"]
        not_answering = (ways["not_answering"],) if facts.duty in WITHOUT_A_NO else ()
        own = self._duty.get("decline", ways["decline"])
        return (own, *not_answering, *((deputy,) if facts.ahead.has_deputy else ()))


def tongues(facts: Common, language: str) -> tuple[Tongue, ...]:
    """The reader's own page in the languages that the letter is not written in."""
    others = {one: words_in(one)["language"] for one in LANGUAGES if one != language}
    return tuple(Tongue(words["tag"], words["read"], f"{facts.link}?language={one}") for one, words in others.items())


def cut(text: str | None) -> str:
    """A text on one line, as much of it as a letter has room for; all of it stands on the page."""
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST_TEXT else f"{line[: _LONGEST_TEXT - 1]}…"


def _beginning(text: str) -> str:
    """As much of a text as fits on a line or two, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_QUOTE:
        return line
    return f"{line[: _LONGEST_QUOTE - 1].rpartition(' ')[0] or line[: _LONGEST_QUOTE - 1]}…"
