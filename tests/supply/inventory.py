"""`make sbom`: the inventory of what is shipped, as CycloneDX, made from the lock."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.supply.locks import ROOT, SHIPPED, ran


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
    return min(made.returncode, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
