"""Outcomes for those who take part, by their personal link: what the staff's page shows, once it is being evaluated."""

from __future__ import annotations

from typing import Any, Final

from api.outcomes import outcomes
from api.services import Services
from api.web.desk import Desk
from api.web.outcomes.drawing import drawn
from api.web.outcomes.telling import told
from api.web.staff.words import LANGUAGES, words_in
from domain.initiative import Initiative
from domain.phases.establishment import Establishment
from domain.phases.evaluation import Evaluation
from letters.wording import spoken

_SINCE: Final = (Evaluation, Establishment)


def may_be_seen(initiative: Initiative) -> bool:
    """Whether those who take part see them by now: before, what others promised and reported would lead their answers
    (ADR 34).
    """
    return initiative.outcome is not None or isinstance(initiative.now_in, _SINCE)


async def own_outcomes(services: Services, desk: Desk, token: str) -> dict[str, Any]:
    """What the template is given. Pictures speak no plain Finnish: they are Finnish there."""
    language = spoken((desk.language.partition("-")[0],), LANGUAGES)
    found, words = await outcomes(services, desk.initiative.id), words_in(language)
    return {
        "language": desk.language,
        "token": token,
        "back": desk.words["page"]["yours"],
        "title": found.facts.title or desk.words["page"]["untitled"],
        "o": words["outcomes"],
        "told": told(found, language),
        "pictures": drawn(found, language),
    }
