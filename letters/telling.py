"""Telling: the sentences of a letter that tells of an exit, or of a merge, and asks nothing."""

from __future__ import annotations

from typing import Any

from domain.letter import ExitFacts, Voice
from letters.composing import NOT_ME_ANCHOR, cut, tongues
from letters.sheets import Asks, Row, Sheet
from letters.wording import Words, day, titled, words_in


def compose_exit(facts: ExitFacts, language: str) -> Sheet:
    """Find the words for these facts in one of the languages of letters."""
    words = words_in(language)
    voice, exit, common, told = words["voice"][Voice.TOLD], words["exit"][_kind(facts)], words["common"], words["told"]
    values = _values(facts, exit, words, language)

    def said(sentence: str) -> str:
        """A sentence with what it speaks of put in; what people wrote is a value here, never a pattern."""
        return sentence.format(**values)

    paragraphs = (said(exit["opening"]), cut(facts.thanks), said(exit["then"]))
    matter, *rows = _table(facts, words, language)
    return Sheet(
        asks=Asks.NOTHING,
        subject=said(voice["subject"]),
        heading=said(voice["heading"]),
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
        matter=matter,
        facts=tuple(rows),
        facts_caption=told["facts" if facts.by else "news"],
        button=told["page"] if facts.opens_a_door else common["initiative_page"],
        link=facts.link,
        link_note=common["link_note"] if facts.opens_a_door else "",
        ways_heading=told["ways"],
        ways=(),
        reply=told["reply"],
        closing=voice["closing"],
        why=said(voice["why"]) if facts.organisation else told["why_coordinator"],
        **_doors(facts, language),
    )


def _doors(facts: ExitFacts, language: str) -> dict[str, Any]:
    """Where the reader's own page leads, for those who have one."""
    if not facts.opens_a_door:
        return {}
    not_me = (words_in(language)["common"]["not_me"], f"{facts.link}#{NOT_ME_ANCHOR}")
    return {"stops": (not_me,), "tongues": tongues(facts, language)}


def _values(facts: ExitFacts, exit: Words, words: Words, language: str) -> dict[str, str]:
    """What sentences may speak of, by the names under which they do."""
    return {
        "initiative": facts.initiative,
        "backbone": facts.backbone,
        "organisation": facts.organisation,
        "role": facts.role,
        "heading": exit["heading"],
        "heading_within": exit["heading"][0].lower() + exit["heading"][1:],
        "phase": titled(facts.phase_titles, language),
        "to": titled(facts.to_titles, language),
        "until": day(words, facts.until) if facts.until else "",
        "other": facts.other,
        "ground": words["about"]["name"].get(facts.ground, ""),
    }


def _kind(facts: ExitFacts) -> str:
    """The exit by the name of its words: an advance that leads to no other phase is the end."""
    return "end" if facts.exit == "advance" and not facts.to_titles else facts.exit


def _table(facts: ExitFacts, words: Words, language: str) -> tuple[Row, ...]:
    common, told = words["common"], words["told"]
    rows = (
        (common["matter"], facts.initiative),
        (common["phase"], titled(facts.phase_titles, language)),
        (told["decided_on"], day(words, facts.decided_on) if facts.by else ""),
        (told["decided_by"], told["by"][facts.by] if facts.by else ""),
        (told["mandate"], facts.mandate),
        (told["next"], titled(facts.to_titles, language)),
        (told["until"], day(words, facts.until) if facts.until and facts.by else ""),
        (told["reason"], cut(facts.reason)),
        (told["conditions"], cut(facts.conditions)),
    )
    return tuple((label, value) for label, value in rows if value)
