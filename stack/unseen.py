"""What verifying the database does not look at, said plainly, in the languages of `talkoot verify`."""

from __future__ import annotations

from typing import Final

_TEXTS: Final = {
    "en": {
        "label": "Not seen",
        "inside": "No checkpoint from outside the database was at hand: this does not see it when someone with full "
        "rights to the database rewrites all that follows an entry. Give one that came by mail: --checkpoint FILE.",
        "after": "What came after the checkpoint from outside: this does not see it when someone with full rights to "
        "the database and the key file rewrites that.",
        "beside": "What stands beside the entries: the texts and names in the vault (a bundle shows whether those of "
        "an initiative fit its entries), the rows that pages and lists show ('talkoot refold --check' does that), and "
        "the key under which a program sent a command (command_key).",
    },
    "fi": {
        "label": "Tämä ei näe",
        "inside": "Tietokannan ulkopuolista tarkistusmerkkiä ei ollut: tämä ei näe, jos joku, jolla on täydet oikeudet "
        "tietokantaan, kirjoittaa kaiken uudelleen jostakin kirjauksesta eteenpäin. Anna postissa tullut: --checkpoint "
        "TIEDOSTO.",
        "after": "Mitä tuli ulkopuolisen tarkistusmerkin jälkeen: tämä ei näe, jos joku, jolla on täydet oikeudet "
        "tietokantaan ja avaintiedosto, kirjoittaa sen uudelleen.",
        "beside": "Mitä on kirjausten vieressä: holvin tekstit ja nimet (todistepaketti näyttää, sopivatko aloitteen "
        "tekstit sen kirjauksiin), rivit, joita sivut ja luettelot näyttävät (sen tekee 'talkoot refold --check'), ja "
        "avain, jolla ohjelma lähetti komennon (command_key).",
    },
}


def label(language: str) -> str:
    """What the sentences of `unseen` are called together."""
    return _TEXTS[language]["label"]


def unseen(language: str, *, outside: bool) -> tuple[str, ...]:
    """What is not seen, a sentence each, in `en` or `fi`; `outside`: a checkpoint from outside was at hand."""
    texts = _TEXTS[language]
    return texts["after" if outside else "inside"], texts["beside"]
