"""`talkoot erase`: a person is forgotten on request, on this machine."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.installation import AsJson, Data, existing, require_tables, written

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.erasure_list import ErasureList
    from models.erasure_receipts import Erasure
    from models.vault import Vault

STAYS = (
    "their random ids without a name, in the register and its seats and in the ledger, and their language",
    "what they answered and when, without its texts: counts and gates do not change",
    "texts written together, such as title, plan and minutes",
    "letters that reached a mailbox, and backups of the database until they expire",
)
Receipt = Annotated[
    Path | None, typer.Option("--receipt", metavar="FILE", help="Write the receipt there, as a page for whoever asked.")
]
Language = Annotated[str, typer.Option(help="Of the receipt: fi, sv or en.")]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="The person's id in the register: per_….")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]


def erase(
    person: Person,
    yes: Yes = False,
    receipt: Receipt = None,
    language: Language = "fi",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person's name, address, phone number and texts for ever; their links and keys end, and letters stop."""
    from cli.tables import as_printed
    from letters.person_pages import receipt_page
    from models.erasure_list import ErasureList
    from models.keys import KeyRing
    from models.vault import Vault

    settings = existing(data, f"erase {person}")
    require_tables(settings)
    vault = Vault(KeyRing.load(settings.keys).masters)
    known = written(data, lambda session: _known(session, vault, person))
    if known is not None and not yes:
        typer.confirm(f"Erase {known} ({person}) for ever?", abort=True, err=True)
    erasures = ErasureList(settings.erasures)
    done, listed = _erased(data, vault, erasures, person)
    if receipt is not None:
        receipt.write_text(receipt_page(done, language), encoding="utf-8")
    if not listed:
        typer.echo(f"{erasures.path} cannot be written: note {person}, for when a backup is restored.", err=True)
    if as_json:
        typer.echo(as_printed({**asdict(done), "erased_at": done.erased_at.isoformat(), "stays": STAYS}))
    else:
        _tell(done)


def _erased(data: Path | None, vault: Vault, erasures: ErasureList, person: str) -> tuple[Erasure, bool]:
    """Erase the person; and whether the list outside the database could be told, before and after."""
    from models import erasing
    from models.enrolment import subject_of
    from models.erasure_list import erased_subjects

    now = datetime.now(UTC)
    listed = erasures.ask(subject_of(person), now)
    done = written(data, lambda session: erasing.erase(session, vault, person, now))
    return done, erasures.settle(written(data, erased_subjects), now) and listed


def _known(session: Session, vault: Vault, person: str) -> str | None:
    """Name and address, so that whoever erases sees whom; None once erased. Raises UnknownPerson."""
    from models import register

    (record,) = register.reveal_persons(session, vault, [register.person(session, person, path="person")])
    return " ".join(text for text in (record.name, record.address and f"<{record.address}>") if text) or None


def _tell(done: Erasure) -> None:
    from cli.tables import ZONE, moment

    when = f"{moment(done.erased_at.isoformat())} {ZONE}"
    typer.echo(f"{done.person} was erased already, {when}." if done.already else f"{done.person} is erased, {when}.")
    counts = {
        "Texts gone with their key (name, address, phone number, what they wrote or was written for them)": done.texts,
        "Personal links ended": done.links,
        "API keys ended": len(done.keys),
        "Letters that waited and will not be sent": done.letters,
    }
    for what, number in counts.items():
        if number or not done.already:
            typer.echo(f"  {what}: {number}")
    if done.entry is not None:
        typer.echo(f"  Receipt: {done.id}, entry {done.entry} of the ledger of the house")
        signed = done.checkpoint and done.checkpoint.splitlines()[1]
        covered = f"of {signed} entries covers it" if signed else "waits to be signed: ask for the receipt again then"
        typer.echo(f"  Checkpoint: {covered}")
    for one in done.held:
        typer.echo(f"  HELD until {one.ends_on}, {one.texts} texts: {one.reason} ({one.basis})")
    typer.echo("What stays:")
    for what in STAYS:
        typer.echo(f"  {what}")
    if done.seats:
        typer.echo(f"  seats that name them; enter a new seat with another holder: {', '.join(done.seats)}")
    if done.coordinates:
        typer.echo(
            f"  open initiatives they coordinate; only an admin's key speaks for these: {', '.join(done.coordinates)}"
        )
