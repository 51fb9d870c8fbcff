"""Forms about meetings: which dates suit, who comes, minutes, objections and their answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.web.fields import ANSWER, Field, Form, Given, Shape, answers, words
from domain.commands import Command
from domain.matters.meetings.commands import (
    AnswerObjection,
    AnswerPoll,
    AttendMeeting,
    Coming,
    MinuteMeeting,
    ObjectionAnswer,
    ReviewMinutes,
)
from domain.matters.meetings.polling import MOST_PROPOSALS

Saying = tuple[type[Command], dict[str, Any]]

SUITS, IF_NEED_BE, DOES_NOT = "suits", "if_need_be", "does_not"
RIGHT, WRONG = "right", "wrong"

DATES = tuple(f"date_{number}" for number in range(1, MOST_PROPOSALS + 1))
"""The fields of a date poll, one a proposal; a page shows as many as there are proposals."""


def number_of(field: str) -> int:
    """Which proposal a field is about, from 1 on."""
    return DATES.index(field) + 1


def polled(form: Form, proposals: int) -> Form | None:
    """The form of a poll with this many proposals; none where there are no more."""
    return replace(form, fields=form.fields[:proposals]) if proposals else None


def _poll(given: Given, subject: str) -> Saying:
    said = {word: [number_of(f) for f in DATES if given.get(f) == word] for word in (SUITS, IF_NEED_BE)}
    return AnswerPoll, {"meeting": subject, "suits": said[SUITS], "if_need_be": said[IF_NEED_BE]}


def _attendance(given: Given, subject: str) -> Saying:
    return AttendMeeting, {"meeting": subject.partition(".")[0], "coming": given[ANSWER]}


def _minutes(given: Given, subject: str) -> Saying:
    return MinuteMeeting, {"meeting": subject, "text": given["text"]}


def _review(given: Given, subject: str) -> Saying:
    return ReviewMinutes, {"meeting": subject, "agrees": given[ANSWER] == RIGHT, "reason": given.get("reason")}


def _objection(given: Given, subject: str) -> Saying:
    meeting, _, seat = subject.partition(".")
    return AnswerObjection, {"meeting": meeting, "seat": seat, "answer": given[ANSWER], "text": given["text"]}


def _date(name: str) -> Field:
    return Field(name, Shape.CHOICE, (SUITS, IF_NEED_BE, DOES_NOT), needed=False)


MEETING_FORMS: dict[str, Form] = {
    "answer_poll": Form(tuple(_date(name) for name in DATES), _poll),
    "attend_meeting": Form((answers(*Coming),), _attendance),
    "minute_meeting": Form((words("text", needed=True),), _minutes),
    "review_minutes": Form((answers(RIGHT, WRONG), words("reason", needed=True, under=WRONG)), _review),
    "answer_objection": Form((answers(*ObjectionAnswer), words("text", needed=True)), _objection),
}
"""By kind of obligation."""
