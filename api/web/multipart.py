"""Forms with a file in them (`multipart/form-data`), read by the standard library's reader of MIME."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import HTTP

FORM = "multipart/form-data"


def parts_of(content_type: str, body: bytes) -> dict[str, bytes]:
    """The fields of such a form, the first of each name, files among them; empty for what is no such form."""
    if content_type.partition(";")[0].strip().lower() != FORM:
        return {}
    head = b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n"
    form = message_from_bytes(head + body, EmailMessage, policy=HTTP)
    found: dict[str, bytes] = {}
    for part in form.iter_parts():
        name = _name(part)
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            found.setdefault(name, content)
    return found


def _name(part: Message) -> str:
    name = part.get_param("name", header="content-disposition")
    return name if isinstance(name, str) else ""
