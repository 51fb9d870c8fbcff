"""`talkoot export` and `talkoot report` ask for what is wanted and put it where it is wanted."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from cli.client import Client
from tests.cli.commands import run

HOST = "http://talkoot.example/api/v1"


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """What is asked of an API that answers everything."""
    asked = list[httpx.Request]()

    def answered(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=b"whole")

    client = Client("http://talkoot.example", "tk_1_secret")
    client._http = httpx.Client(base_url=HOST, transport=httpx.MockTransport(answered))
    monkeypatch.setattr("cli.exporting.client_for", lambda *_: client)
    return asked


def test_an_export_is_put_where_it_is_wanted(requests: list[httpx.Request], tmp_path: Path) -> None:
    out = tmp_path / "one"
    assert run("export", "i1", "--format", "xes", "--case", "obligation", "--out", out).code == 0
    assert run("export", "--format", "csv", "--comma", "--no-bom", "--out", out).code == 0
    assert out.read_bytes() == b"whole"
    assert [one.method for one in requests] == ["POST", "POST"]
    assert [one.url.path for one in requests] == ["/api/v1/initiatives/i1/exports/xes", "/api/v1/exports/csv"]
    assert dict(requests[0].url.params) == {"case": "obligation", "separator": ";", "bom": "true"}
    assert dict(requests[1].url.params) == {"case": "initiative", "separator": ",", "bom": "false"}


def test_a_report_is_put_where_it_is_wanted(requests: list[httpx.Request], tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", "i1", "--language", "sv", "--out", out).code == 0
    assert str(requests[0].url) == f"{HOST}/initiatives/i1/report/page?language=sv"
    assert out.read_bytes() == b"whole"
