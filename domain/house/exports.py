"""Exports that were taken out: entries without any text, for other tools."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class ExportTaken(HouseEvent, kind="export.taken"):
    """The actor took out an export in this format, of this initiative or of all that they may see, at the checkpoint of
    `size` entries.
    """

    format: str
    size: int
    initiative: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportTaken(HouseEvent, kind="report.taken"):
    """The actor took out the report of an initiative for its funder, at the checkpoint of `size` entries."""

    initiative: str
    size: int
