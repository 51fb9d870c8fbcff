"""All pictures in a real browser: on a phone, on a wide screen, in the dark and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.api.web.driven import driven
from tests.api.web.pictures.pages import markup, page_of_pictures

LOOKING = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
ON_PAPER = """(() => {
  const all = (rules) => [...rules].forEach((rule) => {
    if (rule.media) {
      rule.media.mediaText = rule.media.mediaText.replace(/^screen/, "not all").replace(/^print$/, "all");
    }
    if (rule.cssRules) all(rule.cssRules);
  });
  [...document.styleSheets].forEach((sheet) => all(sheet.cssRules));
})()"""
A4 = 719
"""The width of a sheet between its usual margins, in CSS pixels."""
READABLE = {"small": [], "over": [], "outside": [], "faint": []}


async def test_every_picture_is_readable_at_every_width_in_both_themes_and_on_paper(tmp_path: Path) -> None:
    file = tmp_path / "pictures.html"
    file.write_text(page_of_pictures(), encoding="utf-8")
    async with driven(tmp_path / "profile") as tab:
        for width, dark in ((1280, False), (1280, True), (960, False), (390, False), (320, True)):
            await tab.as_wide_as(width, dark=dark)
            await tab.open(file.as_uri())
            faults = await tab.faults()
            assert (faults["violations"], faults["too_wide"], faults["too_small"]) == ([], 0, []), (width, dark)
            looked = json.loads(await tab.asked(LOOKING))
            wide = looked.pop("pictures") == 15
            assert looked == READABLE, (width, dark)
            assert wide == (width >= 960)
        await tab.as_wide_as(A4)
        await tab.open(file.as_uri())
        await tab.asked(ON_PAPER)
        looked = json.loads(await tab.asked(LOOKING))
        assert looked.pop("pictures") >= 15
        assert looked == READABLE
        assert "Järjestöjen vastausaika päättyi" in await tab.text()


def test_pictures_need_neither_inline_style_nor_script_and_their_ids_are_unique() -> None:
    html = markup()
    assert not re.search(r"\sstyle=|<script|\son\w+=", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed_at = {id_ for ids_ in re.findall(r'aria-labelledby="([^"]+)"', html) for id_ in ids_.split()}
    assert pointed_at <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
