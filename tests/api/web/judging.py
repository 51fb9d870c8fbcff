"""What is wrong with a page as it is shown: what axe finds, and what it misses (judging.js, judging_pictures.js)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_core_python
from playwright.async_api import Page

NOTHING: dict[str, Any] = {"violations": [], "undecided": [], "too_wide": 0, "too_small": []}
_AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_JUDGING = "\n".join(
    Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("judging.js", "judging_pictures.js")
)
# Text of pictures is judged by our own checks. The arrow of a list is a gradient, which axe takes for what lies under
# its words; they have the colours of any other field.
_AXE_FINDS = """axe.run(document, {resultTypes: ["violations", "incomplete"]}).then((found) => ({
  violations: found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" ")),
  undecided: found.incomplete.filter((one) => one.id === "color-contrast")
    .flatMap((one) => one.nodes.map((node) => node.html).filter((html) => !/^<(text|select)/.test(html))),
}))"""


async def judged(page: Page) -> dict[str, Any]:
    """The faults of a page in its present window, by kind; its folds are open afterwards."""
    if not await page.evaluate("'judging' in window"):
        await page.evaluate(f"(() => {{ {_AXE}; {_JUDGING} }})()")
    await page.evaluate("judging.unfold()")
    found: dict[str, Any] = await page.evaluate(_AXE_FINDS)
    await page.keyboard.press("Tab")  # from now on the browser shows where the focus is, as for somebody at the keys
    own: dict[str, list[str]] = await page.evaluate("({...judging.own(), ...judging.pictures()})")
    found["violations"] += [f"{kind}: {html}" for kind, htmls in own.items() for html in htmls]
    return found | {
        "too_wide": await page.evaluate("judging.tooWide()"),
        "too_small": await page.evaluate("judging.tooSmall()"),
    }
