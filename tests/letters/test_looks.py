"""Letters in a real browser, as wide as a telephone and as a desk, light and dark: nothing to scroll sideways for, and
nothing that axe finds hard to read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.api.web.driven import driven
from tests.api.web.judging import NOTHING
from tests.letters.test_bundling import AGAIN, ROOM, bundled
from tests.letters.test_calendars import MEETING
from tests.letters.test_rendering import FACTS, part
from tests.letters.test_telling import STOP

LONG = replace(
    FACTS,
    organisation="Ylä-Savon kylätoimijoiden yhteistyöyhdistys rekisteröity yhdistys",
    initiative="Kehittämisyhteistyöverkostokoordinaattoritapaamisjärjestelytoimikunta",
    reply_to="hyvin.pitka.osoite.joka.ei.mahdu.riville@pohjoissavonjarjestoneuvosto.example.org",
)
LETTERS = {
    "one": (replace(FACTS, phone="040 000 0000"),),
    "selko": (replace(FACTS, languages=("fi-selko",)),),
    "en": (replace(FACTS, languages=("en",), mandate="kokous 3/2026, kohta 7"),),
    "sv": (replace(MEETING, languages=("sv",)),),
    "three": (FACTS, ROOM, AGAIN),
    "long": (LONG, replace(LONG, initiative_id="other")),
    "told": (STOP,),
}


@dataclass(frozen=True)
class Seen:
    """How a letter shows: its faults, its ground, and how wide a window it asks for."""

    faults: dict[str, Any]
    background: str
    needed: int


async def seen(html: str, folder: Path, *, width: int, dark: bool) -> Seen:
    """What a browser, axe and our own checks say of a letter in a window of this width (pixels)."""
    page = folder / "letter.html"
    page.write_text(html, encoding="utf-8")
    async with driven() as tab:
        await tab.as_wide_as(width, dark=dark)
        await tab.open(page.as_uri())
        return Seen(
            await tab.faults(),
            await tab.asked("getComputedStyle(document.body).backgroundColor"),
            await tab.asked("document.documentElement.scrollWidth"),
        )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", LETTERS)
async def test_a_letter_can_be_read_on_a_telephone_without_scrolling_sideways(
    name: str, dark: bool, tmp_path: Path
) -> None:
    found = await seen(part(bundled(*LETTERS[name]), "html"), tmp_path, width=390, dark=dark)
    assert found.faults == NOTHING
    assert found.background == ("rgb(21, 25, 23)" if dark else "rgb(244, 240, 231)")


async def test_a_letter_is_no_wider_than_a_page_of_paper_on_a_desk(tmp_path: Path) -> None:
    found = await seen(part(bundled(*LETTERS["three"]), "html"), tmp_path, width=1200, dark=False)
    assert (found.needed, found.faults) == (1200, NOTHING)


async def test_what_cannot_be_read_is_found(tmp_path: Path) -> None:
    html = part(bundled(FACTS), "html").replace("color: #56524a", "color: #bbbbbb")
    wide = html.replace("<h1>", '<h1 style="white-space: nowrap; width: 900px">')
    found = await seen(wide, tmp_path, width=390, dark=False)
    assert found.faults["too_wide"] > 500
    assert [one.partition(":")[0] for one in found.faults["violations"]] == ["color-contrast"]
