"""What can be taken from the history page: the same files as over the API, each told in the ledger of the house."""

from __future__ import annotations

import io
import zipfile

import pytest

from models import bundles
from tests.api.web.staff.history.conftest import ADDRESS, Past
from tests.fixtures.staffed import said


@pytest.mark.parametrize(
    ("what", "media", "told"),
    [
        ("bundle", "application/zip", "bundle.taken"),
        ("report", "text/html", "report.taken"),
        ("csv", "text/csv", "export.taken"),
        ("jsonl", "application/x-ndjson", "export.taken"),
        ("ocel", "application/json", "export.taken"),
        ("xes", "application/xml", "export.taken"),
    ],
)
async def test_a_file_is_taken_by_a_button_and_told(past: Past, what: str, media: str, told: str) -> None:
    reader = await past.reader()
    taken = await said(reader, f"{ADDRESS}/{what}")
    assert (taken.status_code, taken.headers["content-type"].partition(";")[0]) == (200, media)
    assert taken.headers["content-disposition"].startswith('attachment; filename="talkoot-')
    assert taken.content
    assert (await past.house.told())[-1] == told
    if what == "bundle":
        assert "verify.py" in zipfile.ZipFile(io.BytesIO(taken.content)).namelist()


async def test_another_site_takes_nothing_and_what_is_no_file_is_not_there(past: Past) -> None:
    reader = await past.reader()
    elsewhere = await reader.post(f"{ADDRESS}/bundle", headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert (await said(reader, f"{ADDRESS}/everything")).status_code == 404
    assert (await said(await past.house.signed_in(), f"{ADDRESS}/csv")).status_code == 403


async def test_more_than_one_bundle_holds_is_told_in_the_readers_language(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "MOST_OF_ONE", 1)
    reader = await past.reader()
    told = await said(reader, f"{ADDRESS}/bundle?language=sv")
    assert (told.status_code, told.headers["content-type"].partition(";")[0]) == (413, "text/html")
    assert "Initiativet har fler anteckningar än vad som ryms i ett bevispaket." in told.text


async def test_where_the_log_cannot_be_signed_the_page_says_so_and_nothing_is_told(past: Past) -> None:
    reader, before = await past.reader(), len(await past.house.told())
    past.house.services.sealed = None
    led = await said(reader, f"{ADDRESS}/bundle")
    assert led.status_code == 303
    page = await reader.get(led.headers["location"])
    assert "Lokia ei voitu juuri nyt allekirjoittaa" in page.text
    assert [kind for kind in (await past.house.told())[before:] if kind.endswith(".taken")] == []
