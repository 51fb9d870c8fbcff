"""An installation that is only being set up: the doctor names the next step of docs/operations.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from stack.doctor import settings as reading
from stack.doctor.findings import Level
from tests.stack.doctor.clinic import Clinic

pytestmark = pytest.mark.server


async def test_an_installation_that_has_not_begun_is_told_to_make_its_key_file(clinic: Clinic, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    clinic.patch.delenv("TALKOOT_DATABASE_URL")
    clinic.sets(data=str(fresh), key_file=str(fresh / "keys.json"))
    wrong = {one.part: one for one in await clinic.found() if one.level is Level.FAULT}
    assert set(wrong) == {"key file", "database"}
    assert (wrong["key file"].said, wrong["key file"].remedy.partition(",")[0]) == (
        f"there is none yet at {fresh / 'keys.json'}",
        "make it as docs/operations.md says under Install",
    )
    assert "talkoot migrate" in wrong["database"].remedy
    clinic.sets(database_url="postgresql://nobody@127.0.0.1:1/none")
    wrong = {one.part: one for one in await clinic.found() if one.level is Level.FAULT}
    assert "never make a new one" in wrong["key file"].remedy, "nobody knows what a database that is away holds"


@pytest.mark.parametrize("is_filled_in", [True, False])
async def test_settings_that_are_lacking_are_told_where_they_belong(
    clinic: Clinic, tmp_path: Path, is_filled_in: bool
) -> None:
    file = tmp_path / "env"
    clinic.patch.setattr(reading, "_FILE", file)
    clinic.patch.delenv("TALKOOT_SENDER")
    if is_filled_in:
        file.touch()
    complaint = await clinic.complaint("settings")
    assert ("install -D -m 600 deploy/env.example" in complaint.remedy) is not is_filled_in
    assert complaint.remedy.endswith("set +a")
