"""What became of a file, line by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from domain.refusals import Malformed
from domain.sheets.columns import Kind
from domain.sheets.faults import Fault


class Verdict(StrEnum):
    """What a line means for the register."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Outcome:
    """One line: what it is about, the row's id (None for one that is not entered yet), and which fields it changes.

    `namesake` warns of a person entered beside one of the same name, who may be the same with another address.
    """

    line: int
    verdict: Verdict
    what: str = field(repr=False)
    id: str | None = None
    fields: tuple[str, ...] = ()
    namesake: bool = False


@dataclass(frozen=True)
class Import:
    """A whole file; `taken` is false for a preview, and for a file with faults, of which nothing is taken."""

    kind: Kind
    taken: bool
    new: int
    changed: int
    unchanged: int
    lines: tuple[Outcome, ...] = field(repr=False)
    faults: tuple[Fault, ...] = field(repr=False)

    @classmethod
    def of(cls, kind: Kind, lines: list[Outcome], faults: list[Fault], *, taken: bool) -> Import:
        """The outcomes counted, and the faults in the order of the file."""
        counted = Counter(outcome.verdict for outcome in lines)
        return cls(
            kind=kind,
            taken=taken,
            new=counted[Verdict.NEW],
            changed=counted[Verdict.CHANGED],
            unchanged=counted[Verdict.UNCHANGED],
            lines=tuple(lines),
            faults=tuple(sorted(faults, key=lambda fault: fault.line)),
        )


class FileFaulty(Malformed):
    """The file has faults; nothing of it is taken. `faults` are all of them."""

    title = "Nothing of this file is taken: it has faults"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        first = faults[0]
        where = f"line {first.line}" + (f", {first.column}" if first.column else "")
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        super().__init__(f"{where}: {first.reason}{more}", path=where, remedy=first.remedy)
        self.faults = faults
