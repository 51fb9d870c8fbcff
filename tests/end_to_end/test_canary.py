"""Names, addresses and free texts lie in the vault and nowhere else: not in Temporal's files, the ledger, any other
table, a log or an address. Of somebody who is erased nothing is left, in a restored backup neither.

The product runs as its operator starts it, with debug logs; a story full of canaries is told to it over HTTP. A backup
is made, one person is erased, the backup restored without Temporal's file, and all goes on.
"""

from __future__ import annotations

import asyncio
import base64
import json
import quopri
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy.engine import make_url
from sqlmodel import Session, select
from temporalio.client import Client

from models.engine import Database
from models.keys import KeyRing
from models.tables import Initiative, LedgerEntry, Person, PrivateValue, metadata
from models.vault import Vault
from stack.data_folder import StackState
from tests.cli.commands import run
from tests.fixtures.canaries import MARK, PLAIN, Canaries, canary_in, seen_in
from tests.fixtures.databases import BOTH
from tests.fixtures.dumps import dumped
from tests.fixtures.profiles import CAMPAIGN
from tests.fixtures.spoken_about import Clerk, Story, told
from tests.fixtures.started import talkoot
from tests.fixtures.taken_out import content_of, exported, found_in, seals_of

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

READ_WHOLE: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("/history", {"limit": 200}),
    ("/timeline", {"names": True, "limit": 200}),
    ("/story", {}),
    ("/letters", {}),
    ("/indicators", {}),
]


@dataclass(frozen=True)
class Figures:
    """How many texts were told and how many refused, how many went with the person who was erased, and the bytes that
    were searched, by place.
    """

    kept: int
    spoilt: int
    erased: int
    searched: dict[str, int]

    def __str__(self) -> str:
        places = ", ".join(f"{size / 1024:.0f} KiB of {place}" for place, size in self.searched.items())
        told = f"{self.kept} texts and {self.spoilt} refused ones, none outside the vault in {places}"
        return f"{told}; {self.erased} went with one person, and went again from a restored backup"


def searched(folder: Path, log: Path, database: Database, addresses: list[str], url: str) -> dict[str, bytes]:
    """All that is to be searched, by place. On SQLite the database's own files lie in the folder too; in the campaign a
    whole dump by the database's own tool is searched as well.
    """
    dump = dumped(url) if CAMPAIGN else None
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    temporal = [name for name in files if name.startswith("temporal.")]
    return {
        "Temporal's files": b"\n".join(files.pop(name) for name in temporal),
        "other files of ours": b"\n".join(files.values()),
        "ledger": "\n".join(entry.bytes_text for entry in ledger(database)).encode(),
        "tables": database.read_now(tables),
        **({"a dump": dump} if dump is not None else {}),
        "logs": log.read_bytes(),
        "addresses": "\n".join(addresses).encode(),
    }


def ledger(database: Database) -> list[LedgerEntry]:
    """Every entry of every stream."""
    return database.read_now(lambda session: list(session.exec(select(LedgerEntry))))


def tables(session: Session) -> bytes:
    """Every value of every row of every table, also what is encrypted."""
    values = (value for table in metadata.sorted_tables for row in session.execute(table.select()) for value in row)
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def sightings(places: dict[str, bytes]) -> dict[str, list[str]]:
    """The places in which a canary was seen, and how."""
    return {place: seen for place, content in places.items() if (seen := seen_in(content))}


def revealed(database: Database, vault: Vault) -> set[str]:
    """The texts behind every commitment that the ledger, the register and the board hold."""

    def read(session: Session) -> set[str]:
        entries = (json.loads(text)["private"] for text in session.exec(select(LedgerEntry.bytes_text)))
        refs = {ref for private in entries for ref in private.values()} | set(
            session.exec(select(Initiative.title_ref))
        )
        for person in session.exec(select(Person)):
            refs |= {ref for ref in (person.name_ref, person.address_ref) if ref}
        return set(vault.reveal_many(session, refs).values())

    return database.read_now(read)


def kept_in_vault(database: Database, vault: Vault) -> list[str]:
    """Every text in the vault, whether anything refers to it or not."""

    def read(session: Session) -> list[str]:
        refs = list(session.exec(select(PrivateValue.commitment)))
        return list(vault.reveal_many(session, refs).values())

    return database.read_now(read)


