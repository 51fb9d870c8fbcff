"""The letter that brings a checkpoint out of the house, to auditors and the archive. It is in Finnish and in English:
whoever finds it may read it years later.
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from domain.ledger.checkpoints import SignedCheckpoint, short

_TEXT = """\
Tämä on kirjausketjun tarkistusmerkki: se kertoo, montako kirjausta ketjussa oli, ja
sen tiiviste lasketaan niistä kaikista. Säilyttäkää viesti sellaisenaan. Vastausta
ei tarvita.

Jos jotakin kirjausta myöhemmin muutetaan, poistetaan tai siirretään, tarkistusmerkki
ei enää täsmää. Näin se todetaan: talkoot verify --checkpoint TIEDOSTO (liitteenä).

This is a checkpoint of the ledger: it tells how many entries there were, and its hash
follows from all of them. Keep this message as it is. No answer is needed.

If an entry is changed, dropped or moved later, the checkpoint does not fit any more.
This is how to see it: talkoot verify --checkpoint FILE (attached).

{short}

{text}"""


def anchor_letter(signed: SignedCheckpoint, *, sender: str, to: str, message_id: str, date: datetime) -> EmailMessage:
    """The message to one address, dated `date` (aware). Raises ValueError for an address that is none."""
    checkpoint = signed.checkpoint
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Talkoot", addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = f"Tarkistusmerkki / Checkpoint: {checkpoint.origin}, {checkpoint.size}"
    message["Date"] = date
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_TEXT.format(short=short(checkpoint), text=signed.text), cte="quoted-printable")
    file, charset = signed.text.encode(), {"charset": "utf-8"}  # as bytes: no line may end otherwise than it was signed
    name = f"checkpoint-{checkpoint.size}.txt"
    message.add_attachment(file, maintype="text", subtype="plain", filename=name, params=charset)
    message.set_boundary(f"=_checkpoint_{checkpoint.size}")
    return message
