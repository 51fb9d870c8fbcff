"""The kinds of mail that come back to the address that letters come from."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.refusals import Malformed


class Unreadable(Malformed):
    """The message is none that could be read."""

    title = "This is no message that can be read"


@dataclass(frozen=True)
class Bounce:
    """A mail server tells that a message did not arrive, for good (`5.x.x`) or so far (`4.x.x`).

    `code` is its enhanced status code, with `reply` the three digits that it answered before it, where it told any.
    `given_up`: it will not be tried again, whatever the code says.
    """

    about: tuple[str, ...]
    code: str
    reply: str = ""
    given_up: bool = False

    @property
    def is_hard(self) -> bool:
        """Whether it will not be tried again."""
        return self.given_up or self.code.startswith("5")

    @property
    def closes(self) -> bool:
        """Whether it is the address that takes no mail: there is no such mailbox or domain, or it has moved or was
        closed. A full mailbox, a letter that is too long or one that a filter dislikes is none of the address's.
        """
        return self.is_hard and self.code in _OF_THE_ADDRESS


_OF_THE_ADDRESS = frozenset(
    {
        *("5.0.0", "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"),  # no mailbox or domain, moved, takes no mail
        *("5.2.0", "5.2.1"),  # the mailbox is disabled
        *("5.4.1", "5.4.4", "5.5.0"),  # how some servers say the same
    }
)
"""RFC 3463, RFC 7505, and what servers send in their stead."""


@dataclass(frozen=True)
class Automatic:
    """A program answered, or told that a letter arrived or was read: no answer, whatever it says."""

    about: tuple[str, ...]


@dataclass(frozen=True)
class Complaint:
    """The reader's mail provider tells that they called the letter spam (RFC 5965)."""

    about: tuple[str, ...]


@dataclass(frozen=True)
class Reply:
    """Somebody wrote back. `text` is what they wrote, empty where it cannot be told from the rest; `sender` is where
    an answer reaches them, None where that is no address. `has_more`: there was an attachment, or more
    text than is read.
    """

    about: tuple[str, ...]
    subject: str = field(repr=False)
    text: str = field(repr=False)
    sender: str | None = field(repr=False)
    has_more: bool = False


@dataclass(frozen=True)
class Other:
    """Mail that refers to no letter of ours."""


Inbound = Bounce | Automatic | Complaint | Reply | Other
