"""How answers of one kind are corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.events import Event


@dataclass(frozen=True)
class Correctable:
    """How answers of one kind are corrected: by which `commands` they are said anew, and which duty they answer.

    `about` are the fields that tell apart what one of them is about; of two about the same only the later counts, and
    so does one that names it in its field `replaced_in`. Where an answer makes something, `makes` names the field of
    its id, and `named_in` those of later events that may hold it; `alike` are the fields that other answers share with
    it which fulfil the same duty (None: those of `about`). After an event of the kind `until` it stands. What is not
    `withdrawable` can only be said better, as others may have built upon it; so it is after one of the kinds `kept_by`.
    Once it is withdrawn, what it had released is asked anew if it `asks_again`. `otherwise` says what to do where a
    correction would ask others for other things. What a seat judges or agrees to is its `own`: nobody corrects it for
    the seat that has said it itself.
    """

    duty: str
    commands: tuple[str, ...]
    about: tuple[str, ...] = ()
    makes: str = ""
    named_in: tuple[str, ...] = ()
    alike: tuple[str, ...] | None = None
    until: str = ""
    withdrawable: bool = True
    replaced_in: str = ""
    kept_by: tuple[str, ...] = ()
    asks_again: bool = False
    own: bool = False
    otherwise: str = "answer anew: the last answer counts"

    def fulfils_as_well(self, event: Event, other: Event) -> bool:
        """Whether another answer, of a kind with the same duty, fulfils what this one does."""
        shared = self.about if self.alike is None else self.alike
        return all(getattr(event, name, None) == getattr(other, name, None) for name in shared)

    def key(self, event: Event) -> tuple[Any, ...]:
        """What tells apart what this answer is about."""
        return (self.duty, *(getattr(event, name, None) for name in self.about))

    def is_replaced_by(self, event: Event, later: Event) -> bool:
        """Whether a later answer says by itself that it counts instead."""
        return bool(self.replaced_in) and getattr(later, self.replaced_in, None) == getattr(event, self.makes)
