"""The proxy's file is one that Caddy understands, and no log of it can hold a link."""

from __future__ import annotations

from tests.deploy.reading import DEPLOY, found, run

FILE = DEPLOY / "caddy" / "Caddyfile"


def test_caddy_takes_it() -> None:
    caddy = found("caddy", "install Debian's package of that name")
    where = {"SITE": "http://localhost", "HOME": "/nonexistent"}
    assert "Valid configuration" in run(caddy, "validate", "--adapter", "caddyfile", "--config", FILE, **where)


def test_links_never_reach_a_log() -> None:
    lines = [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line.startswith("log")] == ["log default {"], "an access log would hold links"
    assert 'request>uri regexp "/p/[^/?#]+" "/p/[hidden]"' in lines
    assert "request>headers delete" in lines
