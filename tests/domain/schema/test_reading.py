"""Shares as a model writes them: read exactly, or refused where they stand."""

from __future__ import annotations

import pytest

from domain.operating_model import Quorum
from domain.refusals import ModelInvalid
from domain.schema import parse
from domain.shares import Share
from tests.domain.schema.shipped import CONVENING, changed

PLACES = (f"{CONVENING}.gate.quorum.share", f"{CONVENING}.gate.max_share")


@pytest.mark.parametrize(
    ("written", "share"),
    [
        *((0.01, Share(1, 100)), (0.07, Share(7, 100)), (0.29, Share(29, 100)), (0.57, Share(57, 100))),
        *((0.58, Share(29, 50)), (0.6, Share(3, 5)), (0.67, Share(67, 100)), (1, Share(1, 1)), (1.0, Share(1, 1))),
        *(("2/3", Share(2, 3)), ("4/6", Share(2, 3)), ("1/7", Share(1, 7)), ("3/3", Share(1, 1))),
    ],
)
def test_a_share_is_exactly_what_was_written_in_lowest_terms(written: object, share: Share) -> None:
    quorum = parse(changed(f"{CONVENING}.gate.quorum.share", written)).phases["convening"].gate.quorum
    assert quorum == Quorum(share, 5)
    assert parse(changed(f"{CONVENING}.gate.max_share", written)).phases["convening"].gate.max_share == share


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    "written",
    [
        *(50, 10**400, 1.2, 0, 0.0, -0.5, 0.667, True, None, float("nan"), float("inf")),
        *("60 %", "0.6", "3/2", "0/3", "2/0", "-2/3", "2 / 3", "2/3 ", "\u0662/3", "1/10000"),
    ],
    ids=lambda part: repr(part)[:20],
)
def test_what_is_no_share_is_refused_and_told_how_to_write_one(path: str, written: object) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed(path, written))
    assert refused.value.path == path
    assert '"2/3"' in refused.value.remedy
