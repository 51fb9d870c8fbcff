"""Scopes: what a key may be used for. A role is a set of them; a key has those of its role, or fewer."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from domain.refusals import Malformed
from models.states import KeyRole


class Scope(StrEnum):
    """One kind of use, named by what it touches. Whose things it touches, roles decide: a coordinator's own, say."""

    INITIATIVES_READ = "initiatives:read"  # with the models that they go by, and what is asked of people in all
    INITIATIVES_WRITE = "initiatives:write"  # start them, and say something to them
    REGISTER_READ = "register:read"
    REGISTER_WRITE = "register:write"
    LETTERS_READ = "letters:read"
    LETTERS_WRITE = "letters:write"  # settle and post them, keep calls, and stop or resume a person's
    MODELS_WRITE = "models:write"
    LEDGER_READ = "ledger:read"  # what proves the history: checkpoints, proofs, the bundle of the whole log
    EXPORTS_READ = "exports:read"
    MAIL_WRITE = "mail:write"  # bring mail that came back
    ADMIN = "admin"  # keys, roles, pauses, changes of many
    SEAT = "seat:own"  # a personal link's, and no key's: answer for its one seat


_READING = {
    Scope.INITIATIVES_READ,
    Scope.REGISTER_READ,
    Scope.LETTERS_READ,
    Scope.LEDGER_READ,
    Scope.EXPORTS_READ,
}
_LEADING = _READING | {Scope.INITIATIVES_WRITE, Scope.REGISTER_WRITE, Scope.LETTERS_WRITE, Scope.MODELS_WRITE}

OF_ROLE: dict[KeyRole, frozenset[Scope]] = {
    KeyRole.AUDITOR: frozenset(_READING),
    KeyRole.COORDINATOR: frozenset(_LEADING),
    KeyRole.ADMIN: frozenset(_LEADING | {Scope.MAIL_WRITE, Scope.ADMIN}),
    KeyRole.MAIL: frozenset({Scope.MAIL_WRITE}),
}
"""All that a key of a role may be used for."""


def narrowed(role: KeyRole, asked: Collection[str]) -> frozenset[Scope]:
    """The scopes that are asked for. Raises Malformed for none, and for what is none of the role's."""
    known = OF_ROLE[role]
    others = sorted(set(asked) - known)
    if others or not asked:
        raise Malformed(
            f"is no scope of the role {role}: {', '.join(others)}" if others else "names no scope",
            path="scopes",
            remedy=f"choose some of: {', '.join(sorted(known))}",
        )
    return frozenset(Scope(one) for one in asked)


def written(scopes: Collection[Scope] | None) -> str | None:
    """How a key's own scopes are kept; None for all of its role, also those that the role is given later."""
    return None if scopes is None else " ".join(sorted(scopes))


def granted(role: KeyRole, kept: str | None) -> frozenset[Scope]:
    """What a key of this role may be used for: never more than the role, whatever is kept."""
    return (
        OF_ROLE[role] if kept is None else OF_ROLE[role] & {Scope(one) for one in kept.split() if one in OF_ROLE[role]}
    )
