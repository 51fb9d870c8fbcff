"""The page of an end: what an initiative leaves behind, for those who took part, to read and to print."""

from __future__ import annotations

from typing import Any

from api.closing import ClosingView, closing_of
from api.services import Services
from api.web.desk import Desk
from api.web.words import day
from domain.facts import NeedAnswer
from letters.wording import titled


async def parting(services: Services, desk: Desk, token: str) -> dict[str, Any]:
    """What the template is given. Raises TooEarly while the initiative goes on.

    Needs are told by number only: their texts are their submitters' own.
    """
    found, words = await closing_of(services, desk.initiative.id), desk.words
    t, outcomes, gone = words["closing"], words["outcome"], words["reading"]["gone"]
    return {
        "language": desk.language,
        "t": t,
        "token": token,
        "title": found.title or words["page"]["untitled"],
        "outcome": outcomes[found.outcome if found.outcome in outcomes else "other"],
        "facts": _facts(desk, found),
        "thanks": found.thanks or "",
        "promised": [f"{p.organisation}: {p.text or gone} ({t['state'][p.state]})" for p in found.promised],
        "done": [
            *(one.text or gone for one in found.activities),
            *(f"{r.text or gone} ({t['verdict'][r.verdict or 'open']})" for r in found.results),
        ],
        "lessons": [one.text or gone for one in found.lessons],
        "took_part": found.took_part,
    }


def _facts(desk: Desk, found: ClosingView) -> tuple[tuple[str, str], ...]:
    t, calendar = desk.words["closing"], desk.initiative.calendar
    titles = found.phase_titles
    answered = sum(need.answer in (NeedAnswer.TAKEN_UP, NeedAnswer.MERGED) for need in found.needs)
    rows = (
        (t["ended_on"], day(desk.language, calendar.local(found.ended_at).date())),
        (t["phase"], titled(titles, desk.language)),
        (t["reason"], found.reason or ""),
        (t["mandate"], found.meeting_reference),
        (t["coordinated"], found.backbone),
        (t["problem"], found.problem or ""),
        (t["needs"], t["needs_told"].format(number=len(found.needs), answered=answered) if found.needs else ""),
        (t["measured"], str(found.measured) if found.measured else ""),
    )
    return tuple((label, value) for label, value in rows if value)
