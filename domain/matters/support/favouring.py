"""What favours support: whatever is asked for is promised by the backbone, given, and helps."""

from __future__ import annotations

from collections.abc import Iterator

from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.matters.support import commands
from domain.matters.support.requests import ANSWER, GIVE, RATE

_GIVING: dict[str, Giving] = {
    ANSWER: lambda _, owed: commands.PromiseSupport(owed.subject or ""),
    GIVE: lambda _, owed: commands.GiveSupport((owed.subject or "").partition(".")[0], TEXT),
    RATE: lambda _, owed: commands.RateSupport(owed.subject or "", commands.Helped.YES),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `Matter.favourable`."""
    return giving(initiative, _GIVING)
