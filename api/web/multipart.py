"""Forms with a file in them (`multipart/form-data`): cut at their boundary, each head read by the standard library."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import HTTP
from typing import Final

FORM: Final = "multipart/form-data"
MOST_PARTS: Final = 20
_LONGEST_HEAD: Final = 2_000


def parts_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """The fields of such a form, the first of each name, files among them; empty for what is no such form, and for one
    of more parts than a form of ours has. What lies in a part is never looked into: a file is bytes, whatever they are.
    """
    boundary = _boundary(content_type)
    if not boundary:
        return {}
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary, MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2:  # what stands before the first and behind the last are none
        return {}
    found: dict[str, bytes] = {}
    for piece in pieces[1:]:
        head, mark, content = piece.partition(b"\r\n\r\n")
        if mark and len(head) <= _LONGEST_HEAD and (name := _parameter(head.lstrip(), "content-disposition", "name")):
            found.setdefault(name, content)
    return found


def _boundary(content_type: str) -> bytes:
    if content_type.partition(";")[0].strip().lower() != FORM:
        return b""
    head = b"Content-Type: " + content_type.encode("latin-1", "replace")
    return _parameter(head, "content-type", "boundary").encode("latin-1", "replace")


def _parameter(head: bytes, header: str, name: str) -> str:
    read: Message = message_from_bytes(head + b"\r\n\r\n", EmailMessage, policy=HTTP)
    found = read.get_param(name, header=header)
    return found if isinstance(found, str) else ""
