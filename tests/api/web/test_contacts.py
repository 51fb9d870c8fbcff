"""Contacts: an address becomes a link that a mail program reads as that address."""

from __future__ import annotations

import pytest

from api.web.contacts import Contact


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("koordinaattori@example.org", "mailto:koordinaattori@example.org"),
        ("a?subject=b&c@example.org", "mailto:a%3Fsubject%3Db%26c@example.org"),
        (None, ""),
    ],
)
def test_an_address_is_a_link_to_nothing_but_itself(address: str | None, link: str) -> None:
    assert Contact("Järjestöneuvosto", "Koordinaattori", address).mailto == link


def test_a_contact_says_neither_name_nor_address_in_a_log() -> None:
    assert repr(Contact("Järjestöneuvosto", "Nimi", "osoite@example.org")) == "Contact(backbone='Järjestöneuvosto')"
