"""`make vendored`: fetch anew what browsers get from others, by npm, and put it in place if it is what it was.

The list with versions, licences and digests is `api/web/static/vendor/vendored.toml`. For another version: change it
there, run this with --accept, look at the pages, commit both.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.supply.locks import ROOT

FOLDER = ROOT / "api" / "web" / "static" / "vendor"
LIST = FOLDER / "vendored.toml"


@dataclass(frozen=True)
class Vendored:
    """A file of somebody else's: its name with us, the npm package and version it is from, its path in there, its
    licence (SPDX), and the SHA-256 of its bytes in hex.
    """

    name: str
    package: str
    version: str
    path: str
    licence: str
    sha256: str


def listed() -> list[Vendored]:
    """All that is listed."""
    return [Vendored(**one) for one in tomllib.loads(LIST.read_text(encoding="utf-8"))["file"]]


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def fetched(one: Vendored) -> bytes:
    """The file as the package has it today. Raises CalledProcessError where npm cannot get it."""
    with tempfile.TemporaryDirectory() as folder:
        asked = ["npm", "pack", "--silent", f"{one.package}@{one.version}"]
        packed = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(Path(folder) / packed) as archive:
            found = archive.extractfile(f"package/{one.path}")
            assert found is not None, f"{one.package} has no {one.path}"
            return found.read()


def main(*, accept: bool) -> int:
    """Put every file in place; 1 if one is not what is listed, unless that is accepted and listed from now on."""
    text, changed = LIST.read_text(encoding="utf-8"), 0
    for one in listed():
        content = fetched(one)
        if digest(content) != one.sha256 and not accept:
            print(f"{one.name}: {one.package} {one.version} is {digest(content)}, and {one.sha256} is listed")
            changed += 1
            continue
        (FOLDER / one.name).write_bytes(content)
        text = re.sub(one.sha256, digest(content), text)
    LIST.write_text(text, encoding="utf-8")
    return min(changed, 1)


if __name__ == "__main__":
    sys.exit(main(accept="--accept" in sys.argv))
