"""What of a reply may be handed on: no personal link in any writing, and of several matters no quoted letter."""

from __future__ import annotations

import pytest

from letters.inbound.quoting import own_words, without_links

TOKEN = "abcDEF123_-abcDEF123_-abcDEF123_-salainen12"
HOST = "https://talkoot.example.org"


@pytest.mark.parametrize(
    "written",
    [
        f"{HOST}/p/{TOKEN}",
        f"<{HOST}/u/{TOKEN}>",
        f"{HOST}/call/need/{TOKEN}?x=1",
        f"https://safe.example/?url=https%3A%2F%2Ftalkoot.example.org%2Fp%2F{TOKEN}&data=1",
        f"https://safe.example/?url=https%253a%252f%252ftalkoot.example.org%252fp%252f{TOKEN}",
        f"https://safe.example/v2/url?u=https-3A__talkoot.example.org_p_{TOKEN}&d=1",
        f"> {HOST}/p/{TOKEN[:30]}\n> {TOKEN[30:]}",
        f"> {HOST}/p/{TOKEN[:3]}=\n>> {TOKEN[3:]}",
    ],
)
def test_a_personal_link_is_taken_out_however_a_program_writes_it(written: str) -> None:
    said = without_links(f"Hei!\n{written}\nTerveisin Kylä")
    assert not [part for part in (TOKEN[5:15], TOKEN[-10:]) if part in said]
    assert said.startswith("Hei!\n")
    assert said.endswith("\nTerveisin Kylä")


def test_other_links_and_words_stay() -> None:
    said = (
        f"{HOST}/initiatives/i1 ja/u/tai {HOST}/p/lyhyt\nhttps://example.org/kokous/2026-11-30-pitka-nimi-ja-aika-tassa"
    )
    assert without_links(said) == said


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("Tulen.\n\nto 12.11.2026 klo 9.00 Neuvosto kirjoitti:\n> Hei\n> tule", "Tulen."),
        ("Tulen.\nOn 12 Nov 2026, X <x@example.org> wrote:\nHei\ntule", "Tulen."),
        ("> Tuletko?\nTulen.\n> Saanko?\nSaat.", "Tulen.\nSaat."),
        ("12.11. X skrev:\n> Hej\nJag kommer.", "Jag kommer."),
        ("Tulen.\n\nLähettäjä: X\nLähetetty: torstai\nAihe: Y\nHei", "Tulen."),
        ("Tulen.\n*From:* X\n*Sent:* today\nHei", "Tulen."),
        ("Jag kommer.\n-----Ursprungligt meddelande-----\nHej", "Jag kommer."),
        ("Tulen.\n________________________________\nHei", "Tulen."),
        ("Naapuri kirjoitti:\ntulen myös.", "Naapuri kirjoitti:\ntulen myös."),
        ("> Hei", ""),
    ],
)
def test_own_words_are_told_from_the_letter_that_is_quoted(written: str, own: str) -> None:
    assert own_words(written) == own
