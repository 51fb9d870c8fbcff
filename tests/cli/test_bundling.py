"""`talkoot bundle` puts a whole file where it is wanted, or nothing; `talkoot verify FILE` runs what is shipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from cli.client import Client
from tests.cli.commands import run
from tests.fixtures.bundles import world

Answer = Callable[[httpx.Request], httpx.Response]


def asked(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> list[httpx.Request]:
    """What is asked of an API that answers so."""
    requests = list[httpx.Request]()

    def answered(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer(request)

    client = Client("http://talkoot.example", "tk_1_secret")
    client._http = httpx.Client(base_url="http://talkoot.example/api/v1", transport=httpx.MockTransport(answered))
    monkeypatch.setattr("cli.bundling.client_for", lambda *_: client)
    return requests


def test_a_bundle_is_put_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "one.zip"
    requests = asked(monkeypatch, lambda _: httpx.Response(200, content=b"PK whole"))
    seen = run("bundle", "i1", "--out", out, "--known", "9", "--known", "12")
    assert (seen.code, out.read_bytes()) == (0, b"PK whole")
    assert f"talkoot verify {out}" in seen.out
    assert str(requests[0].url) == "http://talkoot.example/api/v1/initiatives/i1/bundle?known=9&known=12"
    run("bundle", "--out", out, "--at", "14")
    assert str(requests[1].url) == "http://talkoot.example/api/v1/ledger/bundle?at=14"


def test_what_breaks_off_or_is_refused_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken_off(request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("closed early", request=request)

    out = tmp_path / "log.zip"
    out.write_bytes(b"before")
    refusal = {"status": 403, "title": "t", "detail": "this is for: auditor, admin", "remedy": "come with such a key"}
    for answer in (broken_off, lambda _: httpx.Response(403, json=refusal)):
        asked(monkeypatch, answer)
        assert run("bundle", "--out", out).code == 1
        assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"before"]


def test_a_file_is_verified_by_the_shipped_verifier(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    here, bundle, kept = world(1), tmp_path / "one.zip", tmp_path / "kept.txt"
    bundle.write_bytes(here.bundle())
    kept.write_text(here.checkpoint(5), encoding="utf-8")
    seen = run("verify", bundle, "--checkpoint", kept, "--key", here.public.text)
    said = capfd.readouterr().out
    assert (seen.code, "RESULT: no fault found." in said, "Your checkpoint 5" in said) == (0, True, True)
    bundle.write_bytes(bundle.read_bytes().replace(b'"seq":2', b'"seq":3', 1))
    assert run("verify", bundle, "--lang", "fi").code == 1
    assert "TULOS: VIKA." in capfd.readouterr().out
    assert run("verify", tmp_path / "nothing.zip").code == 2
