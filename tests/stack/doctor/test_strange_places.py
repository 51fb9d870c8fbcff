"""The doctor where nothing can be as it should: each fault is told once, with the one thing to do."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from stack.doctor import database, disk, keys, settings
from stack.doctor.examining import examined
from stack.doctor.findings import Finding, Level
from stack.parts import Parts
from stack.settings import Settings


@pytest.fixture(autouse=True)
def of_no_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment without the size of these tests, which is no setting."""
    monkeypatch.delenv("TALKOOT_CAMPAIGN", raising=False)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """An installation on SQLite."""
    found = Settings(data=tmp_path)
    Parts.open(found, migrate=True).database.close_now()
    return found


async def of_database(here: Settings) -> Finding:
    (finding,) = await database.examine(here, database.opened(here))
    return finding


async def test_a_file_that_is_no_database(here: Settings) -> None:
    (here.data / "talkoot.db").write_bytes(b"not what it was" * 100)
    finding = await of_database(here)
    assert (finding.level, finding.remedy) == (Level.FAULT, "restore the database from its backup")


async def test_a_folder_for_the_database_that_is_not_there(tmp_path: Path) -> None:
    finding = await of_database(Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path}/none/x.db"))
    assert (finding.level, finding.said) == (Level.FAULT, f"there is no folder {tmp_path}/none")


async def test_a_key_file_that_is_open_to_all_is_closed_and_not_replaced(here: Settings) -> None:
    here.keys.chmod(0o644)
    (finding,) = await keys.examine(here, None)
    assert finding.remedy == f"chmod 600 {here.keys}"


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    for folder in (tmp_path / "data", tmp_path / "data" / "inner"):
        finding = disk.barred(folder)
        assert finding is not None
        assert finding.said == f"{tmp_path / 'data'} is no folder"


def test_a_data_folder_of_another_user(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    assert disk.barred(here.data) is None
    monkeypatch.setattr(Path, "is_dir", refused)
    finding = disk.barred(here.data)
    assert finding is not None
    assert finding.said == f"{here.data} cannot be read by this user"


def test_settings_that_no_process_could_start_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"METRICS_PORT": "8000", "TRACES_URL": "http://127.0.0.1:4318/v1/traces"}
    for name, value in given.items():
        monkeypatch.setenv(f"TALKOOT_{name}", value)
    for module in [name for name in sys.modules if name.startswith("opentelemetry.exporter.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)  # as if it were not installed
    said = " ".join(finding.said for finding in settings.read(tmp_path)[1] if finding.level is Level.FAULT)
    assert all(f"TALKOOT_{name}" in said for name in given), said


def test_settings_for_tracing_are_well_once_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKOOT_TRACES_URL", "http://127.0.0.1:4318/v1/traces")
    assert [finding.level for finding in settings.read(tmp_path)[1]] == [Level.OK]


@pytest.mark.parametrize(
    ("api", "figures", "level"),
    [
        ("127.0.0.1", "127.0.0.1", Level.FAULT),
        ("localhost", "127.0.0.1", Level.FAULT),
        ("0.0.0.0", "127.0.0.1", Level.FAULT),
        ("::1", "::", Level.FAULT),
        ("127.0.0.1", "10.0.0.7", Level.OK),
        ("::1", "127.0.0.1", Level.OK),
        ("0.0.0.0", "::", Level.OK),
    ],
)
def test_figures_on_the_port_of_the_api_are_a_fault_where_the_two_meet(
    api: str, figures: str, level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"API_HOST": api, "METRICS_HOST": figures, "METRICS_PORT": "8000"}.items():
        monkeypatch.setenv(f"TALKOOT_{name}", value)
    assert [finding.level for finding in settings.read(tmp_path)[1]] == [level]


async def test_a_database_file_of_another_user(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = Path.open

    def refused(path: Path, *how: str) -> object:
        if path.name == "talkoot.db":
            raise PermissionError
        return opening(path, *how)

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    finding = await of_database(here)
    assert (finding.level, finding.remedy) == (Level.FAULT, "run this as Talkoot's own user")


async def test_a_password_that_is_not_escaped_is_not_shown(tmp_path: Path) -> None:
    shut = Settings(data=tmp_path, database_url="postgresql://talkoot:sa@la:1/hem%25melig@127.0.0.1:5432/talkoot")
    finding = await of_database(shut)
    assert (finding.level, "%40" in finding.remedy) == (Level.FAULT, True)
    assert not {"la", "hem", "melig"} & set(re.findall(r"[a-z]+", finding.said))


@pytest.mark.parametrize(("elsewhere", "parts"), [(True, 8), (False, 2)])
async def test_a_folder_that_is_shut_hides_only_what_lies_in_it(
    tmp_path: Path, elsewhere: bool, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"DATABASE_URL": "postgresql://t:t@127.0.0.1:1/t", "KEY_FILE": "/none", "TEMPORAL_ADDRESS": "127.0.0.1:1"}
    for name, value in named.items() if elsewhere else ():
        monkeypatch.setenv(f"TALKOOT_{name}", value)
    (tmp_path / "data").write_text("not a folder")
    found = await examined(tmp_path / "data")
    assert len({one.part for one in found}) == parts
    assert [one.said for one in found if one.part == "disk"] == [f"{tmp_path / 'data'} is no folder"]
