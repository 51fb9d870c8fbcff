"""Reading a message that came back: what it is, and which of our letters it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

from letters.inbound.automatic import is_automatic
from letters.inbound.bounces import bounce
from letters.inbound.kinds import Automatic, Complaint, Inbound, Other, Reply, Unreadable
from letters.inbound.opening import header, opened, parameter, parts_of, text_of

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MOST_ABOUT = 20
_MOST_HTML = _MOST_PLAIN = 20_000
_REFERRING = ("In-Reply-To", "References", "X-MS-Exchange-Parent-Message-Id")


def read(raw: bytes, sender: str) -> Inbound:
    """What a message is that came to `sender`, the address that letters come from. Message-IDs of letters have its
    domain. Raises Unreadable, and nothing else, whatever came.
    """
    try:
        message = opened(raw)
        return _kind(message, sender)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MessageError) as error:
        reason = f"it cannot be taken apart ({type(error).__name__})"
        raise Unreadable(reason, remedy="deliver it to a person's mailbox") from None


def _kind(message: Message, sender: str) -> Inbound:
    referred = _ours(sender, (header(message, name) for name in _REFERRING))
    anywhere = tuple(dict.fromkeys(referred + _ours(sender, _everything(message))))
    if parameter(message, "report-type") == "feedback-report":
        return Complaint(anywhere) if _is_complaint(message) else Automatic(anywhere)
    if found := bounce(message, anywhere):
        return found
    if is_automatic(message):
        return Automatic(referred)
    if not referred:
        return Other()
    written, is_cut = _written(message)
    more = is_cut or _has_attachment(message)
    return Reply(referred, header(message, "Subject"), written, _sender(message), has_more=more)


def _ours(sender: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs in these texts that can be ours, in order, each once; the address itself looks like one."""
    mine = re.compile(rf"<[A-Za-z0-9._-]{{1,80}}@{re.escape(sender.rpartition('@')[2])}>", re.IGNORECASE)
    found = dict.fromkeys(one for text in texts for one in mine.findall(text) if one.lower() != f"<{sender.lower()}>")
    return tuple(found)[:_MOST_ABOUT]


def _everything(message: Message) -> Iterable[str]:
    """Where a report may hold the Message-ID of the letter that it is about: in the head of a message in it, or copied
    into a text.
    """
    for part in parts_of(message):
        if part is not message:
            yield header(part, "Message-ID")
        if part.get_content_maintype() == "text":
            yield text_of(part)


def _is_complaint(message: Message) -> bool:
    """Every kind of feedback but the one that takes a complaint back."""
    for part in parts_of(message):
        if part.get_content_type() == "message/feedback-report":
            inner = part.get_payload()
            lines = str(inner[0]) if isinstance(inner, list) and inner else text_of(part)
            return re.search(r"(?im)^feedback-type:\s*not-spam", lines) is None
    return False


def _sender(message: Message) -> str | None:
    for name in ("Reply-To", "From"):
        _, address = parseaddr(str(message.get(name, "")))
        if _ADDRESS.fullmatch(address):
            return address
    return None


def _has_attachment(message: Message) -> bool:
    """Whether anything but text to be read came along."""
    inner = (part for part in parts_of(message) if not part.get_content_type().startswith("multipart/"))
    return any(part.get_filename() or part.get_content_maintype() != "text" for part in inner)


def _written(message: Message) -> tuple[str, bool]:
    """The first text that was written, from HTML where there is no other; and whether it goes on."""
    texts = [part for part in parts_of(message) if part.get_content_maintype() == "text" and not part.get_filename()]
    plain = next((text_of(part) for part in texts if part.get_content_type() == "text/plain"), "").strip()
    if plain:
        return plain[:_MOST_PLAIN], len(plain) > _MOST_PLAIN
    html = next((text_of(part) for part in texts if part.get_content_type() == "text/html"), "")
    body = re.search(r"<body\b", html, re.IGNORECASE)  # styles before it may be longer than all that was written
    html = html[body.start() if body else 0 :]
    reader = _Words()
    reader.feed(html[:_MOST_HTML])
    return "\n".join(line.strip() for line in reader.said.splitlines() if line.strip()), len(html) > _MOST_HTML


class _Words(HTMLParser):
    """What a person sees of a page."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._hidden = 0

    @property
    def said(self) -> str:
        """The words, with the lines that paragraphs make."""
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Styles and scripts are not said."""
        self._hidden += tag in ("style", "script", "title")
        if tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3"):
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """See handle_starttag."""
        self._hidden -= tag in ("style", "script", "title") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Words, unless they are not said."""
        if not self._hidden:
            self._parts.append(" ".join(f".{data}.".split())[1:-1])
