"""Each check of a page finds the fault that is planted for it, so that a page without faults has been looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.web.driven import driven
from tests.api.web.judging import NOTHING

PAGE = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>A page</title>
<style>a, button {{ padding: 1rem }} {style}</style></head><body><main><h1>A page</h1>
<p><a href="#here">A link</a></p><button id="here">A button</button>
{body}</main></body></html>"""
PICTURE = '<svg width="300" height="30" viewBox="0 0 300 30" role="img" aria-label="x">{}</svg>'
FAULTS = {
    "an image without words": ("", '<img src="data:," width="30" height="30">', "image-alt"),
    "pale text": ("", '<p style="color: #bbb; background: #fff">Pale</p>', "color-contrast"),
    "a field whose border is pale": (
        "input { border: 1px solid #ddd; background: #fff; height: 3rem }",
        '<label>Name <input name="name"></label>',
        "border-contrast",
    ),
    "a link without a ring": ("a:focus-visible { outline: 0 }", "", "focus-unseen"),
    "a button with a pale ring": ("button:focus-visible { outline: 3px solid #ddd }", "", "focus-unseen"),
    "text in a picture that shrinks": (
        "svg { width: 100px }",
        '<svg viewBox="0 0 300 30" role="img" aria-label="x"><text y="20" font-size="16">small</text></svg>',
        "small-svg-text",
    ),
    "words over words in a picture": (
        "",
        PICTURE.format('<text x="5" y="20">one</text><text x="12" y="22">other</text>'),
        "svg-text-over-text",
    ),
    "words that leave their picture": (
        "svg { overflow: visible }",
        PICTURE.format('<text x="280" y="20">long</text>'),
        "svg-text-outside",
    ),
    "words on a ground of almost their colour": (
        "",
        PICTURE.format('<path d="M0 0H300V30H0z" fill="#1d5a49"/><text x="5" y="20" fill="#3d7f6c">pale</text>'),
        "svg-text-contrast",
    ),
    "a fault in a closed fold": (
        "summary { padding: 1rem }",
        '<details><summary>More</summary><p style="color: #bbb; background: #fff">Pale</p></details>',
        "color-contrast",
    ),
}


def written(folder: Path, style: str = "", body: str = "") -> str:
    """The address of a page."""
    file = folder / "page.html"
    file.write_text(PAGE.format(style=style, body=body), encoding="utf-8")
    return file.as_uri()


async def test_a_page_without_faults_has_none(tmp_path: Path) -> None:
    async with driven() as tab:
        await tab.as_wide_as(390)
        await tab.open(written(tmp_path))
        assert await tab.faults() == NOTHING


@pytest.mark.parametrize(("style", "body", "found"), FAULTS.values(), ids=FAULTS)
async def test_a_planted_fault_is_found(tmp_path: Path, style: str, body: str, found: str) -> None:
    async with driven() as tab:
        await tab.open(written(tmp_path, style, body))
        faults = await tab.faults()
        assert {one.partition(":")[0] for one in faults["violations"]} == {found}
        assert faults["too_small"] == []


async def test_small_targets_are_found_and_labels_count(tmp_path: Path) -> None:
    body = """<p><button id="low" style="padding: 0; height: 20px; width: 90px">Low</button>
        <button id="thin" style="padding: 0; height: 40px; width: 20px">i</button></p>
        <label style="display: block; padding: 1rem"><input type="checkbox" name="tick"> Tick this</label>"""
    async with driven() as tab:
        await tab.open(written(tmp_path, body=body))
        small = (await tab.faults())["too_small"]
        assert [("low" in one, "thin" in one) for one in small] == [(True, False), (False, True)]


async def test_what_is_too_wide_for_a_small_telephone_alone_is_found(tmp_path: Path) -> None:
    async with driven() as tab:
        await tab.as_wide_as(390)
        await tab.open(written(tmp_path, body='<p style="width: 360px">Wide</p>'))
        assert (await tab.faults())["too_wide"] > 40
        assert tab.page.viewport_size == {"width": 390, "height": 900}
