"""Faults of a file, told so that they can be put right in the spreadsheet it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of a file.

    `line` is the row as a spreadsheet counts it, the header being 1; `column` the title as the file has it, empty
    where the whole line is meant. No cell is repeated: it may name somebody.
    """

    line: int
    column: str
    reason: str
    remedy: str


class Unusable(Exception):
    """Nothing more can be read from the file after this fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"line {fault.line}")
        self.fault = fault


class Unfit(Exception):
    """A cell does not say what its column asks for."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__("a cell does not fit its column")
        self.reason = reason
        self.remedy = remedy
