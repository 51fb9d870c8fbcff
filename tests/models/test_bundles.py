"""What stands in bundles, read a page at a time from both databases; verified by the `verify.py` that is shipped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from domain.bundles.assembling import Front, Proven, State, one_initiative, whole_log
from domain.house import OPERATOR, SigningKeyChanged, SigningKeyUsed
from domain.ledger.entries import leaf_hash
from domain.refusals import Malformed
from domain.voting.events import BallotSealed
from models import bundles, house, log_checkpoints
from models.bundles import Bundled, TooMuchOfOne
from models.engine import Database
from models.handed_over import handed_over
from models.log_checkpoints import LogRewritten, Why
from models.log_sequencing import sequence
from models.log_tree import LogIncomplete
from models.signing import Signer
from models.tables import Anchor, LedgerEntry, LogIndex, StreamHead, SubjectKey
from models.tables.base import rows_of
from models.vault import Vault
from tests.fixtures.bundles import FOLDER, PAPERS, chained, verify

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
SIGNER, VAULT = Signer("talkoot.example", b"s" * 32), Vault(b"v" * 32)


def said(stream: str, kind: str = "test.said", **private: str) -> dict[str, Any]:
    return {"v": 1, "stream": stream, "type": kind, "private": private, "data": {}}


def written(session: Session, contents: Iterable[dict[str, Any]]) -> None:
    """Add entries, as whoever appends does."""
    rows = [
        {
            **{name: content[name] for name in ("stream", "seq", "type")},
            "bytes_text": text,
            "leaf_hash": leaf_hash(text),
            "time": NOW,
            "command_key": None,
        }
        for text in chained(list(contents))
        for content in [json.loads(text)]
    ]
    session.execute(insert(rows_of(LedgerEntry)), rows)


def signed(session: Session) -> int:
    """Everything gets its index, and the log is signed; its size."""
    sequence(session, limit=10_000, wait=True)
    return log_checkpoints.sign(session, SIGNER, NOW, Why.ASKED).checkpoint.size


@pytest.fixture
async def filled(database: Database) -> Database:
    """An initiative of 230 entries, one of a few, letters, and the house; signed at 120 entries, and at the end."""

    def fill(session: Session) -> None:
        text = VAULT.put(session, "person:p1", "say.text", "Laituri\non rikki. 🌲", NOW)
        title = VAULT.put(session, "initiative:a", "start.title", "Ranta", NOW)
        ballot = VAULT.put(session, "person:p1", "vote.ballot", "yes    ", NOW)
        own = [said("initiative:a", title=title, text=text), said("initiative:a", BallotSealed.KIND, ballot=ballot)]
        others = [said(stream) for stream in ("house", "initiative:b", "letters:a", "letters:b", "house")]
        entries = [*own, *others, *(said("initiative:a") for _ in range(228))]
        written(session, entries)
        sequence(session, limit=120)
        log_checkpoints.sign(session, SIGNER, NOW, Why.TIME)
        signed(session)

    await database.write(fill)
    return database


async def front(
    database: Database, size: int, known: Iterable[int] = (), *, proofs: bool = True, signer: Signer = SIGNER
) -> Front:
    def read(session: Session) -> Front:
        kept = log_checkpoints.of_size(session, size)
        assert kept
        papers = {name: (FOLDER / name).read_text(encoding="utf-8") for name in PAPERS}
        before = bundles.earlier(session, signer, size, list(known), proofs=proofs)
        text = log_checkpoints.by_present_key(session, signer, kept)
        return Front(papers, signer.key.text, text, signer.note, before, handed_over(session, signer))

    return await database.read(read)


async def test_an_initiative_comes_whole_with_its_letters_and_a_ballot_is_withheld(
    filled: Database, tmp_path: Path
) -> None:
    head = await front(filled, 235, [120])
    bundle = b"".join(one_initiative(head, Bundled(filled, VAULT).one_initiative("a", 235)))
    found = verify(bundle, tmp_path, "--key", SIGNER.key.text, checkpoint=head.earlier[0].text)
    assert found.code == 0, found.said
    assert "Stream initiative:a is whole up to entry 230" in found.said
    assert "Stream letters:a is whole up to entry 1" in found.said
    assert "Texts: 2 proven, 0 gone, 1 not for you" in found.said
    assert "Your checkpoint 120: same, covers 116" in found.said
    assert b'"yes    "' not in bundle


async def test_at_an_older_checkpoint_nothing_later_is_in_it(filled: Database, tmp_path: Path) -> None:
    entries = list(Bundled(filled, VAULT).one_initiative("a", 120))
    assert [entry.seq for entry in entries if entry.stream == "initiative:a"] == list(range(1, 116))
    found = verify(b"".join(one_initiative(await front(filled, 120), entries)), tmp_path)
    assert found.code == 0, found.said


async def test_what_was_erased_is_told_as_erased_also_of_a_secret_ballot(filled: Database) -> None:
    await filled.write(lambda session: VAULT.erase(session, "person:p1", NOW))
    first, second = list(Bundled(filled, VAULT).one_initiative("a", 235))[:2]
    assert _states(first) == {"text": State.ERASED, "title": State.OPEN}
    assert _states(second) == {"ballot": State.ERASED}
    assert all(text.value is None for text in (*first.texts, *second.texts) if text.state is State.ERASED)


async def test_what_is_kept_and_shown_to_nobody_is_withheld_until_it_is_shown_again(filled: Database) -> None:
    def closed_since(at: datetime | None) -> Callable[[Session], None]:
        return lambda session: setattr(session.get_one(SubjectKey, "person:p1"), "restricted_at", at)

    for at, state in ((NOW, State.WITHHELD), (None, State.OPEN)):
        await filled.write(closed_since(at))
        first, second = list(Bundled(filled, VAULT).one_initiative("a", 235))[:2]
        assert _states(first) == {"text": state, "title": State.OPEN}
        assert _states(second) == {"ballot": State.WITHHELD}
    held = {text.field: text for text in first.texts}["text"]
    assert held.value is not None

    def erase(session: Session) -> None:
        (ref,) = [ref for ref, said in VAULT.texts_of(session, "person:p1").items() if said == held.value]
        VAULT.erase(session, "person:p1", NOW, but=[ref])

    await filled.write(erase)
    first, second = list(Bundled(filled, VAULT).one_initiative("a", 235))[:2]
    assert _states(first) == {"text": State.WITHHELD, "title": State.OPEN}
    assert _states(second) == {"ballot": State.ERASED}


async def test_the_whole_log_is_verified(filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.bundles.PAGE", 100)
    monkeypatch.setattr("domain.bundles.assembling.LINES", 64)
    head = await front(filled, 235, [120], proofs=False)
    pieces = list(whole_log(head, Bundled(filled, VAULT).whole_log(235)))
    found = verify(b"".join(pieces), tmp_path, checkpoint=head.earlier[0].text)
    assert found.code == 0, found.said
    assert "The whole log: 235 entries, 5 streams" in found.said
    assert len([piece for piece in pieces if b"entries/0000" in piece[:60]]) == 4


async def test_an_entry_that_the_index_knows_and_the_ledger_does_not_is_no_bundle(filled: Database) -> None:
    row = {"idx": 235, "leaf_hash": "0" * 64, "stream": "house", "seq": 99}
    await filled.write(lambda session: session.execute(insert(rows_of(LogIndex)), [row]))
    with pytest.raises(LogIncomplete, match="lacks entry 235"):
        list(Bundled(filled, VAULT).whole_log(236))


async def test_checkpoints_that_left_the_house_are_in_it_and_one_never_signed_is_refused(filled: Database) -> None:
    await filled.write(lambda session: session.add(Anchor(size=120, reason="time", sent_at=NOW)))
    assert [one.size for one in (await front(filled, 235)).earlier] == [120]
    assert (await front(filled, 120)).earlier == []
    with pytest.raises(Malformed, match="no checkpoint of 7 entries was signed here"):
        await front(filled, 235, [7])


async def test_more_than_one_bundle_holds_is_refused(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await filled.read(lambda session: bundles.require_fits(session, "a", 235))
    monkeypatch.setattr("models.bundles.MOST_OF_ONE", 230)
    with pytest.raises(TooMuchOfOne, match="it has 231 entries"):
        await filled.read(lambda session: bundles.require_fits(session, "a", 235))


@pytest.mark.parametrize("at", [236, 235])
async def test_after_a_change_of_key_former_checkpoints_are_in_bundles_by_the_present_one(
    filled: Database, tmp_path: Path, at: int
) -> None:
    fresh = Signer(SIGNER.origin, b"n" * 32)
    await filled.write(lambda session: session.add(Anchor(size=120, reason="time", sent_at=NOW)))

    def go_on(session: Session) -> None:
        content = said("later")
        written(session, [content])
        sequence(session, limit=10, wait=True)
        log_checkpoints.sign(session, fresh, NOW, Why.ASKED)

    await filled.write(go_on)
    head = await front(filled, at, signer=fresh)
    for bundle in (
        b"".join(one_initiative(head, Bundled(filled, VAULT).one_initiative("a", at))),
        b"".join(whole_log(head, Bundled(filled, VAULT).whole_log(at))),
    ):
        found = verify(bundle, tmp_path, "--key", fresh.key.text)
        assert found.code == 0, found.said
        assert "earlier 1" in found.said


async def test_a_reader_who_knows_the_former_key_alone_takes_a_bundle_by_the_present_one(
    filled: Database, tmp_path: Path
) -> None:
    """As the key is rotated: the former one signs the entry that names the next. A later one was named by nobody."""
    fresh, lost = Signer(SIGNER.origin, b"n" * 32), Signer(SIGNER.origin, b"l" * 32)

    def hand_over(session: Session) -> None:
        event = SigningKeyChanged(former=SIGNER.key.text, next=fresh.key.text)
        last = session.get_one(LedgerEntry, ("house", 2))
        session.add(StreamHead(stream="house", seq=2, hash=last.leaf_hash))
        session.flush()
        house.record(session, [event], actor=OPERATOR, now=NOW)
        signed(session)

    def go_on(session: Session, signer: Signer) -> None:
        house.record(session, [SigningKeyUsed(key=signer.key.text)], actor=OPERATOR, now=NOW)
        sequence(session, limit=10, wait=True)
        log_checkpoints.sign(session, signer, NOW, Why.ASKED)

    before = await front(filled, 235)
    await filled.write(hand_over)
    await filled.write(lambda session: go_on(session, fresh))
    head = await front(filled, 237, [120, 235], signer=fresh)
    for kept in (before.checkpoint, head.earlier[0].text):
        for bundle in (
            b"".join(one_initiative(head, Bundled(filled, VAULT).one_initiative("a", 237))),
            b"".join(whole_log(head, Bundled(filled, VAULT).whole_log(237))),
        ):
            for key in (SIGNER.key.text, fresh.key.text):
                found = verify(bundle, tmp_path, "--key", key, checkpoint=kept)
                assert found.code == 0, found.said
    await filled.write(lambda session: go_on(session, lost))
    ended = await front(filled, 238, signer=lost)
    assert ended.handed_over == []


async def test_what_somebody_put_in_the_place_of_a_former_checkpoint_is_not_signed(filled: Database) -> None:
    fresh = Signer(SIGNER.origin, b"n" * 32)
    with pytest.raises(LogRewritten, match="by another key"):
        await front(filled, 235, [120], signer=fresh)  # nothing is signed by the present key yet
    forged = log_checkpoints.Kept(
        120, b"r" * 32, Signer(SIGNER.origin, b"x" * 32).signed(120, b"r" * 32).text, NOW, Why.TIME
    )
    with pytest.raises(LogRewritten, match="not those that a checkpoint tells of"):
        await filled.read(lambda session: log_checkpoints.by_present_key(session, SIGNER, forged))


async def test_the_checkpoint_of_no_entries_is_no_earlier_one(filled: Database) -> None:
    await filled.write(lambda session: session.add(Anchor(size=0, reason="asked", sent_at=NOW)))
    assert (await front(filled, 235, [0])).earlier == []


async def test_a_bundle_at_a_checkpoint_before_the_initiative_is_refused(filled: Database) -> None:
    with pytest.raises(Malformed, match="has none of it"):
        await filled.read(lambda session: bundles.require_fits(session, "b", 3))


def _states(entry: Proven) -> dict[str, State]:
    return {text.field: text.state for text in entry.texts}
