"""What a letter says, in words, before it is laid out. Every text is plain: whoever lays it out escapes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Row = tuple[str, str]
"""A label and what it is about; or the words of a link and its address."""


@dataclass(frozen=True)
class Tongue:
    """A link to a page in another language: its words are in that language, whose tag (BCP 47) goes with them."""

    tag: str
    words: str
    to: str


class Asks(StrEnum):
    """What a part of a letter wants of its reader: an answer, something done, or nothing."""

    ANSWER = "answer"
    TASK = "task"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Sheet:
    """One matter in words. `ways` are those not to answer, and `reply` the sentence about replying to the letter, both
    empty where there is none; so is `silence`, which tells what comes if nobody does anything. `stops` lead to where
    the reader stops reminders, or tells that somebody else is meant, and `tongues` to the same page in other languages.
    """

    asks: Asks
    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    matter: Row
    facts: tuple[Row, ...]
    facts_caption: str
    button: str
    link: str
    link_note: str
    ways_heading: str
    ways: tuple[str, ...]
    reply: str
    closing: str
    why: str
    silence: str = ""
    stops: tuple[Row, ...] = ()
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True)
class Group:
    """The matters of one initiative."""

    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True)
class Whole:
    """A whole letter: one matter (`is_single`), or several by initiative.

    `tag` is its language by BCP 47. `reach` tells how to reach the coordinator, and `signatures` are lines, each with
    an address or an empty one.
    """

    tag: str
    subject: str
    heading: str
    greeting: str
    opening: tuple[str, ...]
    groups: tuple[Group, ...]
    is_single: bool
    link_note: str
    reach_heading: str
    reach: tuple[str, ...]
    closing: str
    signatures: tuple[Row, ...]
    why_heading: str
    budget: str

    @property
    def only(self) -> Sheet | None:
        """Its one matter, where it has only one."""
        return self.groups[0].sheets[0] if self.is_single else None
