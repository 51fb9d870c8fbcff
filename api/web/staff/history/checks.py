"""What a check looked at and found, line by line, in words; what it could not see is said beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.checking import MOST, Anchored, Checked
from api.web.staff.laying_out import moment
from api.web.words import Words
from domain.ledger.chain import Broken


@dataclass(frozen=True)
class Line:
    """One thing that was looked at: the state that it is shown in, what was found, and more on it. `reason` is a
    sentence for whoever looks into it, in English.
    """

    state: str
    said: str
    more: str = ""
    reason: str = ""


def lines(checked: Checked, language: str, words: Words) -> Iterator[Line]:
    """All that was looked at; `words` are those of the check."""
    looked = checked.looked
    if looked.too_many:
        yield Line("soon", words["too_many"].format(number=checked.entries, most=MOST), words["too_many_more"])
    elif looked.broken:
        yield from (_broken(one, words) for one in looked.broken)
    else:
        yield Line("good", words["read"].format(number=checked.entries), words["read_more"])
        yield Line("good", words["gapless"], words["gapless_more"])
    yield from _of_checkpoint(checked, words)
    if checked.anchored is None:
        yield Line("soon", words["no_anchor"], words["no_anchor_more"])
    else:
        yield from _of_anchor(checked, checked.anchored, language, words)


def _broken(broken: Broken, words: Words) -> Line:
    kind = broken.stream.partition(":")[0]
    return Line("late", words["broken_at"].format(number=broken.seq, stream=words["stream"][kind]), "", broken.reason)


def _of_checkpoint(checked: Checked, words: Words) -> Iterator[Line]:
    looked = checked.looked
    if checked.checkpoint is None:
        yield Line("soon", words["unsigned_all"], words["unsigned_all_more"])
        return
    if looked.unread:
        yield Line("late", words["unread"], words["unread_more"])
    elif not looked.too_many and not looked.broken:
        yield Line("good", words["placed"].format(number=looked.proven), words["placed_more"])
        if checked.unsigned:
            yield Line("soon", words["unsigned"].format(number=checked.unsigned), words["unsigned_more"])
    if checked.signed:
        yield Line("good", words["signed"], words["signed_more"].format(key=checked.key))
    else:
        yield Line("late", words["not_signed"], words["signed_more"].format(key=checked.key))


def _of_anchor(checked: Checked, anchored: Anchored, language: str, words: Words) -> Iterator[Line]:
    told = words["continued_more"].format(moment=moment(language, anchored.at), number=anchored.entries)
    if anchored.continued is False:
        yield Line("late", words["not_continued"], told)
    elif anchored.continued:
        yield Line("good", words["continued"], told)
    if checked.unanchored:
        yield Line("soon", words["unanchored"].format(number=checked.unanchored), words["unanchored_more"])
