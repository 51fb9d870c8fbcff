"""`talkoot ledger`: the log over all entries, signed, proved and sent out on this machine."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from cli.installation import AsJson, Data, existing, require_tables
from cli.sentences import Failed, Sentences

app = typer.Typer(cls=Sentences, no_args_is_help=True, help="Sign the log of all entries, prove what is in it.")


@app.command()
def checkpoint(data: Data = None) -> None:
    """Sign the log as it stands now, and print the checkpoint: keep it, and hold us to it with 'talkoot verify'."""
    from stack.ledger_acts import seal

    settings = existing(data, "ledger checkpoint")
    require_tables(settings)
    typer.echo(asyncio.run(seal(settings)).text, nl=False)


@app.command()
def anchor(data: Data = None) -> None:
    """Mail the newest checkpoint now to the auditors and to TALKOOT_ANCHOR_TO."""
    from stack.ledger_acts import send_out

    settings = existing(data, "ledger anchor")
    require_tables(settings)
    reached = asyncio.run(send_out(settings))
    if not reached:
        raise Failed("nobody was reached: set TALKOOT_ANCHOR_TO, or see what 'talkoot doctor' says of mail")
    typer.echo(f"Handed over for {reached}.")


@app.command()
def key(data: Data = None) -> None:
    """Print the key that signs the log, as tools for signed notes take it."""
    from stack.log_known import known_of

    settings = existing(data, "ledger key")
    require_tables(settings)
    known = known_of(settings)
    if known.key is None:
        raise Failed(f"{settings.keys} cannot be read here: 'talkoot doctor' says why")
    typer.echo(known.key.text)


@app.command()
def proof(
    stream: Annotated[str, typer.Argument(metavar="STREAM", help="initiative:ID, letters:ID or house.")],
    seq: Annotated[int, typer.Argument(min=1, metavar="SEQ", help="The entry's number in it.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Print the proof that an entry is in the log, by the first checkpoint that holds it."""
    from cli.tables import as_printed
    from stack.proving import proved

    settings = existing(data, f"ledger proof {stream} {seq}")
    require_tables(settings)
    found = proved(settings, stream, seq)
    if as_json:
        typer.echo(as_printed(found.as_json()))
        return
    typer.echo(f"index {found.index}, leaf hash {found.leaf_hash.hex()}, in the log of {found.size} entries")
    for one in found.path:
        typer.echo(one.hex())
    typer.echo(f"\n{found.checkpoint}", nl=False)


@app.command("rotate-key")
def rotate_key(data: Data = None) -> None:
    """Sign with a new key from now on, for which the present one vouches. End every process first."""
    from stack.rotating_signing import rotate

    settings = existing(data, "ledger rotate-key")
    require_tables(settings)
    signer, sealed = asyncio.run(rotate(settings))
    typer.echo(f"The log is signed by another key now: {signer.key.text}")
    typer.echo(sealed.text, nl=False)


@app.command("cut-short")
def cut_short(
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
) -> None:
    """Go on after an old backup was restored and there is none newer: the loss is recorded for good."""
    from stack.ledger_acts import cut_short

    settings = existing(data, "ledger cut-short")
    require_tables(settings)
    if not sure:
        typer.confirm("Is there no newer backup? What is lost stays lost, and everybody will see it", abort=True)
    known = cut_short(settings)
    if known is None:
        typer.echo("Nothing is lost: the log is the one that the newest checkpoint tells of.")
        return
    typer.echo(f"Recorded. The log goes on; the checkpoint of {known.size} entries is kept in {settings.data}.")
