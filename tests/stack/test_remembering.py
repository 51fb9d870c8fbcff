"""A database of an earlier day is noticed by the copy outside it, and refused until the loss is recorded."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from activities.sequencing import Sequencer
from domain.house import STREAM, HouseEvent, LogCutShort, SigningKeyChanged, SigningKeyUsed
from domain.ledger.entries import decode
from models import log_checkpoints
from models.append import entries_after
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.log_watch import DatabaseOlder, LogDamaged
from models.signing import Signer, is_signed_by
from stack import rotating_signing
from stack.ledger_acts import cut_short, seal
from stack.log_known import known_of
from stack.parts import Parts
from stack.settings import Settings
from stack.verifying_log import verify_log
from tests.activities.test_sequencing import say
from tests.cli.commands import run
from tests.cli.test_local import forge


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data")
    Parts.open(settings, migrate=True).database.close_now()
    return settings


def go_on(settings: Settings, stream: str, last: int) -> int:
    """Write some entries and sign; how many the log has then."""

    async def write() -> int:
        parts = await asyncio.to_thread(Parts.open, settings)
        await say(parts.database, stream, 1, last)
        await parts.database.close()
        return (await seal(settings)).checkpoint.size

    return asyncio.run(write())


@pytest.fixture
def restored(settings: Settings, tmp_path: Path) -> Settings:
    """The database as it was before the last checkpoint; the copy of that lies in the data folder."""
    go_on(settings, "a", 5)
    shutil.copy(settings.data / "talkoot.db", tmp_path / "backup.db")
    go_on(settings, "b", 7)
    for file in settings.data.glob("talkoot.db*"):
        file.unlink()
    shutil.copy(tmp_path / "backup.db", settings.data / "talkoot.db")
    return settings


def test_the_database_that_was_signed_last_starts(settings: Settings) -> None:
    assert go_on(settings, "a", 5) == 5
    Parts.open(settings).database.close_now()
    assert cut_short(settings) is None
    known = known_of(settings)
    assert [one.size for one in known.outside] == [5]
    assert verify_log(settings.database, known.key, known.outside).broken == ()


def test_a_database_of_an_earlier_day_does_not_start_and_says_what_to_do(restored: Settings) -> None:
    with pytest.raises(DatabaseOlder, match=r"12 entries, and the log has only 5.*restore a newer one.*cut-short"):
        Parts.open(restored)
    seen = run("ledger", "checkpoint", "--data", restored.data)
    assert seen.code == 1
    assert "'talkoot ledger cut-short' records what is lost" in seen.err
    verified = run("verify", "--data", restored.data)
    assert verified.code == 1
    assert "BROKEN log, entry 5: it is missing: a checkpoint from outside tells of 12 entries" in verified.out


def test_once_the_loss_is_recorded_it_goes_on_and_the_loss_stays_to_be_seen(restored: Settings, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    shutil.copy(restored.checkpoint_copy, kept)
    assert run("ledger", "cut-short", "--yes", "--data", restored.data).code == 0
    parts = Parts.open(restored)
    entries = parts.database.read_now(lambda session: entries_after(session, STREAM, 0))
    parts.database.close_now()
    told = decode(entries[-1].text, HouseEvent).event
    assert isinstance(told, LogCutShort)
    assert (told.known, told.size) == (12, 5)
    go_on(restored, "c", 20)
    assert "BROKEN log" not in run("verify", "--data", restored.data).out  # the entries of this test have no chain
    assert "BROKEN log" in run("verify", "--checkpoint", kept, "--data", restored.data).out


def test_a_row_with_another_first_line_is_blamed_itself_and_not_the_copy_outside(settings: Settings) -> None:
    go_on(settings, "a", 5)
    forge(
        settings.data,
        "UPDATE ledger_checkpoint SET text = 'elsewhere.example' || substr(text, instr(text, char(10)))",
    )
    seen = run("verify", "--data", settings.data)
    assert seen.code == 1
    assert "BROKEN log, entry 4: the checkpoint of 5 entries is not signed by localhost" in seen.out
    assert "from outside: 1" in seen.out


def test_a_log_that_lacks_rows_does_not_start_and_says_what_to_do(settings: Settings) -> None:
    go_on(settings, "a", 20)
    forge(settings.data, "DELETE FROM ledger_node")
    with pytest.raises(LogDamaged, match=r"lacks .*'talkoot verify'.*newest backup"):
        Parts.open(settings)
    seen = run("ledger", "checkpoint", "--data", settings.data)
    assert (seen.code, "restore the newest backup" in seen.err, "Traceback" in seen.err) == (1, True, False)


def test_a_checkpoint_of_another_key_is_believed_by_nobody(settings: Settings, tmp_path: Path) -> None:
    go_on(settings, "a", 3)
    forged = Signer("localhost", b"x" * 32).signed(3, bytes(32)).text
    (tmp_path / "forged.txt").write_text(forged, encoding="utf-8")
    seen = run("verify", "--checkpoint", tmp_path / "forged.txt", "--data", settings.data)
    assert (seen.code, "has not signed" in seen.err) == (1, True)
    settings.checkpoint_copy.write_text(forged, encoding="utf-8")
    with pytest.raises(CopyUnusable, match="is not signed by this installation"):
        Parts.open(settings)


def test_a_proof_and_the_key_are_printed_for_whoever_checks_by_hand(settings: Settings) -> None:
    go_on(settings, "a", 9)
    proof = run("ledger", "proof", "a", "4", "--data", settings.data)
    assert proof.code == 0
    assert proof.out.startswith("index 3, leaf hash ")
    assert "\n\nlocalhost\n9\n" in proof.out
    as_json = run("ledger", "proof", "a", "4", "--json", "--data", settings.data)
    assert '"index": 3' in as_json.out
    assert run("ledger", "key", "--data", settings.data).out.startswith("localhost+")
    assert run("ledger", "checkpoint", "--data", settings.data).out.startswith("localhost\n9\n")
    lacking = run("ledger", "proof", "a", "10", "--data", settings.data)
    assert (lacking.code, "there is no entry 10 of a" in lacking.err) == (1, True)
    nobody = run("ledger", "anchor", "--data", settings.data)
    assert (nobody.code, "TALKOOT_ANCHOR_TO" in nobody.err) == (1, True)


@pytest.mark.parametrize("interrupted", [None, "seal", "replace", "write_down"])
def test_another_key_signs_once_the_former_has_vouched_for_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, interrupted: str | None
) -> None:
    go_on(settings, "a", 5)
    former = known_of(settings).key
    if interrupted:
        owner = {"seal": Sequencer, "replace": CheckpointCopy, "write_down": rotating_signing}[interrupted]
        real = getattr(owner, interrupted)

        def dies(*given: object, **keys: object) -> object:
            if interrupted == "write_down" and "signing" not in keys:
                return real(*given, **keys)
            raise KeyboardInterrupt

        monkeypatch.setattr(owner, interrupted, dies)
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(rotating_signing.rotate(settings))
        monkeypatch.setattr(owner, interrupted, real)
    seen = run("ledger", "rotate-key", "--data", settings.data)
    assert seen.code == 0, seen.err
    key = known_of(settings).key
    assert key is not None
    assert former is not None
    assert key != former
    assert key.text in seen.out
    parts = Parts.open(settings)
    entries = parts.database.read_now(lambda session: entries_after(session, STREAM, 0))
    kept = parts.database.read_now(lambda session: log_checkpoints.before(session, None, 2))
    parts.database.close_now()
    assert [decode(entry.text, HouseEvent).event for entry in entries][-2:] == [
        SigningKeyChanged(former=former.text, next=key.text),
        SigningKeyUsed(key=key.text),
    ]
    assert [is_signed_by(key, one.signed) for one in kept] == [True, False]
    assert is_signed_by(former, kept[1].signed)
    assert "BROKEN log" not in run("verify", "--data", settings.data).out
    assert "signing_next" not in settings.keys.read_text(encoding="ascii")
