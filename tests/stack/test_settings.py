"""Settings: complete without any variable in development, never unsafe in production."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from stack.settings import Settings

PRODUCTION = {
    "TALKOOT_ENVIRONMENT": "production",
    "TALKOOT_TEMPORAL_ADDRESS": "temporal:7233",
    "TALKOOT_KEY_FILE": "/run/secrets/keys.json",
    "TALKOOT_PUBLIC_URL": "https://talkoot.example",
    "TALKOOT_SMTP_URL": "smtp://someone:hidden@mail.example:587",
    "TALKOOT_SENDER": "talkoot@talkoot.example",
}


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TALKOOT_")]:
        monkeypatch.delenv(name)


def test_nothing_needs_to_be_set_to_try_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert settings.data == tmp_path / ".talkoot" / "data"
    assert settings.database == f"sqlite:///{settings.data}/talkoot.db"
    assert settings.keys == settings.data / "keys.json"
    assert settings.temporal_address is None


def test_what_is_set_wins_over_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, database_url=SecretStr("postgresql+psycopg://db/talkoot"), key_file=tmp_path / "k"
    )
    assert (settings.database, settings.keys) == ("postgresql+psycopg://db/talkoot", tmp_path / "k")


def test_a_relative_path_is_taken_from_where_talkoot_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings(data=Path("here"), key_file=Path("k.json")).data == tmp_path / "here"


@pytest.mark.parametrize("absent", [name for name in PRODUCTION if name != "TALKOOT_ENVIRONMENT"])
def test_production_refuses_to_start_on_a_default_that_is_unsafe_there(
    monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    assert Settings().environment == "production"
    monkeypatch.delenv(absent)
    with pytest.raises(ValidationError, match=absent):
        Settings()
    monkeypatch.setenv(absent, "")
    with pytest.raises(ValidationError, match=absent):
        Settings()


def test_the_mail_servers_password_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_SMTP_URL", PRODUCTION["TALKOOT_SMTP_URL"])
    assert "hidden" not in repr(Settings())


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValidationError, match="api_port"):
        Settings(api_port=70_000)


@pytest.mark.parametrize(
    "address", ["https://temporal:7233", "temporal", "temporal:", "a b:7233", "::1:7233", "x:7233/"]
)
def test_an_address_of_temporal_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="host:port"):
        Settings(temporal_address=address)


@pytest.mark.parametrize("address", ["temporal:7233", "10.0.0.7:7233", "[::1]:7233", "x.tmprl.cloud:7233"])
def test_an_address_of_temporal_is_a_host_and_a_port(address: str) -> None:
    assert Settings(temporal_address=address).temporal_address == address


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_letters_are_shown_to_this_machine_while_none_is_sent(host: str) -> None:
    assert Settings(api_host=host).outbox


@pytest.mark.parametrize(
    "given",
    [
        {"api_host": "0.0.0.0"},
        {"api_host": "192.0.2.7"},
        {"api_host": "::"},
        {"api_host": "talkoot.example"},
        {"smtp_url": SecretStr("smtp://localhost:25")},
    ],
)
def test_letters_are_shown_to_nobody_else_and_never_beside_a_mail_server(given: dict[str, object]) -> None:
    assert not Settings(**given).outbox


def test_production_has_no_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    assert not Settings().outbox
