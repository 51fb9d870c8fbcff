"""Calling: the sentences of letters to those who sent a need to an open call."""

from __future__ import annotations

from domain.letter import CallFacts
from letters.composing import cut
from letters.sheets import Asks, Row, Sheet
from letters.wording import Words, day, words_in


def compose_call(facts: CallFacts, language: str) -> Sheet:
    """Find the words for these facts in one of the languages of letters."""
    words = words_in(language)
    call = words["call"]
    step = call["answered" if facts.answer else "confirm"]

    def said(sentence: str) -> str:
        return sentence.format(
            initiative=facts.initiative,
            backbone=facts.backbone,
            until=day(words, facts.held_until) if facts.held_until else "",
            parked=day(words, facts.parked_until) if facts.parked_until else "",
        )

    opening = call["answer"][facts.answer] if facts.answer else step["opening"]
    matter, *rows = _table(facts, words)
    return Sheet(
        asks=Asks.NOTHING if facts.answer else Asks.ANSWER,
        subject=said(step["subject"]),
        heading=step["heading"],
        paragraphs=(said(opening), said(step["then"])),
        matter=matter,
        facts=tuple(rows),
        facts_caption=call["facts"],
        button=step["button"],
        link=facts.link,
        link_note=call["link_note"],
        ways_heading=words["told"]["ways"],
        ways=(),
        reply=words["told"]["reply"],
        closing=call["closing"],
        why=step["why"],
    )


def _table(facts: CallFacts, words: Words) -> tuple[Row, ...]:
    gone, quoted = words["about"]["gone"], words["about"]["quoted"]
    rows = (
        (words["common"]["matter"], facts.initiative),
        (words["call"]["written"], quoted.format(written=cut(facts.written)) if facts.written else gone),
        (words["told"]["reason"], cut(facts.reason)),
    )
    return tuple((label, value) for label, value in rows if value)