def kept_of(database: Database, vault: Vault, person: str) -> set[str]:
    """Every text of one person in the vault."""
    return set(database.read_now(lambda s: vault.texts_of(s, f"person:{person}")).values())


def standing(story: Story) -> dict[str, Any]:
    """Where the initiative stands, its gate and its counts, without what people are called."""
    shown = story.clerk.get(story.path)
    return {name: shown[name] for name in ("phase", "round", "status", "gate", "outcome") if name in shown}


def bundled(story: Story, folder: Path, into: Path, *which: str) -> bytes:
    """All that is in a bundle, of the whole log or `which` initiative. It holds."""
    taken = run("bundle", *which, "--out", into, "--key", story.clerk.token, "--data", folder)
    assert taken.code == 0, taken
    assert run("verify", into).code == 0
    with ZipFile(into) as bundle:
        return b"\n".join(name.encode() + bundle.read(name) for name in bundle.namelist())


def told_of(story: Story) -> bytes:
    """All that the initiative's own pages of the API tell whoever may read everything."""
    pages = [story.clerk.get(story.path + page, **asked) for page, asked in READ_WHOLE]
    return json.dumps(pages, ensure_ascii=False).encode()


def forgotten(story: Story, database: Database, vault: Vault, folder: Path, aside: Path, former: Path) -> set[str]:
    """Erase the holder of the first seat, who has written and been written to: the texts that went, from bundles, the
    next backup (the `former` one has them), every export and all that can be read of the initiative, too. No export
    holds any text of anybody; a report holds what was written together.
    """
    (seat,) = (one for one in story.clerk.get("/api/v1/register/seats", limit=200) if one["id"] == story.seats[0])
    person = seat["holder_id"]
    theirs, before = kept_of(database, vault, person), standing(story)
    seals = seals_of(database, person)
    assert len(theirs) > 5
    assert found_in(content_of(former), seals) == len(seals) > len(theirs)
    one = bundled(story, folder, aside / "before.zip", story.initiative)
    texts = {text for text in story.words.kept if text.encode() in one}
    assert len(texts & theirs) > 3
    assert seen_in(told_of(story), map(canary_in, theirs))
    assert seen_in(bundled(story, folder, aside / "log.zip")) == []
    done = story.clerk.post(f"/api/v1/register/persons/{person}/erase", {})
    assert (done["texts"], done["held"], len(done["seats"])) == (len(theirs), [], 1)
    assert kept_of(database, vault, person) == set()
    assert standing(story) == before
    export = json.dumps(story.clerk.get(f"/api/v1/register/persons/{person}/export"), ensure_ascii=False)
    outbox = json.dumps(story.clerk.get("/dev/outbox.json", limit=1000), ensure_ascii=False)
    assert not [text for text in theirs if text in export + outbox]
    one = bundled(story, folder, aside / "after.zip", story.initiative)
    assert {text for text in story.words.kept if text.encode() in one} == texts - theirs
    assert seen_in(one + told_of(story), map(canary_in, theirs)) == []
    assert run("backup", aside / "backup after", "--data", folder).code == 0
    assert found_in(content_of(aside / "backup after"), seals) == 0
    for name, content in exported(story.clerk, story.initiative).items():
        assert len(content) > 1000, name
        assert seen_in(content, map(canary_in, theirs) if name.endswith("report/page") else (MARK, PLAIN)) == [], name
    return theirs


def goes_on_from(backup: Path, folder: Path, log: Path, story: Story, theirs: set[str], vault: Vault, url: str) -> None:
    """Restore the backup, of before the erasure and without Temporal's file: it has forgotten, and goes on."""
    restored = run("restore", backup, "--over", "--data", folder)
    assert (restored.code, "Forgotten again: 1" in restored.out) == (0, True), restored
    assert not list(folder.glob("temporal.db*"))
    assert run("ledger", "cut-short", "--yes", "--data", folder).code == 0
    database = Database.open(url)
    assert not theirs & set(kept_in_vault(database, vault))
    database.close_now()
    assert run("verify", "--data", folder).code == 0
    with talkoot(folder, log) as state, closing(httpx.Client(base_url=str(state.api_url), timeout=60)) as client:
        again = Story(Clerk(client, story.clerk.token), story.words, story.seats, story.initiative)
        assert "runs again in joint_planning" in run("restart", "--all-open", "--data", folder).out
        no = {"endorses": False, "reason": story.words.text("vastustus palautuksen jälkeen")}
        happened = again.phones(3, "joint-planning/endorse-plan", **no)["happened"]
        assert happened in ("plan.not_endorsed", "answer.came_late")  # at the pace of a demo, on a slow machine


