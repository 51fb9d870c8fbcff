"""The address of a mail server: what each shape means, and that nobody reads a password in a refusal."""

from __future__ import annotations

import pytest

from activities.mail_server import Encryption, MailServer


@pytest.mark.parametrize(
    ("url", "encryption", "port"),
    [
        ("smtps://mail.example.org", Encryption.FROM_THE_START, 465),
        ("smtps://mail.example.org:8465", Encryption.FROM_THE_START, 8465),
        ("smtp://mail.example.org", Encryption.BEFORE_LETTERS, 587),
        ("smtp://u:p@127.0.0.1:25", Encryption.BEFORE_LETTERS, 25),
        ("smtp+plain://mail.example.org", Encryption.NEVER, 25),
        ("smtp://localhost", Encryption.NEVER, 25),
        ("smtp://[::1]:2525", Encryption.NEVER, 2525),
    ],
)
def test_letters_are_encrypted_unless_they_stay_here_or_it_is_told_otherwise(
    url: str, encryption: Encryption, port: int
) -> None:
    server = MailServer.of(url)
    assert (server.encryption, server.port) == (encryption, port)


def test_only_letters_that_cross_a_network_in_the_clear_are_clear_to_others() -> None:
    clear = {url: MailServer.of(url).clear_to_others for url in ("smtp://localhost", "smtp+plain://relay.example.org")}
    assert clear == {"smtp://localhost": False, "smtp+plain://relay.example.org": True}


def test_user_name_and_password_are_read_and_never_printed() -> None:
    server = MailServer.of("smtps://talkoot%40example.org:s%40cr%2Fat@mail.example.org")
    assert (server.username, server.password) == ("talkoot@example.org", "s@cr/at")
    assert "cr/at" not in f"{server!r} {server}"
    assert str(server) == "smtps://mail.example.org:465"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "smtp://",
        "example.org:25",
        "smtp://u:wo/nder@example.org",
        "smtp://u:won@der@example.org:x",
        "smtp://example.org:99999",
        "smtp://example.org/?tls=no",
        "smtp://user@example.org",
        "smtp://:wonder@example.org",
        "smtp+plain://u:wonder@example.org",
    ],
)
def test_an_address_that_says_nothing_or_something_unsafe_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(ValueError, match="mail server") as refused:
        MailServer.of(url)
    assert "nder" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("url", ["smtp://u:wo/nder@example.org", "smtp://u:won#der@example.org", "smtp://u:w:o@h:x"])
def test_whoever_has_a_special_character_in_the_password_is_told_how_each_is_written(url: str) -> None:
    with pytest.raises(ValueError, match="%40, %3A, %2F and %25"):
        MailServer.of(url)
