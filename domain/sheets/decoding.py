"""From bytes to text: UTF-8, with or without the mark that Excel puts before it. All else is told, never guessed."""

from __future__ import annotations

import codecs

from domain.sheets.faults import Fault, Unusable

_SAVE_AS = "save it as 'CSV UTF-8' (Excel), or choose the character set 'Unicode (UTF-8)' (LibreOffice)"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> str:
    """The text of a file. Raises Unusable, naming the line of the first byte that is no UTF-8."""
    if content.startswith(_WIDE):
        raise Unusable(Fault(1, "", "the file is UTF-16 ('Unicode text'), not UTF-8", _SAVE_AS))
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        reason = f"the file is not UTF-8: it holds the byte 0x{content[error.start]:02X} here"
        raise Unusable(Fault(before.count(b"\n") + 1, "", reason, _SAVE_AS)) from None
