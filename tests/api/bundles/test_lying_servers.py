"""A server that has the key and lies: what it gives as the bundle of one initiative is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.bundles.assembling import one_initiative
from tests.api.bundles.conftest import Scene
from tests.fixtures.bundles import STREAMS, World, verify


def test_proofs_that_lead_to_another_root(scene: Scene) -> None:
    other = scene.honest.changed(lambda log: log[-1]["data"].update(word="toinen"))
    found = scene.judged(other.of_initiative(checkpoint=scene.honest.checkpoint()))
    assert (found.code, "proof does not lead" in found.said) == (1, True)


def test_proofs_of_another_entry(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    real = World.proven
    shifted = lambda self, index, size: replace(real(self, index, size), index=(index + 1) % size)  # noqa: E731
    monkeypatch.setattr(World, "proven", shifted)
    found = scene.judged(scene.honest.of_initiative())
    assert (found.code, "proof does not lead" in found.said) == (1, True)


def test_an_answer_that_was_cut_short(scene: Scene) -> None:
    whole = scene.honest.of_initiative()
    for length in (1, 21, 23, 500, 3000, len(whole) - 5000, len(whole) - 1):
        assert scene.judged(whole[:-length]).code in (1, 2)


def test_an_entry_in_the_middle_left_out(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    here = scene.honest
    first = next(index for index, text in enumerate(here.log) if '"stream":"initiative:a"' in text)
    monkeypatch.setattr(World, "proven", _without(first))
    found = scene.judged(here.of_initiative())
    assert (found.code, "does not follow" in found.said) == (1, True)


def test_a_text_of_which_nothing_is_said(scene: Scene) -> None:
    here = scene.honest
    entry = here.proven(0, len(here.log))
    assert entry.texts
    front = here.front(here.checkpoint())
    found = scene.judged(b"".join(one_initiative(front, [replace(entry, texts=())])))
    assert (found.code, "commitment do not match" in found.said) == (1, True)


def test_no_initiative_two_of_them_or_another_stream(scene: Scene) -> None:
    here = scene.honest
    size = len(here.log)
    entries = [here.proven(index, size) for index in range(size)]
    for streams in ((), ("letters:a",), ("initiative:b", "letters:a"), ("initiative:a", "house"), STREAMS):
        chosen = [entry for stream in streams for entry in entries if entry.stream == stream]
        found = scene.judged(b"".join(one_initiative(here.front(here.checkpoint()), chosen)))
        assert (found.code, "not in the agreed form" in found.said) == (1, True), streams


def test_another_salt(scene: Scene) -> None:
    here = scene.honest
    place, text = next((p, t) for p, t in here.texts.items() if t.value and p[0] == "initiative:a")
    salted = replace(here, texts=here.texts | {place: replace(text, salt=bytes(32))})
    assert scene.judged(salted.of_initiative()).code == 1


def test_two_histories_for_two_readers(scene: Scene) -> None:
    """Each looks whole; whoever compares checkpoints sees it."""
    other = scene.honest.changed(lambda log: log[2]["data"].update(word="toinen"))
    found = verify(other.of_initiative(earlier=[9]), scene.folder, checkpoint=scene.kept)
    assert (found.code, "another history" in found.said) == (1, True)


def test_no_proof_for_the_checkpoint_that_somebody_kept(scene: Scene) -> None:
    found = verify(scene.honest.of_initiative(earlier=[5]), scene.folder, checkpoint=scene.kept)
    assert (found.code, "your checkpoint 9: ask for a proof of it" in found.said) == (3, True)


def _without(dropped: int) -> Callable[[World, int, int], object]:
    real = World.proven

    def proven(self: World, index: int, size: int) -> object:
        found = real(self, index, size)
        return replace(found, stream="elsewhere") if index == dropped else found

    return proven
