"""Our tree against another's implementation, where the maintainers have put it into an environment of its own. Its
proofs between two sizes have a form of their own: they are to lead to our roots, and ours from its roots to its roots.
Without it this is skipped, and the campaign's proof `log` fails.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from domain.ledger.merkle import consistency_nodes, inclusion_nodes, is_consistent, leaf, proof, root
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
    between = [tree.prove_consistency(old, size) for old in range(1, size)]
    led = [[one.retrieve_prior_state().hex(), one.resolve().hex()] for one in between]
    said.append([tree.get_root(size).hex(), paths, led])
json.dump(said, sys.stdout)
"""


@pytest.mark.skipif(not PYTHON.exists(), reason="pymerkle is not here: 'make oracles' gives it its own environment")
def test_roots_and_proofs_of_all_sizes_to_130_are_those_of_pymerkle() -> None:
    asked = json.dumps([one.decode() for one in MANY])
    done = subprocess.run([PYTHON, "-c", ASKING], input=asked, capture_output=True, text=True, check=True)
    read, theirs = reader(MANY), json.loads(done.stdout)
    roots = [bytes.fromhex(their_root) for their_root, _, _ in theirs]
    for size, (their_root, paths, led) in enumerate(theirs, start=1):
        assert root(size, read).hex() == their_root
        for index in range(size):
            ours = [one.hex() for one in proof(inclusion_nodes(index, size), read)]
            assert paths[index] == [leaf(MANY[index]).hex(), *ours], (index, size)
        for old in range(1, size):
            assert led[old - 1] == [root(old, read).hex(), root(size, read).hex()], (old, size)
            path = proof(consistency_nodes(old, size), read)
            assert is_consistent(old, size, path, roots[old - 1], roots[size - 1]), (old, size)
