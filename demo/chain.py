"""Re-hashing what /history returns, with nothing but what its readers know: canonical JSON and SHA-256."""

from __future__ import annotations

import hashlib
import json

from demo.api import Json

FIRST_PREV = "0" * 64


def leaf_hash(content: Json) -> str:
    """The hash of an entry: SHA-256 of a zero byte and its sorted, compact JSON in UTF-8, in hex."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"\x00" + text.encode()).hexdigest()


def fault(entries: list[Json]) -> str | None:
    """What is wrong with the first broken entry of a whole stream; None when every entry holds."""
    prev = FIRST_PREV
    for number, entry in enumerate(entries, start=1):
        content = entry["content"]
        if (entry["seq"], content["seq"]) != (number, number):
            return f"entry {number} is missing, or out of its place"
        if leaf_hash(content) != entry["leaf_hash"]:
            return f"entry {number}: its content does not give its hash"
        if content["prev"] != prev:
            return f"entry {number} does not follow the entry before it"
        prev = entry["leaf_hash"]
    return None if entries else "there are no entries"
