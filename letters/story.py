"""The story of an initiative in plain words: where it is, why, what is missing and from whom, what happens by itself.

Every sentence that holds by a rule names the rule's place in the operating model.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from domain.clockwork import DECIDE_EXIT, REDECIDE_EXIT
from domain.explaining import open_tally
from domain.gates import Clause
from domain.initiative import TAKE_OVER
from domain.merging.offers import TAKE_IN
from domain.operating_model import END, DecideHow, ExitKind
from domain.phase_state import STOPPED_WELL
from domain.stage import Count
from domain.telling import Account
from letters import dates
from letters.deadlines import Deadlines, missed_by
from letters.links import told_links
from letters.releases import Releases
from letters.remodelling import rules_told

LANGUAGES = ("fi", "sv", "en")
_STORIES = Path(__file__).parent / "stories"
_MOST = 12  # as many names as a sentence holds
_HUNDREDTHS = 100  # in which gates tell ratings of the five conditions


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the place in the operating model under which it holds (None: it is a plain fact)."""

    text: str
    rule: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """What is told about one thing, `about` being `where`, `links`, `rules`, `application`, `released`, `gate`,
    `waiting`, `coming` or `fate`.
    """

    about: str
    sentences: tuple[Sentence, ...]


@cache
def words_in(language: str) -> Mapping[str, Any]:
    """All words of stories in one of the LANGUAGES, as nested tables."""
    return tomllib.loads((_STORIES / f"{language}.toml").read_text(encoding="utf-8"))


def story(account: Account, names: Mapping[str, str], language: str, why: str | None = None) -> tuple[Paragraph, ...]:
    """Tell an account in a language; `names` says of seats by id whose they are, and of other initiatives by id what
    they are called; `why` for what reason the model was changed, if it was.
    """
    return _Teller(account, names, language, words_in(language), why).told()


def as_text(paragraphs: tuple[Paragraph, ...]) -> str:
    """The story as plain text, a sentence a line, an empty line between paragraphs."""
    return "\n\n".join("\n".join(sentence.text for sentence in paragraph.sentences) for paragraph in paragraphs)


def counted_by(clause: Clause, language: str, duty: Callable[[str], str]) -> str:
    """What a clause counts, in a language: sectors, a duty (which `duty` names by its kind), ratings; the clause itself
    where it counts nothing that has a name of its own.
    """
    words, (head, _, rest) = words_in(language), clause.clause.partition(".")
    if head in ("sectors", "hear"):
        return str(words["sectors"]["or"].join(words["sectors"].get(part, part) for part in rest.split("|")))
    if head == "done":
        return duty(rest)
    if head in ("median", "indicators"):
        return str(words["counted"].get(rest, rest))
    return str(words["conditions"][rest]) if head == "conditions" else clause.clause


