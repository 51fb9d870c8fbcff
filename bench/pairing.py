"""Product and bare reference side by side, each a process of its own with a server of its own."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bench.bare.side import BareSide, bare_side
from bench.product import ProductSide, product_side


@asynccontextmanager
async def both(*, seats: int) -> AsyncIterator[tuple[ProductSide, BareSide]]:
    """Both sides, running, on folders that are thrown away; the product's register has this many seats."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="talkoot-bench-")))
        yield await asyncio.gather(
            stack.enter_async_context(product_side(folder / "product", seats=seats)),
            stack.enter_async_context(bare_side(folder / "bare")),
        )
