"""Reading codes: what a telephone would read of the code on a page."""

from __future__ import annotations

import re

import zxingcpp

_DOT = 4


def read_codes(html: str) -> list[str]:
    """What the codes on a page say, drawn from their paths as a browser draws them and read by another library."""
    return [text for path in re.findall(r'<path[^>]*class="qrline"[^>]* d="([^"]+)"', html) for text in _read(path)]


def _read(path: str) -> list[str]:
    """A path of segno's: `M` to a place, `h` a dark run, `m` a step on."""
    dark: set[tuple[int, int]] = set()
    x = y = 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if step == "h":
            dark |= {(int(x) + n, int(y)) for n in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
    size = max(max(place) for place in dark) + 5  # with the quiet zone
    cells = range(size * _DOT)
    picture = bytes(0 if (column // _DOT, row // _DOT) in dark else 255 for row in cells for column in cells)
    found = zxingcpp.read_barcodes(memoryview(picture).cast("B", (len(cells), len(cells))))
    return [one.text for one in found]
