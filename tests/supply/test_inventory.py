"""The inventory names every shipped distribution by version and hash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.supply.inventory import main
from tests.supply.locks import SHIPPED, pinned


def test_it_names_everything_shipped_with_its_hashes(tmp_path: Path) -> None:
    target = tmp_path / "dist" / "sbom.cdx.json"
    assert main(target) == 0
    inventory: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    parts = inventory["components"]
    assert {part["name"].lower(): part["version"] for part in parts} == pinned(SHIPPED)
    assert all(part["purl"].startswith("pkg:pypi/") for part in parts)
    assert all(part["externalReferences"][0]["hashes"] for part in parts)
    assert inventory["metadata"]["component"]["name"] == "talkoot"
