"""The figures to reach: what each must be, what we aim for, and where the measure says it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import ge, le


@dataclass(frozen=True)
class Goal:
    """A figure of a measure, by name. `must` and `aim` are bounds from above, or from below with `least`."""

    what: str
    measure: str
    figure: str
    must: float
    aim: float
    unit: str = ""
    least: bool = False

    def verdict(self, value: float) -> str:
        """What a value means."""
        within = ge if self.least else le
        if within(value, self.aim):
            return "aim reached"
        return "must reached" if within(value, self.must) else "**missed**"

    def bound(self, value: float) -> str:
        """A bound as the table shows it."""
        return f"{'≥' if self.least else '≤'} {shown(value, self.unit)}"


def shown(value: float | None, unit: str = "") -> str:
    """A figure as people read it."""
    if value is None:
        return "–"
    if unit == "%":
        return f"{100 * value:.0f} %"
    number = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{number} {unit}".strip()


TIMES = "×"
GOALS = (
    Goal(
        "interactions a second, 16 at once: of the bare reference over HTTP",
        "throughput",
        "rate_ratio",
        0.8,
        0.95,
        TIMES,
        True,
    ),
    Goal(
        "the same, of the bare reference without HTTP", "throughput", "rate_ratio_without_http", 0.8, 0.95, TIMES, True
    ),
    Goal("one answer alone, p50: of the bare reference over HTTP", "latency", "p50_ratio", 1.3, 1.1, TIMES),
    Goal("one answer alone, p99", "latency", "p99_ratio", 1.5, 1.2, TIMES),
    Goal("200 seats at once: errors", "burst", "raised_errors", 0, 0),
    Goal("200 seats at once, default limits: errors", "burst", "default_errors", 0, 0),
    Goal("200 seats at once: seconds of the bare reference", "burst", "raised_ratio", 2, 1.2, TIMES),
    Goal(
        "200 seats at once, default limits: seconds of the bare reference, gated alike",
        "burst",
        "default_ratio",
        2,
        1.2,
        TIMES,
    ),
    Goal("history events of an answer, alone", "events", "lone", 6, 6),
    Goal("history events of an answer, alone, that asks for something earlier", "events", "lone_most", 6, 6),
    Goal("history events of an answer, coinciding", "events", "coinciding", 3.5, 2.2),
    Goal("history events of a run, 200 seats at once", "events", "run", 1_000, 500),
    Goal("history events of a run, 200 seats each alone", "events", "run_alone", 1_000, 500),
    Goal("growth of events an answer from 20 to 200 seats", "events", "growth", 0.25, 0.25, "%"),
    Goal("billable actions of a cycle: 30 seats, 150 answers, each alone", "actions", "actions", 330, 180),
    Goal("the same, answers to one question at once", "actions", "actions_at_once", 330, 180),
    Goal("baton at a hand-over: 200 seats, 100 needs, 50 activities", "baton", "kib", 256, 64, "KiB"),
    Goal("the same, with every matter in use", "baton", "every_matter_kib", 256, 64, "KiB"),
    Goal("an open initiative: server's file, of the bare reference", "open_initiatives", "file_ratio", 1.5, 1.1, TIMES),
    Goal(
        "an open initiative: memory of its worker, of the bare reference",
        "open_initiatives",
        "memory_ratio",
        1.5,
        1.1,
        TIMES,
    ),
    Goal("1,000 reminders due at once: seconds of the bare batch", "reminders", "ratio", 2, 1.2, TIMES),
    Goal("1,000 letters due at once: 99 % have left after, in the window", "lateness", "p99_seconds", 60, 40, "s"),
    Goal("ledger append, CPU of an entry", "ledger", "entry_us", 100, 30, "µs"),
    Goal("SQL statements of an append: an answer", "statements", "answer", 4, 3),
    Goal("SQL statements of an append: the most of any", "statements", "most", 4, 3),
    Goal("verify 1M entries", "verify", "seconds", 10, 4, "s"),
    Goal("verify.py on the bundle of a whole log, 1M entries", "examine", "seconds_per_million", 10, 4, "s"),
    Goal("a proof from the log at 1M entries, the dearer kind", "proofs", "most_ms", 5, 2, "ms"),
    Goal("board page of 50 at 100,000: of the bare query", "board", "ratio", 2, 1.2, TIMES),
    Goal("board page over HTTP, p99", "board", "http_p99_ms", 25, 25, "ms"),
    Goal("cold start of the one-command stack: of the bare one", "cold_start", "ratio", 1.3, 1.0, TIMES),
)
NOT_MEASURED = (
    (
        "faults: 0 lost, 0 doubled, 0 stuck; recovery p99 ≤ 30 s",
        "proofs and figures in [campaigns](campaigns.md), `make campaign`",
    ),
    (
        "API fuzz: 0 server errors in ≥ 20,000 cases",
        "the campaign's proof `fuzz`, which fails below that number ([campaigns](campaigns.md))",
    ),
)