@dataclass(frozen=True)
class _Teller:
    account: Account
    names: Mapping[str, str]
    language: str
    words: Mapping[str, Any]
    why: str | None = None

    def told(self) -> tuple[Paragraph, ...]:
        """All that there is to tell; of an initiative that has ended, how."""
        initiative = self.account.initiative
        links = told_links(initiative, self.names, self.words["links"])
        parts = {"where": self._where(), "links": (Sentence(told) for told in links)}
        if initiative.outcome is None and not initiative.settled:
            deadlines = Deadlines(self.account, self.words, self._day, self._moment)
            changed = rules_told(self.account, self.words, self.language, self._day, self.why)
            parts["rules"] = (Sentence(*told) for told in changed)
            parts["application"] = (Sentence(*told) for told in deadlines.told())
            parts["released"] = (Sentence(*told) for told in Releases(self.account, self.words, self._named).told())
            parts |= {"gate": self._gate(), "waiting": self._waiting(), "coming": self._coming(), "fate": self._fate()}
        return tuple(Paragraph(about, tuple(said)) for about, part in parts.items() if (said := list(part)))

    def _where(self) -> Iterator[Sentence]:
        initiative, words = self.account.initiative, self.words["where"]
        stage, calendar = initiative.at, initiative.calendar
        if initiative.outcome is not None:
            yield Sentence(words["ended"].format(outcome=self._outcome(initiative.outcome)))
            return
        phase = self._phase(stage.phase)
        if initiative.settled:
            yield Sentence(words["settled"].format(phase=phase))
            return
        due = self._day(calendar.due_day(stage.due))
        told = words["open"].format(phase=phase, round=stage.round, opened=self._local_day(stage.opened_at), due=due)
        yield Sentence(told, f"phases.{stage.phase}.due")
        if initiative.paused is not None:
            resting = words["paused" if initiative.paused.hold is None else "held"]
            yield Sentence(resting.format(until=self._moment(initiative.paused.until)))

    def _gate(self) -> Iterator[Sentence]:
        words, explanation = self.words["gate"], self.account.explanation
        if explanation.open:
            yield Sentence(words["open"])
        else:
            yield Sentence(words["shut"])
            for clause in self.account.lacking:
                yield Sentence(f"– {self._clause(clause)}", self.account.rules[clause.clause])
            if explanation.completing:
                yield Sentence(words["opens"].format(names=self._named(explanation.completing)))
            elif explanation.completing is None:
                yield Sentence(words["nobody"])
            if explanation.in_time:
                yield Sentence(words["in_time"].format(at=self._moment(max(one.at for one in explanation.in_time))))
        if self.account.initiative.at.count is not None:
            yield self._fell_short(self.account.initiative.at.count)
        yield self._decision()

    def _fell_short(self, count: Count) -> Sentence:
        """How the last vote was counted, and that a tie is not enough; of consent alone, how many objected."""
        initiative, words = self.account.initiative, self.words["decision"]
        decide, rule = initiative.rule.gate.decide, f"phases.{initiative.at.phase}.gate.decide"
        consent = decide.how is DecideHow.CONSENT and decide.otherwise is None
        if count.short and "quorum" in count.short:
            return Sentence(words["few_voted"].format(cast=count.cast, quorum=count.quorum), rule)
        if count.short and count.votes_for >= count.needed:
            return Sentence(words["unbalanced"].format(votes=count.votes_for, what=self._sectors(count.short)), rule)
        if count.votes_against == 0 if consent else count.votes_for >= count.needed > 0:
            return Sentence(words["shut"], rule)
        said = words["objected" if consent else "tied" if count.tie else "fell_short"]
        return Sentence(said.format(votes=count.votes_for, against=count.votes_against, needed=count.needed), rule)

    def _sectors(self, clauses: tuple[str, ...]) -> str:
        """The sectors that clauses of a gate ask for."""
        distinct = self.words["decision"]["more_sectors"]
        named = (Clause(name, 0, 1, False) for name in clauses)
        told = (
            distinct if one.clause == "sectors.distinct" else counted_by(one, self.language, self._duty)
            for one in named
        )
        return ", ".join(told)

    def _decision(self) -> Sentence:
        initiative, words = self.account.initiative, self.words["decision"]
        decide, rule = initiative.rule.gate.decide, f"phases.{initiative.at.phase}.gate.decide"
        if initiative.at.vote is not None:
            count, silent = open_tally(initiative), self.account.explanation.decision.missing
            said = words["open_vote"].format(names=self._named(silent) or "–")
            few = words["needs_ballots"].format(quorum=count.quorum) if count and count.cast < count.quorum else ""
            return Sentence(f"{said} {few}".rstrip(), rule)
        if decide.how is DecideHow.ROLE:
            who = self.words["roles"][decide.role or "coordinator"]
            return Sentence(words["role"].format(who=who), rule)
        return Sentence(words["vote"], rule)

    def _clause(self, clause: Clause) -> str:
        words, (head, _, rest) = self.words["clauses"], clause.clause.partition(".")
        what = counted_by(clause, self.language, self._duty)
        if head == "conditions":
            return self._condition(clause, self.words["conditions"][rest])
        said = words["sectors_distinct"] if clause.clause == "sectors.distinct" else words.get(head, words["other"])
        return str(said.format(what=what, have=clause.have, need=clause.need))

    def _condition(self, clause: Clause, what: str) -> str:
        """One of the five conditions: how sectors rate it, if that betrays nobody, or how many seats have yet to."""
        words, mark = self.words["clauses"], self.words["dates"]["decimal_mark"]
        if clause.need == 1:
            return str(words["conditions_untold"].format(what=what))
        if clause.need < _HUNDREDTHS:
            return str(words["conditions_unknown"].format(what=what, have=clause.have, need=clause.need))
        have, need = (f"{one // _HUNDREDTHS}{mark}{one % _HUNDREDTHS:02}" for one in (clause.have, clause.need))
        return str(words["conditions"].format(what=what, have=have, need=need))

    def _waiting(self) -> Iterator[Sentence]:
        """Who owes the same since the same day, until the same day, is told together."""
        words, waiting = self.words["waiting"], self.account.waiting
        yield Sentence(words["some" if waiting else "none"])
        alike: dict[tuple[bool, str, str, str], list[str]] = {}
        for one in waiting:
            due = self._day(self.account.initiative.calendar.due_day(one.due))
            key = (one.lapsed, one.duty, self._local_day(one.since), due)
            alike.setdefault(key, []).append(one.seat or "coordinator")
        for (lapsed, duty, since, due), who in alike.items():
            said = words["late" if lapsed else "one"].format(
                who=self._named(tuple(dict.fromkeys(who))), duty=self._duty(duty), since=since, due=due
            )
            yield Sentence(f"– {said}", self._rule_of_duty(duty))

    def _coming(self) -> Iterator[Sentence]:
        words, coming = self.words["coming"], self.account.coming
        if coming is None:
            yield Sentence(words["none"])
            return
        kinds = dict.fromkeys(words["kinds"].get(kind, words["kinds"]["other"]) for kind in coming.kinds)
        yield Sentence(words["some"].format(at=self._moment(coming.at), what=", ".join(kinds)))

    def _fate(self) -> Iterator[Sentence]:
        initiative, words, fate = self.account.initiative, self.words["fate"], self.account.fate
        if fate is None:
            return
        at = self._moment(fate.at)
        if fate.to == END:
            stopped = fate.outcome == STOPPED_WELL
            said = words["lapse" if stopped else "end"].format(at=at, outcome=self._outcome(fate.outcome or "other"))
        else:
            forward = initiative.rule.next.get(ExitKind.ADVANCE) == fate.to
            said = words["advance" if forward else "back"].format(at=at, to=self._phase(fate.to))
        yield Sentence(said, f"phases.{initiative.at.phase}.next")
        if missed_by(initiative, self.account.now, fate.at):
            yield Sentence(words["missed_by_then"])

    def _named(self, who: tuple[str, ...]) -> str:
        """Seats by whose they are, roles and sectors by their words; the first few, and how many more."""
        coordinator, sectors = self.words["gate"]["coordinator"], self.words["sectors"]
        named = [coordinator if one == "coordinator" else self.names.get(one, sectors.get(one, one)) for one in who]
        more = self.words["gate"]["and_more"].format(more=len(named) - _MOST) if len(named) > _MOST else ""
        return ", ".join(named[:_MOST]) + more

    def _duty(self, kind: str) -> str:
        try:
            title = self.account.initiative.asks_for(kind)[1].title
        except KeyError:
            return str(self.words["duties"].get(kind, kind))
        return title.get(self.language) or next(iter(title.values()))

    def _rule_of_duty(self, kind: str) -> str:
        initiative = self.account.initiative
        try:
            part, _ = initiative.asks_for(kind)
        except KeyError:
            if kind in (TAKE_OVER, TAKE_IN):
                return "exits.offer"
            return "decision" if kind in (DECIDE_EXIT, REDECIDE_EXIT) else f"phases.{initiative.at.phase}.gate.decide"
        family = "phases" if part in initiative.charter.model.phases else "matters"
        return f"{family}.{part}.obligations.{kind}"

    def _phase(self, name: str) -> str:
        title = self.account.initiative.charter.model.phases[name].title
        return title.get(self.language) or next(iter(title.values()))

    def _outcome(self, outcome: str) -> str:
        return str(self.words["outcomes"].get(outcome, self.words["outcomes"]["other"]))

    def _local_day(self, instant: datetime) -> str:
        return self._day(self.account.initiative.calendar.local(instant).date())

    def _day(self, day: Any) -> str:
        return dates.day(self.words["dates"], day)

    def _moment(self, instant: datetime) -> str:
        return dates.moment(self.words["dates"], self.account.initiative.calendar.local(instant))
