"""`make sbom`: the inventory of what is shipped, as CycloneDX: distributions from the lock, and what browsers get of
others from the list of vendored files.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.supply.locks import ROOT, SHIPPED, ran
from tests.supply.vendored import Vendored, listed


def main(target: Path) -> int:
    """Write the inventory to `target`; 1 with what the tool said if it could not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    project = ROOT / "pyproject.toml"
    made = ran(
        "cyclonedx-py",
        "requirements",
        SHIPPED,
        "--pyproject",
        project,
        "--output-reproducible",
        "--validate",
        "--output-file",
        target,
    )
    if made.returncode:
        print(made.stderr, file=sys.stderr)
        return 1
    inventory = json.loads(target.read_text(encoding="utf-8"))
    inventory["components"] += vendored()
    target.write_text(json.dumps(inventory, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def vendored() -> list[dict[str, Any]]:
    """The npm packages that vendored files are from, each with its files and their digests."""
    packages = defaultdict[tuple[str, str, str], list[Vendored]](list)
    for one in listed():
        packages[one.package, one.version, one.licence].append(one)
    return [_component(*package, files) for package, files in sorted(packages.items())]


def _component(package: str, version: str, licence: str, files: list[Vendored]) -> dict[str, Any]:
    purl = f"pkg:npm/{quote(package)}@{version}"
    return {
        "bom-ref": purl,
        "type": "library",
        "name": package,
        "version": version,
        "purl": purl,
        "licenses": [{"license": {"id": licence}}],
        "components": [
            {
                "bom-ref": f"{purl}#{one.path}",
                "type": "file",
                "name": one.name,
                "hashes": [{"alg": "SHA-256", "content": one.sha256}],
            }
            for one in files
        ],
    }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
