"""The proxy's file is one that Caddy understands, and no log of it can hold a link."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

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


class Counting(BaseHTTPRequestHandler):
    """Says how many bytes came."""

    def do_POST(self) -> None:
        read = str(len(self.rfile.read(int(self.headers["Content-Length"])))).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(read)))
        self.end_headers()
        self.wfile.write(read)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def proxied(caddy: str, folder: Path) -> Iterator[str]:
    """The address of a real Caddy with our file, before something that counts bytes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as behind:
        threading.Thread(target=behind.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        with socket.create_server(("127.0.0.1", 0)) as free:
            site = f"http://localhost:{free.getsockname()[1]}"
        where = {"SITE": site, "API_HOST": "localhost", "API_PORT": str(behind.server_port), "HOME": str(folder)}
        where["CADDY_ADMIN"] = f"unix/{folder}/admin"
        command = (caddy, "run", "--adapter", "caddyfile", "--config", FILE)
        with subprocess.Popen(command, env=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as front:
            try:
                yield site
            finally:
                front.terminate()
                behind.shutdown()


def sent(site: str, size: int) -> httpx.Response:
    """The answer to a body of this size, once the proxy listens."""
    give_up = time.monotonic() + 30
    while True:
        try:
            return httpx.post(site, content=b"x" * size, timeout=10)
        except httpx.ConnectError:
            assert time.monotonic() < give_up, "Caddy does not listen"
            time.sleep(0.05)


def test_the_largest_file_comes_through_a_real_caddy_whole(tmp_path: Path) -> None:
    caddy = found("caddy", "install Debian's package of that name")
    with proxied(caddy, tmp_path) as site:
        assert sent(site, MOST_BYTES_OF_A_FILE).text == str(MOST_BYTES_OF_A_FILE)


def test_links_never_reach_a_log() -> None:
    lines = [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line.startswith("log")] == ["log default {"], "an access log would hold links"
    assert "request>headers delete" in lines
    ((link, hidden),) = re.findall(r'request>uri regexp "(.+)" "(.+)"', FILE.read_text(encoding="utf-8"))
    hidden = hidden.replace("${1}", r"\1")  # as Go writes it, and as Python does
    for door in ("/p/", "/P/", "/u/", "/sign-in/", "/call/", "/call/need/", "/api/v1/open-calls/"):
        assert re.sub(link, hidden, f"{door}uMd3-Zq9_hemmelig/answer?lang=fi") == f"{door}[hidden]/answer?lang=fi"
