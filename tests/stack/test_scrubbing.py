"""What is logged of an address: where somebody went, and nothing that opens a door."""

from __future__ import annotations

import pytest

from stack.scrubbing import address

TOKEN = "uMd3-Zq9_hemmelig"
KEY = f"tk_{TOKEN * 3}"


@pytest.mark.parametrize(
    ("asked", "logged"),
    [
        (f"/x?{KEY}", "/x?[hidden]"),
        (f"/x?lang=fi&{KEY}", "/x?lang=fi&[hidden]"),
        (f"/x?key={KEY}&lang=fi", "/x?key=[hidden]&lang=fi"),
        (f"/x?a={TOKEN};{KEY}={KEY}", f"/x?a={TOKEN};[hidden]=[hidden]"),
        (f"/x?/p/{TOKEN}", "/x?/p/[hidden]"),
        (f"/x?/u/{TOKEN}", "/x?/u/[hidden]"),
        (f"/u/{TOKEN}?utm=1", "/u/[hidden]?utm=1"),
        (f"/x?lang=fi&to=/P/{TOKEN}", "/x?lang=fi&to=/P/[hidden]"),
        (f"/p/{TOKEN}?/p/{TOKEN}", "/p/[hidden]?/p/[hidden]"),
    ],
)
def test_a_token_is_hidden_wherever_somebody_put_it_behind_the_question_mark(asked: str, logged: str) -> None:
    assert address(asked) == logged


@pytest.mark.parametrize("asked", ["/x", "/x?", "/x?lang=fi", "/x?containing=Vehmersalmi&after=sta_0123456789"])
def test_what_opens_no_door_stays_as_it_is(asked: str) -> None:
    assert address(asked) == asked
