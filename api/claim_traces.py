"""From a claimed result back to what it stands on: claim, observations, where their figures come from, and who said of
it what as an outsider; each with the entry of the ledger that tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from api.problems import NotFound
from api.services import Services
from domain.events import Event
from domain.facts import Level, Value, Verdict
from domain.ledger.entries import Recorded, decode
from domain.phases.evaluation.events import ClaimMade, VerdictGiven, VerifierReassigned
from domain.phases.joint_planning.events import IndicatorDefined, IndicatorReassigned
from domain.phases.piloting.events import IndicatorRedefined, ObservationReported
from domain.sealed import Sealed
from models import sayings
from models.append import STREAM, entries_of_types
from models.register import seat_names

_TOLD: tuple[type[Event], ...] = (
    *(IndicatorDefined, IndicatorReassigned, IndicatorRedefined, ObservationReported),
    *(ClaimMade, VerifierReassigned, VerdictGiven),
)


@dataclass(frozen=True)
class SourceView:
    """Where a figure comes from: what the indicator measured when it was reported, by which source, who owned it, and
    the entry that says so. `series` counts its definitions. Texts are None once erased, or where none was given.
    """

    indicator: str
    entry: int
    level: Level
    definition: str | None
    source: str | None
    owner: str
    owner_name: str | None
    series: int = 1


@dataclass(frozen=True)
class ObservationTrace:
    """A value as an entry tells it. A number of None could not be obtained, which is a value. `superseded_by` is the
    correction since which the entry counts no more.
    """

    observation: str
    entry: int
    at: datetime
    seat: str
    seat_name: str | None
    value: Value
    superseded_by: int | None
    source: SourceView | None


@dataclass(frozen=True)
class VerdictTrace:
    """What an outsider to the pilot found, and on which grounds."""

    entry: int
    at: datetime
    verifier: str
    verifier_name: str | None
    verdict: Verdict
    grounds: str | None
    superseded_by: int | None


@dataclass(frozen=True)
class ClaimTrace:
    """A claim and all that it stands on, in the order of the ledger. `verifiers` are the seats that were asked for a
    verdict, the last one in charge; `entries` all entries of the initiative's stream that the chain goes through.
    """

    initiative: str
    claim: str
    entry: int
    at: datetime
    text: str | None
    seat: str | None
    seat_name: str | None
    superseded_by: int | None
    observations: tuple[ObservationTrace, ...]
    verifiers: tuple[str, ...]
    verdicts: tuple[VerdictTrace, ...]
    entries: tuple[int, ...]


async def trace(services: Services, initiative: str, claim: str) -> ClaimTrace:
    """The chain of a claim. Raises NotFound."""
    return (await traces(services, initiative, [claim]))[0]


async def traces(services: Services, initiative: str, claims: Sequence[str]) -> list[ClaimTrace]:
    """The chains of these claims, all read at once. Raises NotFound."""

    def read(session: Session) -> list[ClaimTrace]:
        kinds = [event.KIND for event in _TOLD]
        told = [decode(entry.text) for entry in entries_of_types(session, STREAM + initiative, kinds)]
        texts = services.vault.reveal_many(session, _commitments(told))
        seats = {seat for one in told for seat in _seats(one.event)}
        chain = _Chain(told, texts, seat_names(session, seats), sayings.superseded(session, initiative))
        return [chain.of(initiative, claim) for claim in claims]

    return await services.database.read(read)


def _commitments(told: Iterable[Recorded]) -> list[str]:
    said = (value for one in told for value in vars(one.event).values() if isinstance(value, Sealed))
    return [text.commitment for text in said]


def _seats(event: Event) -> Iterable[str]:
    names = (getattr(event, name, None) for name in ("seat", "owner", "verifier"))
    return (seat for seat in names if isinstance(seat, str))


@dataclass(frozen=True)
class _Chain:
    """What an initiative told of indicators and claims, with the texts, seats and corrections that belong to it."""

    told: Sequence[Recorded]
    texts: Mapping[str, str]
    names: Mapping[str, str]
    superseded: Mapping[int, int]

    def of(self, initiative: str, claim: str) -> ClaimTrace:
        """The chain of a claim, by the last entry that makes it. Raises NotFound."""
        made = [(one, one.event) for one in self.told if isinstance(one.event, ClaimMade) and one.event.claim == claim]
        if not made:
            raise NotFound("there is no such claim here", path="claim", remedy="look at the initiative, which has them")
        entry, event = next((pair for pair in reversed(made) if pair[0].seq not in self.superseded), made[-1])
        observations = tuple(one for one in self._observations() if one.observation in event.observations)
        verdicts = tuple(self._verdicts(claim))
        events = (one.event for one in self.told)
        handed = (e.verifier for e in events if isinstance(e, VerifierReassigned) and e.claim == claim)
        sources = [one.source.entry for one in observations if one.source]
        through = {entry.seq, *sources, *(one.entry for one in observations), *(one.entry for one in verdicts)}
        return ClaimTrace(
            initiative=initiative,
            claim=claim,
            entry=entry.seq,
            at=entry.at,
            text=self.texts.get(event.text.commitment),
            seat=event.seat,
            seat_name=self.names.get(event.seat or ""),
            superseded_by=self.superseded.get(entry.seq),
            observations=observations,
            verifiers=(event.verifier, *handed),
            verdicts=verdicts,
            entries=tuple(sorted(through)),
        )

    def _observations(self) -> Iterable[ObservationTrace]:
        """Every value with the source that its indicator had then."""
        sources: dict[str, SourceView] = {}
        for one in self.told:
            match one.event:
                case IndicatorDefined() as event:
                    sources[event.indicator] = self._source(one.seq, event)
                case IndicatorReassigned(indicator, owner):
                    named = self.names.get(owner)
                    sources[indicator] = replace(sources[indicator], owner=owner, owner_name=named)
                case IndicatorRedefined() as event:
                    text = self.texts.get(event.definition.commitment)
                    before = sources[event.indicator]
                    sources[before.indicator] = replace(before, entry=one.seq, definition=text, series=event.series)
                case ObservationReported() as event:
                    yield ObservationTrace(
                        observation=event.observation,
                        entry=one.seq,
                        at=one.at,
                        seat=event.seat,
                        seat_name=self.names.get(event.seat),
                        value=event.value,
                        superseded_by=self.superseded.get(one.seq),
                        source=sources.get(event.indicator),
                    )

    def _source(self, seq: int, event: IndicatorDefined) -> SourceView:
        return SourceView(
            indicator=event.indicator,
            entry=seq,
            level=event.level,
            definition=self.texts.get(event.definition.commitment),
            source=self.texts.get(event.source.commitment) if event.source else None,
            owner=event.owner,
            owner_name=self.names.get(event.owner),
        )

    def _verdicts(self, claim: str) -> Iterable[VerdictTrace]:
        for one in self.told:
            if isinstance(one.event, VerdictGiven) and one.event.claim == claim:
                yield VerdictTrace(
                    entry=one.seq,
                    at=one.at,
                    verifier=one.event.seat,
                    verifier_name=self.names.get(one.event.seat),
                    verdict=one.event.verdict,
                    grounds=self.texts.get(one.event.grounds.commitment),
                    superseded_by=self.superseded.get(one.seq),
                )
