"""The page of outcomes: from an empty beginning to what an established practice leaves, true at every step."""

from __future__ import annotations

from dataclasses import replace

from api.web.outcomes import telling
from tests.api.web.rehearsal import PageRead, Played, Rehearsal
from tests.fixtures.beside import STORY
from tests.fixtures.correspondence import INITIATIVE, Post
from tests.fixtures.staffed import OLAVI, House
from tests.letters.test_report_pages import REPORT

ADDRESS = f"/initiatives/{INITIATIVE}/outcomes"


async def opened(house: House) -> Rehearsal:
    """An initiative of twelve seats in the house, at its beginning."""
    post = await Post.open(house.services.database, seats=12, phase="readiness")
    return Rehearsal(post, Played(post), house.services, await house.signed_in(OLAVI))


async def read(stage: Rehearsal, language: str = "fi") -> PageRead:
    answer = await stage.client.get(ADDRESS, params={"language": language})
    assert answer.status_code == 200
    return PageRead.of("", answer)


async def test_at_the_beginning_the_page_says_what_comes_and_when(house: House) -> None:
    page = await read(await opened(house))
    assert "Vielä ei ole luvattu mitään" in page.text
    for empty in ("Se tehdään arvioinnissa", "Ne annetaan yhteissuunnittelussa", "Oppeja ei ole vielä kirjattu."):
        assert empty in page.text
    assert "trend-" not in page.html


async def test_after_the_whole_cycle_everything_is_told_and_drawn(house: House) -> None:
    stage = await opened(house)
    for part in STORY:
        await part(stage)
    house.now = stage.post.play.now
    stage.client = await house.signed_in(OLAVI)
    page, facts = await read(stage), stage.post.play.initiative.facts
    said = telling.words_in("fi")["outcomes"]
    for commitment in facts.commitments.values():
        assert said["state"][commitment.state] in page.text
    for claim in facts.claims.values():
        assert said["verdict"][claim.verdict or "none"] in page.text
    assert page.text.count("(teksti on poistettu)") >= len(facts.claims)  # the script's texts lie in no vault
    for picture in ("conditions", *(f"trend-{one}" for one in facts.indicators), "survival"):
        assert f'id="{picture}-h"' in page.html
    assert "Kanarialintu" not in page.html


def test_the_sentence_counts_what_became_of_promises_and_results() -> None:
    promises, results = (
        "5 commitments were made: 1 kept, 1 changed, 1 released, 1 broken, 1 under way.",
        "4 results were claimed: 1 confirmed, 1 partly, 1 not shown, 1 to be verified.",
    )
    words = telling.words_in("en")["outcomes"]
    assert telling.lead(REPORT, words).startswith(f"{promises} {results}")
    assert telling.lead(replace(REPORT, promised=()), words).startswith(results)
    assert telling.lead(replace(REPORT, promised=(), results=()), words).startswith("Nothing has been promised yet")


async def test_only_who_may_see_the_initiative_sees_what_came_of_it(house: House) -> None:
    await opened(house)
    assert (await (await house.signed_in()).get(ADDRESS)).status_code == 403
    assert (await house.browser().get(ADDRESS)).status_code == 303
