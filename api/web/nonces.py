"""Nonces: what shows that a form came from a page of ours, and makes it count once however often it is sent.

A nonce is made anew each time a form is shown and nothing of it is stored: `<seconds>.<chance>.<mac>`, where the mac is
HMAC-SHA256 under the link key over the token of the personal link, the obligation, the second and the chance. So it
fits one link and one obligation, for a day. It is also the Idempotency-Key of what the form says: a double click, a
reload and the browser's way back are one answer, while the same form shown anew is a new one.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime, timedelta

from models.keys import KeyRing

LIFE = timedelta(days=1)
"""How long a page may stay open: long enough to write minutes in, short enough that nobody keeps it."""

_PURPOSE = "form of a personal page"  # no letter's id begins so: the same key also makes the links


def fresh(keys: KeyRing, token: str, obligation: str, now: datetime) -> str:
    """A nonce for a form that is shown now."""
    seconds, chance = str(int(now.timestamp())), secrets.token_hex(8)
    return f"{seconds}.{chance}.{_mac(keys.links()[0], token, obligation, seconds, chance)}"


def is_ours(keys: KeyRing, nonce: str, token: str, obligation: str, now: datetime) -> bool:
    """Whether we made this nonce for this link and obligation, within its life."""
    seconds, _, rest = nonce.partition(".")
    chance, _, mac = rest.partition(".")
    made = [_mac(key, token, obligation, seconds, chance) for key in keys.links()]
    if not nonce.isascii() or not any(hmac.compare_digest(mac, one) for one in made):
        return False
    return 0 <= now.timestamp() - int(seconds) + 1 <= LIFE.total_seconds() + 1


def _mac(key: bytes, token: str, obligation: str, seconds: str, chance: str) -> str:
    said = "\n".join((_PURPOSE, token, obligation, seconds, chance))
    return base64.urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")).rstrip(b"=").decode()
