"""What a start found missing is one sentence, or none."""

from __future__ import annotations

from pathlib import Path

from cli.recoveries import sentences
from stack.recovering import Recovery

FOLDER = Path("/var/lib/talkoot")


def test_an_ordinary_start_says_nothing() -> None:
    assert list(sentences(Recovery(), FOLDER)) == []


def test_what_was_started_again_is_counted() -> None:
    assert ["2 open initiatives: started again" in told for told in sentences(Recovery(("i1", "i2")), FOLDER)] == [True]


def test_what_was_left_comes_with_the_command_to_give() -> None:
    (told,) = sentences(Recovery(left=("i1",)), FOLDER)
    assert "1 open initiative," in told
    assert told.endswith("talkoot restart --all-open --data /var/lib/talkoot")
