"""The inventory names every shipped distribution by version and hash, and every file of others that browsers get."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply.inventory import main
from tests.supply.locks import SHIPPED, pinned
from tests.supply.vendored import FOLDER, digest, listed


def test_it_names_everything_shipped_with_its_hashes(tmp_path: Path) -> None:
    target = tmp_path / "dist" / "sbom.cdx.json"
    assert main(target) == 0
    text = target.read_text(encoding="utf-8")
    inventory: dict[str, Any] = json.loads(text)
    parts = [part for part in inventory["components"] if part["purl"].startswith("pkg:pypi/")]
    assert {part["name"].lower(): part["version"] for part in parts} == pinned(SHIPPED)
    assert all(part["externalReferences"][0]["hashes"] for part in parts)
    assert inventory["metadata"]["component"]["name"] == "talkoot"
    version = SchemaVersion.from_version(inventory["specVersion"])
    assert JsonStrictValidator(version).validate_str(text) is None

    others = [part for part in inventory["components"] if part not in parts]
    assert all(part["purl"].startswith("pkg:npm/") and part["licenses"] for part in others)
    files = {one["name"]: one["hashes"][0]["content"] for part in others for one in part["components"]}
    assert files == {one.name: digest((FOLDER / one.name).read_bytes()) for one in listed()}