def plant(clerk: Clerk, state: StackState) -> None:
    """Let canaries loose on purpose: in what Temporal keeps, in a table, and in a log."""
    clerk.post("/api/v1/register/organisations", {"name": f"{MARK} ry", "sector": "association"})
    clerk.post(f"/api/v1/initiatives/{quote(MARK)}/resume", {}, status=422)

    async def start() -> None:
        temporal = await Client.connect(state.temporal_address, namespace=state.temporal_namespace)
        await temporal.start_workflow("Nobody", MARK, id="planted", task_queue="nobody")

    asyncio.run(start())


def told_and_searched(folder: Path, log: Path, database_url: str) -> Figures:
    """Tell the story, search everywhere while it runs and after its end, and find it all in the vault alone."""
    words, backup = Canaries(), log.parent / "backup"
    with talkoot(folder, log) as state, closing(httpx.Client(base_url=str(state.api_url), timeout=60)) as client:
        person = ("--name", words.name(), "--address", words.address())
        key = run("key", "create", "--role", "admin", "--label", "canary", *person, "--data", folder).out.strip()
        clerk = Clerk(client, key)
        story = told(clerk, words)
        database, vault = Database.open(database_url), Vault(KeyRing.load(folder / "keys.json").masters)
        assert revealed(database, vault) == set(words.kept)
        assert sorted(kept_in_vault(database, vault)) == sorted(words.kept)
        assert run("backup", backup, "--data", folder).code == 0
        theirs = forgotten(story, database, vault, folder, log.parent, backup)
        assert sorted(kept_in_vault(database, vault)) == sorted(set(words.kept) - theirs)
        places = searched(folder, log, database, clerk.addresses, database_url)
        assert sightings(places) == {}
        plant(clerk, state)
    after = searched(folder, log, database, clerk.addresses, database_url)
    planted = {"Temporal's files", "tables", "logs", "addresses"}
    assert set(sightings(after)) == planted | ({"other files of ours"} if database.dialect == "sqlite" else set())
    database.close_now()
    goes_on_from(backup, folder, log.with_name("again.log"), story, theirs, vault, database_url)
    sizes = {place: len(content) for place, content in places.items()}
    return Figures(len(words.kept), len(words.spoilt), len(theirs), sizes)


@pytest.mark.parametrize("database_url", BOTH if CAMPAIGN else ["sqlite"], indirect=True)
def test_names_addresses_and_texts_lie_in_the_vault_alone_and_go_from_there_for_good(
    database_url: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setenv("TALKOOT_DATABASE_URL", database_url)
    log = tmp_path_factory.mktemp("log") / "talkoot.log"
    figures = told_and_searched(tmp_path, log, database_url)  # where the file of a SQLite database lies already
    record_property(f"canaries, {make_url(database_url).get_backend_name()}", figures)


@pytest.mark.parametrize("word", [MARK, PLAIN])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_canary_is_seen_in_every_form(word: str, before: str) -> None:
    text = f"{before}{word}007 lauloi"
    raw = text.encode()
    leaks = [
        raw,
        raw.upper(),
        text.encode("utf-16-le"),
        raw.hex().encode(),
        raw.hex().upper().encode(),
        quote(text).encode(),
        json.dumps(text).encode(),
        quopri.encodestring(raw),
        base64.b64encode(raw),
        base64.urlsafe_b64encode(raw),
    ]
    for leak in leaks:
        assert seen_in(b"\x00\xff" + leak + b"\x00"), leak


def test_no_canary_is_seen_where_there_is_none() -> None:
    assert seen_in("Kanarialintu lauloi sinisenä; sinikan aria".encode()) == []
