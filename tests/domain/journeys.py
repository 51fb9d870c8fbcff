"""Random journeys of an initiative: anyone says anything the phases know, and days pass.

Most of it is refused, enough is accepted: ids and numbers are drawn from those an initiative of six seats would use,
and a whole roster may say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from hypothesis import strategies as st

from domain.clockwork import next_wake
from domain.commands import CallVote, CastBallot, Command
from domain.cycle import MATTERS
from domain.deciding import opening
from domain.events import Choice
from domain.facts import Activity, Commitment, Facts, Indicator, Level, Need, Observation, Value
from domain.matters.meetings.commands import FixMeeting
from domain.operating_model import END, ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.refusals import Refusal
from domain.seats import Sector
from domain.wire import Plain, plain
from tests.fixtures.rules import COORDINATOR, PHASES, START, Play, roster, text
from tests.fixtures.values import Sources, built

SEATS = tuple(seat.id for seat in roster(6))
seats = st.sampled_from(SEATS)


def _ids(letter: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{letter}{n}" for n in range(1, 4)])


LIKELY = Sources(
    texts=seats,
    numbers=st.integers(0, 5),
    instants=st.integers(-5, 400).map(lambda n: START + timedelta(days=n)),
    days=st.integers(-5, 400).map(lambda n: START.date() + timedelta(days=n)),
    named={
        "need": _ids("n"),
        "into": _ids("n"),
        "action": _ids("a"),
        "activity": _ids("a"),
        "depends_on": st.just(()),
        "measures": st.sampled_from([(), ("a1",)]),
        "instead_of": st.none() | _ids("c"),
        "earlier": _ids("e"),
        "indicator": _ids("i"),
        "commitment": _ids("c"),
        "claim": _ids("c"),
        "observations": st.lists(_ids("o"), max_size=2).map(tuple),
        "rhythm": st.sampled_from(["P1M", "10wd", "P2W", "soon"]),
        "number": st.sampled_from(["12", "3.5", "-1", "x"]) | st.none(),
        "plan_sha256": st.none(),
        "statement": st.none() | st.integers(0, 3),
        "verdict": st.sampled_from(["confirmed", "not_shown"]) | st.none(),
        "request": _ids("r"),
        "meeting": _ids("m"),
        "funder": st.just("funder"),
        "time": st.none() | st.sampled_from(["16:15", "25:00"]),
        "zone": st.none(),
        "id": st.sampled_from(["goals", "budget", "letters"]),
        "answers": st.lists(st.sampled_from(["goals", "budget"]), unique=True).map(tuple),
        "section": _ids("s"),
        "objection": _ids("k"),
        "text_sha256": st.none(),
        "reference": st.just("2026/17 § 3"),
        "entry": _ids("h"),
        "call": st.sampled_from(["leader_2026", "Leader 2026"]),
    },
)
"""Values that an initiative of six seats is likely to know."""


@dataclass(frozen=True)
class Speech:
    """A command said by some seats in turn, or by the coordinator (no seats)."""

    command: Command
    seats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Days:
    """Time that passes."""

    number: int


speakers = st.one_of(st.just(()), seats.map(lambda seat: (seat,)), st.just(SEATS))
days = st.builds(Days, st.sampled_from([1, 1, 2, 3, 7, 20, 45]))
choices = st.sampled_from([Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN])


@cache
def acts(phase: str) -> st.SearchStrategy[Speech | Days]:
    """What happens in a phase: mostly its own commands, now and then one that any phase takes, or time passes."""
    own = [built(Command.kinds[k], LIKELY) for k in sorted(Command.kinds) if k.partition(".")[0] == phase]
    common = [built(Command.kinds[k], LIKELY) for k in sorted(Command.kinds) if k.startswith("initiative.")]
    beside = [built(Command.kinds[k], LIKELY) for k in sorted(Command.kinds) if k.partition(".")[0] in MATTERS]
    drawn = st.builds(Speech, st.one_of(*own, *own, *common, *beside), speakers)
    return st.one_of(*_CONVENING, drawn, days) if phase == "convening" else st.one_of(drawn, drawn, drawn, days)


_CONVENING: list[st.SearchStrategy[Speech]] = [
    st.just(Speech(AnswerInvitation(Reply.YES), SEATS)),
    st.builds(Speech, st.builds(AnswerInvitation, st.sampled_from(Reply)), speakers),
    st.just(Speech(NameChair(SEATS[0], SEATS[1]))),
    st.just(Speech(WriteMinutes(text()), SEATS[:1])),
    st.just(Speech(FixMeeting(START + timedelta(days=90)))),
    st.builds(Speech, st.builds(CallVote, st.sampled_from(ExitKind))),
    st.builds(Speech, st.builds(CastBallot, choices), speakers),
]
"""What brings many initiatives that convene to a vote."""

FACTS = Facts(
    needs={"n1": Need("n1", Sector.ASSOCIATION, SEATS[0])},
    accepted=SEATS,
    chair=SEATS[0],
    deputy_chair=SEATS[1],
    activities={"a1": Activity("a1", SEATS[0], SEATS[1])},
    indicators={"i1": Indicator("i1", SEATS[2], Level.OUTCOME, "P1M", 10, Value("3"))},
    commitments={"c1": Commitment("c1", SEATS[3], "a1")},
    observations={"o1": Observation("o1", "i1", SEATS[2], START - timedelta(days=9), Value("4"))},
)
"""What former phases of an initiative might have handed on."""

FROM_THE_START = ("readiness", "need_identification", "convening")
"""The phases that are begun without any of it."""


@st.composite
def journeys(draw: st.DrawFn, phases: tuple[str, ...] = tuple(PHASES), most: int = 20) -> Play:
    """An initiative somewhere on its way: begun in one of the phases, whose exits are followed, and left there."""
    phase = draw(st.sampled_from(phases))
    play = Play.of(phase, roster(6), **({} if phase in FROM_THE_START else vars(FACTS)))
    for _ in range(draw(st.integers(1, most))):
        perform(play, draw(acts(play.initiative.at.phase)))
        if play.initiative.settled and not relay(play):
            break
    return play


def snapshot(play: Play) -> Plain:
    """All that can change in an initiative, in plain form."""
    at = play.initiative
    kept = (at.stage, at.state, at.facts, at.obligations, at.rounds, at.paused, at.outcome, at.matters)
    return plain([*kept, len(play.entries)])


def perform(play: Play, act: Speech | Days) -> list[Refusal]:
    """Play an act; whatever was refused. A refused command must have changed nothing."""
    if isinstance(act, Days):
        play.wait(act.number)
        return []
    refusals: list[Refusal] = []
    for seat in act.seats or (None,):
        before = snapshot(play)
        try:
            play.say(act.command, play.speaker(seat) if seat else COORDINATOR)
        except Refusal as refusal:
            assert snapshot(play) == before
            refusals.append(refusal)
    return refusals


def relay(play: Play) -> bool:
    """Open the phase that the taken exit leads to, if one was taken and it leads on."""
    at = play.initiative
    if not at.settled or at.at.to in (None, END):
        return False
    play.record(opening(at, str(at.at.to), play.now))
    return True


def rest(play: Play, number: int) -> None:
    """Let this many days pass in silence, handing over from phase to phase."""
    until = play.now + timedelta(days=number)
    while play.now < until:
        wake = next_wake(play.initiative)
        play.wait_until(until if wake is None else min(wake, until))
        if play.initiative.settled and not relay(play):
            return
