"""env.example explains every setting there is, and no other."""

from __future__ import annotations

import pytest

from stack.settings import Settings
from tests.deploy.reading import example

SET, DEFAULTS = example()
NEEDED = {
    "TALKOOT_TEMPORAL_ADDRESS": "temporal:7233",
    "TALKOOT_DATABASE_URL": "postgresql://talkoot:made-up@postgres:5432/talkoot",
    "TALKOOT_PUBLIC_URL": "https://talkoot.example.org",
    "TALKOOT_SMTP_URL": "smtp://someone:made%40up@mail.example.org:587",
    "TALKOOT_SENDER": "talkoot@talkoot.example.org",
}


def test_it_names_every_setting_and_no_other() -> None:
    ours = {name for name in SET | DEFAULTS if name.startswith("TALKOOT_")}
    assert ours == {f"TALKOOT_{field.upper()}" for field in Settings.model_fields}


@pytest.mark.parametrize("name", [name for name in sorted(DEFAULTS) if name.startswith("TALKOOT_")])
def test_what_a_comment_shows_is_the_default(name: str) -> None:
    default = Settings.model_fields[name.removeprefix("TALKOOT_").lower()].default
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    assert DEFAULTS[name] == ("" if default is None else shown)


def test_production_starts_once_what_is_empty_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {name for name, value in SET.items() if not value and name.startswith("TALKOOT_")} == set(NEEDED)
    for name, value in {**SET, **NEEDED}.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.environment == "production"
    assert settings.sender == NEEDED["TALKOOT_SENDER"]


def test_as_it_stands_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SET.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=r"TALKOOT_TEMPORAL_ADDRESS, TALKOOT_PUBLIC_URL, TALKOOT_SMTP_URL"):
        Settings()
