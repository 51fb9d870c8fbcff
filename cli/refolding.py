"""`talkoot refold`: the read model folded again from the ledgers, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.installation import AsJson, Data, existing, require_tables

if TYPE_CHECKING:
    from stack.refolding import Refolded
    from stack.settings import Settings

NOT_FOLDED = (
    "Not looked at: what became of letters (see 'talkoot letters balance'), the register, the vault, and what open "
    "calls hold, which do not follow from the ledgers of initiatives."
)
Check = Annotated[bool, typer.Option("--check", help="Only say what differs, and change nothing.")]


def refold(check: Check = False, data: Data = None, as_json: AsJson = False) -> None:
    """Fold every initiative's rows again from its ledger, and name those that differed. Letters are never changed."""
    import asyncio

    from cli.tables import as_printed

    settings = existing(data, "refold --check" if check else "refold")
    require_tables(settings)
    found = asyncio.run(_refolded(settings, write=not check))
    lines = {one: [row.said for row in rows] for one, rows in found.differing.items()}
    if as_json:
        typer.echo(as_printed({"initiatives": found.initiatives, "written": not check, "differing": lines}))
    else:
        for one, said in lines.items():
            for line in said:
                typer.echo(f"DIFFERS {one}: {line}")
        typer.echo(_outcome(found, check))
        typer.echo(NOT_FOLDED)
    if lines and check:
        raise typer.Exit(1)


async def _refolded(settings: Settings, *, write: bool) -> Refolded:
    from models.engine import Database
    from stack.refolding import refold_all

    database = Database.open(settings.database)
    try:
        return await refold_all(database, write=write)
    finally:
        await database.close()


def _outcome(found: Refolded, check: bool) -> str:
    rows = sum(map(len, found.differing.values()))
    if not rows:
        return f"Initiatives looked at: {found.initiatives}. Every row is what its ledger adds up to."
    done = "nothing was changed" if check else "those of initiatives, duties and who acts for whom are folded again"
    return f"Initiatives looked at: {found.initiatives}. Rows that differ: {rows}; {done}."
