"""The container of a bundle: a zip of one form alone, in which no byte is left to chance.

Nothing is compressed, so it cannot burst and is the same wherever it is written; there is no date, comment or gap, so
whoever verifies it can account for each byte.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

MOST_FILES: Final = 65_535
MOST_BYTES: Final = 2**32 - 1

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION = 10  # of zip: files as they are
_DAY = 33  # 1 January 1980, the first day that a zip knows


class TooMuchForOneFile(ValueError):
    """A zip of this form holds less than 4 GiB and at most 65,535 files."""


class Container:
    """Writes one zip from front to back. Whoever calls puts what is returned one after the other."""

    def __init__(self) -> None:
        self._records: list[bytes] = []
        self._size = 0

    def file(self, name: str, content: bytes) -> bytes:
        """A whole file, under an ASCII name. Raises TooMuchForOneFile."""
        written, crc = name.encode("ascii"), zlib.crc32(content)
        size, length = len(content), len(written)
        if len(self._records) == MOST_FILES or self._size + size + length + _LOCAL.size > MOST_BYTES:
            raise TooMuchForOneFile(f"{name} no longer fits in")
        header = _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DAY, crc, size, size, length, 0)
        record = _CENTRAL.pack(
            *(b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _DAY, crc, size, size, length), *[0] * 5, self._size
        )
        self._records.append(record + written)
        self._size += len(header) + length + size
        return header + written + content

    def end(self) -> bytes:
        """The directory, with which the zip ends. Raises TooMuchForOneFile."""
        count, directory = len(self._records), b"".join(self._records)
        if self._size + len(directory) > MOST_BYTES:
            raise TooMuchForOneFile("its directory no longer fits in")
        return directory + _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), self._size, 0)
