"""`talkoot up`, from the checkout: `python -m bench.up`."""

import sys

from cli.main import run

if __name__ == "__main__":
    sys.argv[1:] = ["up"]
    run()
