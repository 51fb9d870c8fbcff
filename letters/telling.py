"""Telling: the sentences of a letter that tells of an exit, or of a merge, and asks nothing."""

from __future__ import annotations

from domain.letter import ExitFacts, Voice
from letters.composing import Sheet
from letters.wording import Words, day, spoken, words_in

_LONGEST = 1000


def compose_exit(facts: ExitFacts) -> Sheet:
    """Find the words for these facts."""
    language = spoken(facts.languages)
    words = words_in(language)
    voice, exit, common, told = words["voice"][Voice.TOLD], words["exit"][_kind(facts)], words["common"], words["told"]

    def said(sentence: str) -> str:
        """A sentence with what it speaks of put in; what people wrote is a value here, never a pattern."""
        return sentence.format(
            initiative=facts.initiative,
            backbone=facts.backbone,
            organisation=facts.organisation,
            role=facts.role,
            heading=exit["heading"],
            phase=_titled(facts.phase_titles, language),
            to=_titled(facts.to_titles, language),
            until=day(words, facts.until) if facts.until else "",
            other=facts.other,
        )

    paragraphs = (said(exit["opening"]), cut(facts.thanks), said(exit["then"]))
    return Sheet(
        language=language,
        subject=said(voice["subject"]),
        heading=said(voice["heading"]),
        greeting=common["greeting"].format(name=facts.name) if facts.name else common["greeting_unnamed"],
        paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph),
        facts=_table(facts, words, language),
        facts_caption=told["facts"],
        button=told["page"] if facts.opens_a_door else common["initiative_page"],
        link=facts.link,
        link_note=common["link_note"] if facts.opens_a_door else "",
        ways_heading=told["ways"],
        ways=(told["reply"],) if facts.reply_to else (),
        closing=voice["closing"],
        signature=said(common["signature"]),
        why=said(voice["why"]) if facts.organisation else told["why_coordinator"],
        why_heading=common["why"],
    )


def _kind(facts: ExitFacts) -> str:
    """The exit by the name of its words: an advance that leads to no other phase is the end."""
    return "end" if facts.exit == "advance" and not facts.to_titles else facts.exit


def _table(facts: ExitFacts, words: Words, language: str) -> tuple[tuple[str, str], ...]:
    common, told = words["common"], words["told"]
    rows = (
        (common["matter"], facts.initiative),
        (common["phase"], _titled(facts.phase_titles, language)),
        (told["decided_on"], day(words, facts.decided_on)),
        (told["decided_by"], told["by"][facts.by]),
        (told["mandate"], facts.mandate),
        (told["next"], _titled(facts.to_titles, language)),
        (told["until"], day(words, facts.until) if facts.until else ""),
        (told["reason"], cut(facts.reason)),
        (told["conditions"], cut(facts.conditions)),
    )
    return tuple((label, value) for label, value in rows if value)


def _titled(titles: dict[str, str], language: str) -> str:
    return titles.get(language) or next(iter(titles.values()), "")


def cut(text: str | None) -> str:
    """A text on one line, as much of it as a letter has room for; all of it stands on the page."""
    line = " ".join((text or "").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
