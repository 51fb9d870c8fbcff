"""The forms by which seats write, comment on and endorse an application."""

from __future__ import annotations

from typing import Any, Final

from api.web.fields import ANSWER, Field, Form, Given, Shape, answers, words
from domain.commands import Command
from domain.matters.application.commands import AnswerComment, CommentSection, Endorse, NoComment, WriteSection

COMMENT: Final = "comment"
OBJECTION: Final = "objection"
NO_COMMENT: Final = "no_comment"
ENDORSES: Final = "yes"
DOES_NOT: Final = "no"

Saying = tuple[type[Command], dict[str, Any]]


def _section(given: Given, subject: str) -> Saying:
    return WriteSection, {"section": subject.partition(".")[0], "text": given["text"]}


def _comment(given: Given, _: str) -> Saying:
    match given[ANSWER]:
        case "comment":
            return CommentSection, {"section": given["section"], "text": given["text"]}
        case "objection":
            return CommentSection, {"section": given["against"], "text": given["objection"], "objects": True}
        case _:
            return NoComment, {}


def _answer(given: Given, subject: str) -> Saying:
    return AnswerComment, {"objection": subject.partition(".")[0], "text": given["text"]}


def _endorsement(given: Given, _: str) -> Saying:
    return Endorse, {"endorses": given[ANSWER] == ENDORSES, "reason": given.get("reason")}


APPLYING: dict[str, Form] = {
    "write_section": Form((words("text", needed=True),), _section),
    "comment_draft": Form(
        (
            answers(COMMENT, OBJECTION, NO_COMMENT),
            Field("section", Shape.LIST, under=COMMENT),
            words("text", needed=True, under=COMMENT),
            Field("against", Shape.LIST, under=OBJECTION),
            words("objection", needed=True, under=OBJECTION),
        ),
        _comment,
    ),
    "answer_comment": Form((words("text", needed=True),), _answer),
    "endorse_application": Form((answers(ENDORSES, DOES_NOT), words("reason", under=DOES_NOT)), _endorsement),
}
"""By kind of obligation."""
