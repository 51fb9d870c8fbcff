"""What lives from the start on is set aside, in a process of its own: it cannot be taken back."""

import json
import subprocess
import sys

SCRIPT = """
import gc, json
from stack.collecting import hold_off, settle
hold_off()
held_off = not gc.isenabled()
settle()
class Node: pass
ours, gone = Node(), []
ours.itself = ours
import weakref
ghost = weakref.ref(ours)
del ours
gc.collect()
print(json.dumps([held_off, gc.isenabled(), gc.get_freeze_count(), ghost() is None]))
"""


def test_what_is_loaded_is_set_aside_and_later_garbage_is_still_collected() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True)
    held_off, collects, aside, is_gone = json.loads(run.stdout)
    assert held_off
    assert collects
    assert aside > 1_000
    assert is_gone
