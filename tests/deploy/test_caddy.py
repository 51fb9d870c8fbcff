"""The proxy's file is one that Caddy understands, and no log of it can hold a link."""

from __future__ import annotations

import re

from api.limits import MOST_BYTES_OF_A_FILE
from tests.deploy.reading import DEPLOY, found, run

FILE = DEPLOY / "caddy" / "Caddyfile"


def test_caddy_takes_it() -> None:
    caddy = found("caddy", "install Debian's package of that name")
    where = {"SITE": "http://localhost", "HOME": "/nonexistent"}
    assert "Valid configuration" in run(caddy, "validate", "--adapter", "caddyfile", "--config", FILE, **where)


def test_what_the_api_takes_passes_the_proxy() -> None:
    (megabytes,) = re.findall(r"max_size (\d+)MB", FILE.read_text(encoding="utf-8"))
    assert int(megabytes) * 1_000_000 > MOST_BYTES_OF_A_FILE


def test_links_never_reach_a_log() -> None:
    lines = [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line.startswith("log")] == ["log default {"], "an access log would hold links"
    assert 'request>uri regexp "/p/[^/?#]+" "/p/[hidden]"' in lines
    assert "request>headers delete" in lines
