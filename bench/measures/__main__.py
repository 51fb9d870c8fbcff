"""One measure in a process of its own: `python -m bench.measures NAME SIZE`, the size as JSON; prints the figures."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from bench.measures import measure_of
from bench.sizes import Size

if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure_of(sys.argv[1])(Size(**json.loads(sys.argv[2]))))), flush=True)
    time.sleep(0.3)  # else Temporal's runtime sometimes aborts the interpreter at its exit
