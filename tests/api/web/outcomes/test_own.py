"""Outcomes by a personal link: for those who take part, from the evaluation on, in their language."""

from __future__ import annotations

from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures import cycle

HOLDER = "holder-01"


async def test_until_the_evaluation_the_address_leads_to_their_page(from_the_start: Rehearsal) -> None:
    stage = from_the_start
    token = await stage.token(HOLDER)
    answer = await stage.client.get(f"/p/{token}/outcomes")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{token}")
    assert "/outcomes" not in (await stage.client.get(f"/p/{token}")).text


async def test_once_it_is_evaluated_their_page_leads_there(from_the_start: Rehearsal) -> None:
    stage = from_the_start
    for part in (cycle.get_ready, cycle.identify_needs, cycle.convene, cycle.plan_jointly, cycle.pilot):
        await part(stage)
    token = await stage.token(HOLDER)
    assert f'href="/p/{token}/outcomes"' in (await stage.client.get(f"/p/{token}")).text
    for language, says in (("fi", "Sitoumuksia annettiin"), ("fi-selko", "Sitoumuksia annettiin"), ("sv", "Åtaganden")):
        answer = await stage.client.get(f"/p/{token}/outcomes", params={"language": language})
        page = PageRead.of(token, answer)
        assert answer.status_code == 200
        assert says in page.text
        assert "Kanarialintu" not in page.html
        assert f'href="/privacy?language={language}"' in page.html
    assert (await stage.client.get("/p/unknown/outcomes")).status_code == 404
