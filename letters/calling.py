"""Calling: the sentences of letters to those who sent a need to an open call."""

from __future__ import annotations

from domain.letter import CallFacts
from letters.composing import Sheet
from letters.telling import cut
from letters.wording import Words, day, spoken, words_in


def compose_call(facts: CallFacts) -> Sheet:
    """Find the words for these facts."""
    language = spoken(facts.languages)
    words = words_in(language)
    common, call = words["common"], words["call"]
    step = call["answered" if facts.answer else "confirm"]

    def said(sentence: str) -> str:
        return sentence.format(
            initiative=facts.initiative,
            backbone=facts.backbone,
            until=day(words, facts.held_until) if facts.held_until else "",
            parked=day(words, facts.parked_until) if facts.parked_until else "",
        )

    opening = call["answer"][facts.answer] if facts.answer else step["opening"]
    return Sheet(
        language=language,
        subject=said(step["subject"]),
        heading=step["heading"],
        greeting=common["greeting_unnamed"],
        paragraphs=(said(opening), said(step["then"])),
        facts=_table(facts, words),
        facts_caption=call["facts"],
        button=step["button"],
        link=facts.link,
        link_note=call["link_note"],
        ways_heading=words["told"]["ways"],
        ways=(words["told"]["reply"],) if facts.reply_to else (),
        closing=call["closing"],
        signature=said(common["signature"]),
        why=step["why"],
        why_heading=common["why"],
    )


def _table(facts: CallFacts, words: Words) -> tuple[tuple[str, str], ...]:
    gone, quoted = words["about"]["gone"], words["about"]["quoted"]
    rows = (
        (words["common"]["matter"], facts.initiative),
        (words["call"]["written"], quoted.format(written=cut(facts.written)) if facts.written else gone),
        (words["told"]["reason"], cut(facts.reason)),
    )
    return tuple((label, value) for label, value in rows if value)
