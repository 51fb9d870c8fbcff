from pathlib import Path

import pytest

from tests.api.web.driven import driven
from tests.api.web.serving import serving
from tests.fixtures.applications import application

OUT = Path("/tmp/h/walk_tools/pics")
OUT.mkdir(exist_ok=True)


@pytest.fixture(params=["convening", "beginning", "from_the_start"])
def which(request):
    return request.param


@pytest.fixture
def stage(request, which):
    return request.getfixturevalue(which)


async def test_pics(stage, which):
    with application(stage.services) as app:
        async with serving(app) as url, driven() as tab:
            token = await stage.token("holder-02")
            for width, dark, lang in [(390, False, "fi"), (390, True, "fi-selko"), (1280, False, "sv")]:
                await tab.as_wide_as(width, dark=dark)
                await tab.open(f"{url}/p/{token}?language={lang}")
                await tab.picture(OUT / f"{which}-{width}-{lang}.png")
            await tab.as_wide_as(390)
            await tab.asked("document.querySelectorAll('details').forEach((d) => d.open = true)")
            await tab.picture(OUT / f"{which}-open.png")
            await tab.asked("for (const one of document.querySelectorAll('[required]')) one.required = false")
            await tab.click("form:has([name='answer']) [type=submit]")
            await tab.picture(OUT / f"{which}-back.png")
            await tab.open(f"{url}/p/unknown")
            await tab.picture(OUT / "gone.png")
