"""Letters in a real browser, as wide as a telephone and as a desk, light and dark: nothing to scroll sideways for, and
nothing that axe finds hard to read.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from tests.api.web.browser import look
from tests.letters.test_bundling import AGAIN, ROOM, bundled
from tests.letters.test_calendars import MEETING
from tests.letters.test_rendering import FACTS, part
from tests.letters.test_telling import STOP

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LONG = replace(
    FACTS,
    organisation="Ylä-Savon kylätoimijoiden yhteistyöyhdistys rekisteröity yhdistys",
    initiative="Kehittämisyhteistyöverkostokoordinaattoritapaamisjärjestelytoimikunta",
    reply_to="hyvin.pitka.osoite.joka.ei.mahdu.riville@pohjoissavonjarjestoneuvosto.example.org",
)
LETTERS = {
    "one": (replace(FACTS, phone="040 000 0000"),),
    "selko": (replace(FACTS, languages=("fi-selko",)),),
    "sv": (replace(MEETING, languages=("sv",)),),
    "three": (FACTS, ROOM, AGAIN),
    "long": (LONG, replace(LONG, initiative_id="other")),
    "told": (STOP,),
}
FRAMED = """<!doctype html><html lang="en"><title>letter</title><iframe title="letter" id="letter" width="{width}"
height="9000" style="border:0" srcdoc="{letter}"></iframe><pre id="found"></pre><script>
document.getElementById("letter").addEventListener("load", async () => {{
  const page = document.getElementById("letter").contentDocument, script = page.createElement("script");
  script.textContent = {axe};
  page.head.append(script);
  const found = await page.defaultView.axe.run(page, {{resultTypes: ["violations", "incomplete"]}});
  const told = (one) => one.id + ": " + one.nodes.map((node) => node.html).join(" ");
  document.getElementById("found").textContent = JSON.stringify({{
    width: page.documentElement.clientWidth,
    needed: page.documentElement.scrollWidth,
    background: page.defaultView.getComputedStyle(page.body).backgroundColor,
    violations: found.violations.map(told),
    undecided: found.incomplete.filter((one) => one.id === "color-contrast").map(told),
    targets: [...page.querySelectorAll("a")].map((link) => link.getBoundingClientRect().height),
  }});
}});
</script></html>"""


async def seen(html: str, folder: Path, *, width: int, dark: bool) -> dict[str, Any]:
    """What a browser and axe say of a letter in a frame of this width (pixels)."""
    script = json.dumps(AXE).replace("</", "<\\/")
    page = folder / "letter.html"
    page.write_text(FRAMED.format(width=width, letter=escape(html), axe=script), encoding="utf-8")
    elements = (await look(page.as_uri(), folder / "profile", dark=dark)).elements
    (told,) = re.findall(r'<pre id="found">(.+?)</pre>', elements, re.DOTALL)
    found: dict[str, Any] = json.loads(unescape(told))
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", LETTERS)
async def test_a_letter_can_be_read_on_a_telephone_without_scrolling_sideways(
    name: str, dark: bool, tmp_path: Path
) -> None:
    found = await seen(part(bundled(*LETTERS[name]), "html"), tmp_path, width=390, dark=dark)
    assert (found["width"], found["needed"]) == (390, 390)
    assert found["background"] == ("rgb(21, 25, 23)" if dark else "rgb(244, 240, 231)")
    assert (found["violations"], found["undecided"]) == ([], [])
    assert min(found["targets"]) >= 24


async def test_a_letter_is_no_wider_than_a_page_of_paper_on_a_desk(tmp_path: Path) -> None:
    found = await seen(part(bundled(*LETTERS["three"]), "html"), tmp_path, width=1200, dark=False)
    assert (found["needed"], found["violations"]) == (1200, [])


async def test_what_cannot_be_read_is_found(tmp_path: Path) -> None:
    html = part(bundled(FACTS), "html").replace("color: #56524a", "color: #bbbbbb")
    wide = html.replace("<h1>", '<h1 style="white-space: nowrap; width: 900px">')
    found = await seen(wide, tmp_path, width=390, dark=False)
    assert found["needed"] > 390
    assert [one.partition(":")[0] for one in found["violations"]] == ["color-contrast"]
