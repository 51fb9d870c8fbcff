"""The worker's entry: `python worker.py` is `talkoot worker`."""

from stack.processes import run_worker

if __name__ == "__main__":
    run_worker()
