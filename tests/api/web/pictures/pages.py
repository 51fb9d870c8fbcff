"""A page with all pictures, on the sheets of the product, without a server."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.web import statics
from api.web.pictures.loop_road import Rest
from tests.api.web.pictures import samples

_TEMPLATES = Environment(
    loader=PackageLoader("api.web"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_SHEETS = Path(statics.__file__).parent / "static"
_PAGE = (Path(__file__).parent / "pictures.html").read_text(encoding="utf-8")


def page_of_pictures() -> str:
    """The page, with the samples in it."""
    rows = [samples.road(at, id=f"row-{at}") for at in range(1, 8)]
    rows.append(samples.road(4, absent=(5, 6, 7), id="row-preparing"))
    rows.append(samples.road(4, rest=Rest.PAUSED, id="row-paused"))
    shown = {
        "timeline": samples.timeline(),
        "response": samples.response(),
        "trend": samples.trend(),
        "conditions": samples.conditions(),
        "survival": samples.survival(),
    }
    pictures = [(picture.title, getattr(_macros(name), name)(picture)) for name, picture in shown.items()]
    sheets = [_SHEETS / "vendor" / "designsystemet-theme.css", _SHEETS / "vendor" / "designsystemet.css"]
    texts = [sheet.read_text(encoding="utf-8") for sheet in (*sheets, _SHEETS / "talkoot.css")]
    return _TEMPLATES.from_string(_PAGE).render(small=rows, road=samples.road(), pictures=pictures, sheets=texts)


def markup() -> str:
    """The pictures without the page around them."""
    return page_of_pictures().partition("<body")[2]


def _macros(name: str) -> object:
    return _TEMPLATES.get_template(f"pictures/{name}.html").module
