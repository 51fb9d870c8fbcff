"""All pictures in a real browser: on a phone, on a wide screen, in the dark and on paper."""

from __future__ import annotations

import re
from pathlib import Path

from tests.api.web.driven import driven
from tests.api.web.judging import NOTHING
from tests.api.web.pictures.pages import markup, page_of_pictures

A4 = 719
"""The width of a sheet between its usual margins, in CSS pixels."""
WIDE = "[...document.querySelectorAll('svg.t-wide')].filter((one) => one.checkVisibility()).length"
WORDS = "Object.values({...judging.pictures(), small: judging.own()['small-svg-text']}).flat()"


async def test_every_picture_is_readable_at_every_width_in_both_themes_and_on_paper(tmp_path: Path) -> None:
    file = tmp_path / "pictures.html"
    file.write_text(page_of_pictures(), encoding="utf-8")
    async with driven() as tab:
        await tab.open(file.as_uri())
        for width, dark, wide in ((1280, False, 5), (390, False, 0), (320, True, 0)):
            await tab.as_wide_as(width, dark=dark)
            assert await tab.faults() == NOTHING, (width, dark)
            assert await tab.asked(WIDE) == wide
        for width, dark in ((960, False), (1280, True)):
            await tab.as_wide_as(width, dark=dark)
            assert await tab.asked(WORDS) == [], (width, dark)
            assert await tab.asked(WIDE) == 5
        await tab.as_wide_as(A4)
        await tab.page.emulate_media(media="print")
        assert await tab.asked(WORDS) == []
        assert await tab.asked(WIDE) == 5
        assert "Järjestöjen vastausaika päättyi" in await tab.text()  # the list stands beside its picture


def test_pictures_need_neither_inline_style_nor_script_and_their_ids_are_unique() -> None:
    html = markup()
    assert not re.search(r"\sstyle=|<script|\son\w+=", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed_at = {id_ for ids_ in re.findall(r'aria-labelledby="([^"]+)"', html) for id_ in ids_.split()}
    assert pointed_at <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
