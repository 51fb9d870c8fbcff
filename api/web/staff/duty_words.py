"""What duties are called on staff's pages."""

from __future__ import annotations

from domain.operating_model import OperatingModel
from letters.story import words_in as words_of_stories
from letters.wording import titled
from letters.wording import words_in as words_of_letters


def duty_title(model: OperatingModel | None, part: str, duty: str, language: str) -> str:
    """A duty of a phase or matter (`part`), in the words of its model, else in those of stories and letters."""
    if model is not None and part in (*model.phases, *(model.matters or {})):
        rule = model.part(part).obligations.get(duty)
        if rule is not None and rule.title:
            return titled(rule.title, language)
    known: dict[str, str] = words_of_stories(language)["duties"]
    if duty in known:
        return known[duty][0].upper() + known[duty][1:]
    asked = words_of_letters(language)["duty"].get(duty)
    return asked["ask"].rstrip("?.") if asked else duty.replace("_", " ")
