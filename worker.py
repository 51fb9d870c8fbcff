"""The worker's entry: `python worker.py` is `talkoot worker`."""

import sys

from cli.main import run

if __name__ == "__main__":
    sys.argv.insert(1, "worker")
    run()
