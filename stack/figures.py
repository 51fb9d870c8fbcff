"""Figures of this process and of the installation, in the form that Prometheus reads.

No label holds an id, an address or anything that a person wrote: only routes, statuses, phases, states and outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from activities.dispatching import wall_clock
from api.watching import Answered
from domain.correspondence.accounts import End
from domain.cycle import PHASES
from models.engine import Database, DatabaseAway
from models.figures import WATCHED, Standing, standing
from models.states import InitiativeStatus
from stack.log_figures import log_figures

OUTCOMES = ("sent", "deferred", "refused", "uncertain", "unsent", "faltered", "unwritable", "suppressed")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
disable_created_metrics()  # type: ignore[no-untyped-call]


class Figures:
    """Counts what this process does, and asks the database how things stand, at each reading."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = wall_clock) -> None:
        self._registry = CollectorRegistry()
        for collect in (ProcessCollector, PlatformCollector, GCCollector):
            collect(registry=self._registry)
        self._requests = Histogram(
            "talkoot_http_request_seconds",
            "Requests to the API and its pages, by the template of their route.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._dispatched = Counter(
            "talkoot_letters_dispatched",
            "What became of letters that this process took up; a letter may be taken up again.",
            ("outcome",),
            registry=self._registry,
        )
        for outcome in OUTCOMES:
            self._dispatched.labels(outcome)
        self._accounted = Counter(
            "talkoot_letters_accounted",
            "Letters whose end this process told in the ledger, by how they ended and why.",
            ("end", "reason"),
            registry=self._registry,
        )
        for end in End:
            self._accounted.labels(end, "")
        self._registry.register(_Standing(database, clock))

    def text(self) -> bytes:
        """All figures as Prometheus reads them. Waits for the database, a few seconds when it is away."""
        return generate_latest(self._registry)

    def dispatched(self, outcome: str) -> None:
        """A letter was taken up, with this outcome."""
        self._dispatched.labels(outcome).inc()

    def accounted(self, end: str, reason: str) -> None:
        """A letter has been accounted for that ended in this way; `reason` is empty for one without."""
        self._accounted.labels(end, reason).inc()

    @contextmanager
    def around(self, method: str) -> Iterator[Callable[[Answered], None]]:
        """Stands around a request and counts it with the answer."""
        yield self._answered

    def _answered(self, answer: Answered) -> None:
        status = str(answer.status) if answer.status else "none"
        self._requests.labels(answer.method, answer.route, status).observe(answer.seconds)


class _Standing(Collector):
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """How things stand in the database; when it cannot be asked, only that."""
        try:
            now_standing = self._database.read_now(standing)
        except (DatabaseAway, SQLAlchemyError):  # the second: its tables are not those of this version
            now_standing = None
        up = 0 if now_standing is None else 1
        yield GaugeMetricFamily("talkoot_database_up", "Whether the database answered this reading.", value=up)
        if now_standing is not None:
            yield _initiatives(now_standing)
            yield _letters(now_standing)
            yield _unaccounted(now_standing)
            yield _waiting(now_standing, self._clock())
            yield _paused(now_standing)
            yield from log_figures(now_standing.log, self._clock())

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is asked of the database when this is registered."""
        return iter(())


def _initiatives(now_standing: Standing) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "talkoot_initiatives", "Initiatives that have not ended, by phase and status.", labels=("phase", "status")
    )
    for phase in PHASES:
        for status in (InitiativeStatus.OPEN, InitiativeStatus.PAUSED, InitiativeStatus.HELD):
            family.add_metric((phase, status), now_standing.initiatives.get((phase, status), 0))
    return family


def _letters(now_standing: Standing) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "talkoot_letters", "Letters that wait, are on their way, failed or are held.", labels=("state",)
    )
    for state in WATCHED:
        family.add_metric((state,), now_standing.letters.get(state, 0))
    return family


def _unaccounted(now_standing: Standing) -> GaugeMetricFamily:
    words = "Letters that have ended and that no entry of the ledger tells of yet; 0 at rest."
    return GaugeMetricFamily("talkoot_letters_unaccounted", words, value=now_standing.unaccounted)


def _waiting(now_standing: Standing, now: datetime) -> GaugeMetricFamily:
    since = now_standing.next_letter
    seconds = max(0.0, (now - since).total_seconds()) if since else 0.0
    words = "Age of the oldest letter that could have left and has not; 0 when none waits that long."
    return GaugeMetricFamily("talkoot_letters_oldest_unsent_seconds", words, value=seconds)


def _paused(now_standing: Standing) -> GaugeMetricFamily:
    words = "Whether somebody has paused the sending of letters: 'talkoot letters resume' lets it go on."
    return GaugeMetricFamily("talkoot_letters_paused", words, value=int(now_standing.letters_paused))
