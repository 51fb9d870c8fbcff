"""Duplicates in the activity map are found by their titles, whatever these look like."""

from __future__ import annotations

from domain.phases.joint_planning.duplicates import duplicates


def test_titles_that_differ_in_case_order_and_marks_alone_are_the_same_work() -> None:
    titles = {
        "a1": "Nuorten ilta",
        "a2": "Talkoot, kevät!",
        "a3": "kevät – TALKOOT",
        "a4": "ilta nuorten",
        "a5": "Ilta",
    }
    assert duplicates(titles) == (("a1", "a4"), ("a2", "a3"))


def test_titles_that_were_erased_are_like_none() -> None:
    assert duplicates({"a1": "", "a2": "", "a3": " – "}) == ()
