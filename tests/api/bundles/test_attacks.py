"""The sixteen attacks of docs/verifying.md, by somebody who may change every row of the database.

The service makes the bundle of what stands there and signs its manifest, as it would; checkpoints are those that it
had signed before. Fifteen are caught, by the sentence that is named here; the sixteenth cannot be, and is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.bundles.conftest import Scene
from tests.fixtures.bundles import Content, Verdict, chained, verify, world, written

DOCUMENT = Path(__file__).parents[3] / "docs" / "verifying.md"


def nth(log: list[Content], stream: str, seq: int) -> int:
    """Where in the log an entry stands."""
    return [(one["stream"], one["seq"]) for one in log].index((stream, seq))


def changed_text(scene: Scene) -> Verdict:
    return scene.stored(lambda log: log[nth(log, "initiative:a", 1)]["data"].update(word="toinen"))


def changed_time_or_actor(scene: Scene) -> Verdict:
    return scene.stored(lambda log: log[nth(log, "house", 1)].update(actor="a99", time="2020-01-01T00:00:00.000000Z"))


def changed_type(scene: Scene) -> Verdict:
    return scene.stored(lambda log: log[nth(log, "initiative:b", 1)].update(type="never.said"))


def dropped_in_the_middle(scene: Scene) -> Verdict:
    def drop(log: list[Content]) -> None:
        early = [(one["stream"], one["seq"]) for one in log[:9]]
        log.pop(next(at for at, (stream, seq) in enumerate(early) if seq > 1 and (stream, seq + 1) in early))

    return scene.stored(drop)


def inserted(scene: Scene) -> Verdict:
    def insert(log: list[Content]) -> None:
        at = nth(log, "initiative:a", 2)
        log.insert(at, log[at] | {"data": {"word": "keksitty"}})

    return scene.stored(insert)


def reordered_in_a_stream(scene: Scene) -> Verdict:
    def swap(log: list[Content]) -> None:
        first, second = nth(log, "house", 1), nth(log, "house", 2)
        log[first], log[second] = log[second], log[first]

    return scene.stored(swap)


def moved_to_another_stream(scene: Scene) -> Verdict:
    return scene.stored(lambda log: log[nth(log, "letters:a", 1)].update(stream="letters:b"))


def stream_rewritten_with_all_hashes(scene: Scene) -> Verdict:
    return scene.stored(lambda log: log[nth(log, "initiative:a", 1)]["data"].update(word="toinen"), hashed=True)


def tail_cut_off(scene: Scene) -> Verdict:
    return scene.stored(lambda log: log.pop() and None, hashed=True)


def letters_suppressed(scene: Scene) -> Verdict:
    def suppress(log: list[Content]) -> None:
        log[:] = [one for one in log if not one["stream"].startswith("letters:")]

    return scene.stored(suppress, hashed=True)


def order_of_the_log_changed(scene: Scene) -> Verdict:
    def swap(log: list[Content]) -> None:
        log[0], log[1] = log[1], log[0]

    return scene.stored(swap, hashed=True)


def private_value_exchanged(scene: Scene) -> Verdict:
    here, (place, text) = scene.honest, next((p, t) for p, t in scene.honest.texts.items() if t.value)
    other = replace(here, texts=here.texts | {place: replace(text, value=f"{text.value} ei")})
    return scene.judged(other.of_initiative(place[0].removeprefix("initiative:")))


def checkpoint_rewritten_without_the_key(scene: Scene) -> Verdict:
    changed = scene.honest.changed(lambda log: log[0]["data"].update(word="toinen"))
    old_signature = scene.honest.checkpoint().partition("\n\n")[2]
    return scene.judged(changed.bundle(f"{changed.checkpoint().partition(chr(10) * 2)[0]}\n\n{old_signature}"))


def signed_with_another_key(scene: Scene) -> Verdict:
    changed = scene.honest.changed(lambda log: log[0]["data"].update(word="toinen"))
    return scene.judged(replace(changed, key=world(99).key).bundle())


def forked_or_rewritten_before_the_anchor(scene: Scene) -> Verdict:
    """An older backup went on otherwise, or the key was stolen: all is signed rightly, and another history."""
    return scene.judged(scene.honest.changed(lambda log: log[3]["data"].update(word="toinen")).bundle())


def rewritten_after_the_last_anchor_with_a_stolen_key(scene: Scene) -> Verdict:
    return scene.judged(scene.honest.changed(lambda log: log[12]["data"].update(word="toinen")).bundle())


CAUGHT: dict[Callable[[Scene], Verdict], str] = {
    changed_text: "hash",
    changed_time_or_actor: "hash",
    changed_type: "hash",
    dropped_in_the_middle: "chain",
    inserted: "chain",
    reordered_in_a_stream: "chain",
    moved_to_another_stream: "chain",
    stream_rewritten_with_all_hashes: "anchor",
    tail_cut_off: "root",
    letters_suppressed: "anchor",
    order_of_the_log_changed: "anchor",
    private_value_exchanged: "commitment",
    checkpoint_rewritten_without_the_key: "signature",
    signed_with_another_key: "signature",
    forked_or_rewritten_before_the_anchor: "anchor",
}
SENTENCES = {
    "hash": "do not give the log's hash|does not follow the one before",
    "chain": "does not follow the one before",
    "root": "do not give the checkpoint's root",
    "anchor": "belongs to another history",
    "commitment": "entry's commitment do not match",
    "signature": "not by this key",
}


def test_the_honest_log_is_believed(scene: Scene) -> None:
    assert scene.judged(scene.honest.bundle()).code == 0
    assert scene.stored(lambda log: None).code == 0


@pytest.mark.parametrize("attack", CAUGHT, ids=lambda attack: attack.__name__)
def test_it_is_caught(scene: Scene, attack: Callable[[Scene], Verdict]) -> None:
    found = attack(scene)
    assert found.code == 1, found.said
    assert re.search(SENTENCES[CAUGHT[attack]], found.said), found.said
    assert re.search(r"line \d+, bytes \d+-\d+, in the zip \d+-\d+", found.said)


@pytest.mark.parametrize(
    "attack",
    [stream_rewritten_with_all_hashes, letters_suppressed, order_of_the_log_changed, tail_cut_off],
    ids=lambda attack: attack.__name__,
)
def test_the_signed_root_catches_it_also_without_an_outside_checkpoint(
    scene: Scene, attack: Callable[[Scene], Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scene, "judged", lambda self, bundle: verify(bundle, self.folder))
    found = attack(scene)
    assert found.code == 1
    assert "do not give the checkpoint's root" in found.said


def test_a_rewrite_after_the_last_anchor_with_a_stolen_key_is_not_seen_and_it_says_so(scene: Scene) -> None:
    found = rewritten_after_the_last_anchor_with_a_stolen_key(scene)
    assert found.code == 0
    assert "what a stolen key rewrote after your checkpoint" in found.said


def test_without_a_checkpoint_of_ones_own_it_says_that_whoever_has_the_key_can_rewrite(scene: Scene) -> None:
    found = verify(forged(scene), scene.folder, "--key", scene.honest.public.text)
    assert found.code == 0
    assert "a rewrite by who has the key (--checkpoint)" in found.said


def test_all_sixteen_stand_in_the_document(scene: Scene) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (\d+) \| .+ \| (.+) \|$", text.partition("## Sixteen attacks")[2])
    assert [int(number) for number, _ in rows] == list(range(1, 17))
    assert rows[-1][1].startswith("nothing")
    assert len(CAUGHT) == 15


def forged(scene: Scene) -> bytes:
    return scene.honest.changed(lambda log: log[0]["data"].update(word="toinen")).bundle()


def test_an_older_state_is_not_passed_off_as_the_present_one(scene: Scene) -> None:
    here = scene.honest
    old = replace(here, log=here.log[:6])
    found = verify(old.bundle(), scene.folder, "--key", here.public.text, checkpoint=scene.kept)
    assert found.code == 3
    assert "your checkpoint 9: the bundle is older" in found.said


def test_a_checkpoint_is_found_in_a_mail_around_it(scene: Scene) -> None:
    mail = f"Hei!\r\n\r\nTarkistuspiste:\r\n\r\n{scene.kept}\r\nTerveisin\r\n"
    found = verify(scene.honest.bundle(), scene.folder, checkpoint=mail)
    assert "Your checkpoint 9: same, covers 9" in found.said


def test_the_texts_of_entries_are_canonical_in_these_tests_too(scene: Scene) -> None:
    assert [written(content) for content in scene.honest.contents()] == scene.honest.log
    assert chained(scene.honest.contents()) == scene.honest.log
