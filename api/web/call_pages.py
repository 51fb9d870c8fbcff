"""Call pages: an open call and its form, in words."""

from __future__ import annotations

from typing import Any

from api.open_calls import CallView
from api.services import Services
from api.web import nonces
from api.web.call_forms import FIELDS, FORM, TRAP, Filled
from api.web.words import day, words_in
from models.held_needs import HELD_FOR


def call_shown(
    services: Services,
    view: CallView,
    token: str,
    language: str,
    *,
    sent: str = "",
    notice: str = "",
    filled: Filled | None = None,
) -> dict[str, Any]:
    """What the template of a call is given; `sent` says whether a `letter` or the `desk` confirms what was sent."""
    words = words_in(language)
    t = words["call"]
    problems = filled.problems if filled else {}
    return {
        "language": language,
        "t": t,
        "optional": words["page"]["optional"],
        "token": token,
        "view": view,
        "until": day(language, view.until),
        "sent": t["sent"].get(sent, ""),
        "kept": t["kept"].format(weeks=HELD_FOR.days // 7),
        "notice": notice,
        "typed": filled.typed if filled else dict.fromkeys(FIELDS, ""),
        "problems": {name: words["problem"][problem] for name, problem in problems.items()},
        "nonce": nonces.fresh(services.keys, token, FORM, services.clock()),
        "trap": TRAP,
    }
