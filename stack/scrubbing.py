"""Takes personal links, sign-in links and the addresses of open calls out of what is about to be logged: whoever reads
a log must not be able to answer for anyone, nor to come in.
"""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(
    r"(/(?:p|u|sign-in|call/need|call|open-calls)/)[^/?#\s\"'<>]+", re.IGNORECASE
)  # whoever has it may enter
_VALUE = re.compile(r"(^|[=&;])[^=&;]{20,}")  # our ids are shorter, tokens and keys longer
HIDDEN = r"\1[hidden]"


def address(asked: str) -> str:
    """The address of a request as it may be logged, also when somebody put a token behind its question mark."""
    path, mark, query = asked.partition("?")
    return f"{scrubbed(path)}{mark}{_VALUE.sub(HIDDEN, scrubbed(query))}"


def scrubbed(value: Any) -> Any:
    """The same value with the tokens of personal links hidden, in every text inside it."""
    match value:
        case str():
            return _LINK.sub(HIDDEN, value)
        case dict():
            return {scrubbed(key): scrubbed(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [scrubbed(inner) for inner in value]
        case bool() | int() | float() | None:
            return value
        case _:
            return scrubbed(repr(value))  # what it would be printed as
