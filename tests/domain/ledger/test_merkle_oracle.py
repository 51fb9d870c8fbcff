"""Our tree against another's implementation, where the maintainers have put it into an environment of its own. Its
proofs between two sizes have a form of their own; ours are held against the definition (`test_merkle`).
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from domain.ledger.merkle import inclusion_nodes, leaf, proof, root
from tests.domain.ledger.test_merkle import MANY, reader

ROOT = Path(__file__).parents[3]
PYTHON = Path(os.environ.get("TALKOOT_MERKLE_ORACLE", ROOT / ".venv-oracles" / "bin" / "python"))
ASKING = """
import json, sys
from pymerkle import InmemoryTree
tree, said = InmemoryTree(algorithm="sha256"), []
for size, entry in enumerate(json.load(sys.stdin), start=1):
    tree.append_entry(entry.encode())
    paths = [[one.hex() for one in tree.prove_inclusion(index + 1, size).path] for index in range(size)]
    said.append([tree.get_root(size).hex(), paths])
json.dump(said, sys.stdout)
"""


@pytest.mark.skipif(not PYTHON.exists(), reason="pymerkle is not here: 'make oracles' gives it its own environment")
def test_roots_and_inclusion_proofs_of_all_sizes_to_130_are_those_of_pymerkle() -> None:
    asked = json.dumps([one.decode() for one in MANY])
    done = subprocess.run([PYTHON, "-c", ASKING], input=asked, capture_output=True, text=True, check=True)
    read = reader(MANY)
    for size, (their_root, paths) in enumerate(json.loads(done.stdout), start=1):
        assert root(size, read).hex() == their_root
        for index in range(size):
            ours = [one.hex() for one in proof(inclusion_nodes(index, size), read)]
            assert sorted(paths[index]) == sorted([leaf(MANY[index]).hex(), *ours]), (index, size)
