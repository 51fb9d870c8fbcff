"""What can be corrected of what is kept beside the phases, and how."""

from __future__ import annotations

from typing import Final

from domain.correcting.correctable import Correctable

HELD: Final = "endorsing.opened"
"""What ends the correction of the text of an application: from then on its hash stands for all of it."""

FROZEN: Final = "application.frozen"
"""What ends the correction of who endorses an application: it was frozen with them."""

_SECTION = ("section",)
_HOURS = Correctable(
    "",
    ("hours.give_hours", "hours.correct_hours"),
    ("entry", "replaces"),
    "entry",
    ("replaces",),
    replaced_in="replaces",
)
_ENDORSED = Correctable(
    "endorse_application",
    ("application.endorse",),
    ("seat", "text_sha256"),
    until=FROZEN,
    own=True,
)
_REVIEWED = Correctable("review_minutes", ("meetings.review_minutes",), ("meeting", "seat"), own=True)

BESIDE: Final[dict[str, Correctable]] = {
    "support.requested": Correctable("", ("support.request_support",), ("request",), "request", ("request",)),
    "support.joined": Correctable("", ("support.join_request",), ("request", "seat")),
    "support.rated": Correctable("rate_support", ("support.rate_support",), ("request", "seat"), own=True),
    "meeting.poll_answered": Correctable("answer_poll", ("meetings.answer_poll",), ("meeting", "seat")),
    "meeting.attendance_said": Correctable(
        "attend_meeting", ("meetings.attend_meeting",), ("meeting", "version", "seat")
    ),
    "minutes.accepted": _REVIEWED,
    "minutes.objected": _REVIEWED,
    "hours.given": _HOURS,
    "hours.rate_set": Correctable("", ("hours.set_rate",), ("call",)),
    "section.allotted": Correctable(
        "", ("application.allot_section",), _SECTION, "section", _SECTION, until=HELD, otherwise="change the section"
    ),
    "section.changed": Correctable(
        "",
        ("application.change_section",),
        _SECTION,
        until=HELD,
        asks_again=True,
        otherwise="change the section once more",
    ),
    "section.written": Correctable("write_section", ("application.write_section",), _SECTION, until=HELD),
    "section.commented": Correctable(
        "comment_draft",
        ("application.comment_section",),
        ("comment",),
        "comment",
        ("objection",),
        alike=("seat",),
        kept_by=(HELD,),
        otherwise="take the comment back, and comment anew",
        own=True,
    ),
    "section.not_commented": Correctable(
        "comment_draft", ("application.no_comment",), ("seat", "round"), alike=("seat",), kept_by=(HELD,), own=True
    ),
    "comment.answered": Correctable("answer_comment", ("application.answer_comment",), ("objection",), kept_by=(HELD,)),
    "application.endorsed": _ENDORSED,
    "application.not_endorsed": _ENDORSED,
    "application.submitted": Correctable(
        "reach_milestone", ("application.record_submission",), kept_by=("application.decided",), asks_again=True
    ),
    "application.decided": Correctable(
        "record_decision",
        ("application.record_decision",),
        kept_by=("cycle.started",),
        asks_again=True,
        otherwise="take down the decision anew: the last one counts",
    ),
}
"""Answers by kind of event."""
