"""What fits into the register: rules of one row by itself, the same for what is entered, changed and imported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from domain.mandates import LONGEST_REFERENCE, PLACE, WORD, is_reference, is_scope
from domain.refusals import Malformed
from domain.seats import Sector

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def is_business_id(text: str) -> bool:
    """Whether this can be a Finnish business id (Y-tunnus): seven digits, a hyphen, and the digit that checks them.

    Weighted and summed, the eight digits are divisible by eleven; numbers that would need a ten are not given out.
    Source: the Finnish Patent and Registration Office and Tax Administration, Business Information System (YTJ).
    """
    if not re.fullmatch(r"[0-9]{7}-[0-9]", text):
        return False
    digits = map(int, text.replace("-", ""))
    return sum(weight * digit for weight, digit in zip((*_WEIGHTS, 1), digits, strict=True)) % 11 == 0


def is_phone(text: str) -> bool:
    """Whether this can be dialled: an international number (`+358 40 123 4567`: E.164, seven to fifteen digits) or a
    Finnish one (`040 123 4567`), with blanks, hyphens and brackets as people write them.
    """
    if not re.fullmatch(r"[+(]?[0-9][0-9() -]*[0-9]", text):
        return False
    return re.fullmatch(r"\+(?!3580)[1-9][0-9]{6,14}|0[1-9][0-9]{4,11}", re.sub(r"[() -]", "", text)) is not None


def require_organisation(sector: Sector, business_id: str | None) -> None:
    """Raise Malformed for an informal group with a business id, and for one that nobody can have."""
    if business_id is not None and not is_business_id(business_id):
        raise Malformed(
            "the last digit does not fit the others: no business id is like this",
            path="business_id",
            remedy="look it up again, or leave it out",
        )
    if sector is Sector.INFORMAL and business_id is not None:
        raise Malformed(
            "an informal group has no business id", path="business_id", remedy="leave it out, or enter an association"
        )


def require_statement(word: str, sector: Sector, on: date | None, by: str | None, latest: date) -> None:
    """Raise Malformed unless a company's `word` (will, readiness) has both its day and who said so, or neither.

    `latest` is the last day that has begun anywhere: nothing is recorded before it is said.
    """
    if on is None and by is None:
        return
    if sector is not Sector.COMPANY:
        raise Malformed(
            f"the {word} of companies only is recorded",
            path=f"{word}_on" if on else f"{word}_by",
            remedy="leave day and person out",
        )
    if by is None:
        raise Malformed(
            f"it is not said who told of the company's {word}",
            path=f"{word}_by",
            remedy="name a person of the register",
        )
    if on is None:
        raise Malformed(f"the day is missing on which this {word} was told", path=f"{word}_on", remedy="give the day")
    if on > latest:
        raise Malformed(f"{on} has not come yet", path=f"{word}_on", remedy="enter it on the day the company says so")


def require_seat(holder: str, deputy: str | None, term_from: date, term_until: date | None) -> None:
    """Raise Malformed for a deputy who is the holder, or a term that ends before it begins."""
    if deputy == holder:
        raise Malformed("nobody is their own deputy", path="deputy_id", remedy="name another person, or none")
    if term_until is not None:
        _in_order(term_from, term_until, "term_until")


def require_mandate(
    acts: Sequence[str],
    places: Sequence[str],
    themes: Sequence[str],
    valid_from: date,
    valid_until: date,
    meeting_reference: str,
) -> None:
    """Raise Malformed for a mandate that ends before it begins, or says in its scopes or reference what has no place
    in a ledger: it is copied there, for ever.
    """
    _in_order(valid_from, valid_until, "valid_until")
    for path, scope, pattern in (("acts", acts, WORD), ("places", places, PLACE), ("themes", themes, WORD)):
        _require_scope(scope, pattern, path)
    if not is_reference(meeting_reference):
        raise Malformed(
            f"a reference has letters, digits and . , : / § ( ) - on one line of at most {LONGEST_REFERENCE}, "
            "and at least one digit",
            path="meeting_reference",
            remedy="name the meeting by its number or date and section, and nobody: it is kept for ever",
        )


def _require_scope(scope: Sequence[str], pattern: str, path: str) -> None:
    for index, text in enumerate(scope):
        if not is_scope(text, pattern):
            remedy = "a municipality code, or *" if pattern == PLACE else "small letters a-z, digits and _, or *"
            raise Malformed("this is no word of a scope", path=f"{path}.{index}", remedy=remedy)


def _in_order(first: date, last: date, path: str) -> None:
    if last < first:
        raise Malformed(f"{last} lies before {first}", path=path, remedy="give the later day as the end")
