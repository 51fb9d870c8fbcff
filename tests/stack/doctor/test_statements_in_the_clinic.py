"""The doctor on what an installation says of itself to whoever reads its pages."""

from __future__ import annotations

import pytest

from stack.doctor.findings import Level
from tests.stack.doctor.clinic import Clinic

pytestmark = pytest.mark.server


async def test_a_privacy_notice_that_names_nobody(clinic: Clinic) -> None:
    clinic.patch.delenv("TALKOOT_CONTROLLER")
    found = await clinic.complaint("settings")
    assert (found.level, "TALKOOT_CONTROLLER" in found.said) == (Level.WARNING, True)
