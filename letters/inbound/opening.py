"""Opening a message: its parts and headers, within bounds, whatever somebody has sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from letters.inbound.kinds import Unreadable

MOST_BYTES = 1_000_000
_MOST_MULTIPARTS = 30  # as deep as they may lie in each other; the parser goes by every one for every line
_MOST_PARTS = 200
_MOST_TEXT = 100_000
_LONGEST_HEADER = 10_000


def opened(raw: bytes) -> Message:
    """The message. Raises Unreadable for one that is too large, too deep, or has no head."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"the message is over {MOST_BYTES // 1000} kB", remedy="deliver it to a person's mailbox")
    if len(re.findall(rb"multipart/", raw, re.IGNORECASE)) > _MOST_MULTIPARTS:
        raise Unreadable("its parts lie too deep in each other", remedy="deliver it to a person's mailbox")
    # mboxes and pipes put an envelope line before the head
    message = BytesParser(policy=compat32).parsebytes(re.sub(rb"\A(?:>?From [^\n]*\n)+", b"", raw))
    if not message.keys():
        raise Unreadable("it has no head", remedy="send a message as it came, with its headers")
    return message


def parts_of(message: Message) -> Iterator[Message]:
    """The message and all parts in it, also those of messages in it, at most as many as anybody needs."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.is_multipart():
            waiting += [one for one in part.get_payload() if isinstance(one, Message)]


def header(message: Message, name: str) -> str:
    """A header as people read it, in one line; empty where there is none."""
    raw = str(message.get(name, ""))[:_LONGEST_HEADER]
    try:
        text = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, MessageError):
        text = raw
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def text_of(part: Message) -> str:
    """The text of a part that is one, read as it says it is written, and no more of it than anybody reads."""
    if part.is_multipart():
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        text = content[:_MOST_TEXT].decode("utf-8" if "escape" in charset else charset, "replace")
    except (LookupError, ValueError):
        text = content[:_MOST_TEXT].decode("utf-8", "replace")
    whole = text.encode("utf-8", "replace").decode("utf-8")  # some codecs make halves of characters
    return whole.replace("\r\n", "\n").replace("\x00", "")


def parameter(part: Message, name: str) -> str:
    """A parameter of the content type in small letters, empty where there is none."""
    found = part.get_param(name, "")
    return found.lower() if isinstance(found, str) else ""
