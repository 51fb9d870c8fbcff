"""Returning: the sentences of a letter that tells whoever coordinates that an address takes no mail."""

from __future__ import annotations

from domain.correspondence.returned import ReturnedFacts
from letters.sheets import Asks, Sheet
from letters.wording import words_in


def compose_returned(facts: ReturnedFacts, language: str) -> Sheet:
    """Find the words for these facts in one of the languages of letters."""
    words = words_in(language)
    said, common = words["undelivered"], words["common"]
    return Sheet(
        asks=Asks.TASK,
        subject=said["subject"].format(initiative=facts.initiative),
        heading=said["heading"],
        paragraphs=(said["opening"], said["then"]),
        matter=(common["matter"], facts.initiative),
        facts=((said["person"], f"{facts.whose or ''} ({facts.person})".strip()), (said["code"], facts.code)),
        facts_caption=said["facts"],
        button=common["initiative_page"],
        link=facts.link,
        link_note="",
        ways_heading=words["ways"]["heading"],
        ways=(),
        reply="",
        closing=said["closing"],
        why=words["told"]["why_coordinator"],
    )
