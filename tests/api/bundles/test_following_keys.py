"""Whoever knows a former key of the log follows it to the present one, and to no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from domain.bundles.assembling import HandedOver
from tests.fixtures.bundles import World, verify, world


def test_a_reader_who_knows_a_former_key_follows_it_to_the_present_one(tmp_path: Path) -> None:
    first = world(4)
    here = first.rotated(1).rotated(2)
    former = here.former
    assert former is not None
    kept = first.checkpoint(9)
    for bundle in (here.bundle(earlier=[9]), here.of_initiative(earlier=[9])):
        for key in (first.public.text, former.public.text, here.public.text):
            found = verify(bundle, tmp_path, "--key", key, checkpoint=kept)
            assert found.code == 0, found.said
            assert (f"Your key {key} named the key {here.public.text}" in found.said) == (key != here.public.text)
            assert "Your checkpoint 9: same" in found.said
        stranger = verify(bundle, tmp_path, "--key", world(5).public.text)
        assert (stranger.code, "signature" in stranger.said) == (1, True)


def test_nobody_takes_a_key_over_whom_the_former_has_not_named(tmp_path: Path) -> None:
    """Whoever has the database and a key of their own writes such an entry, but cannot have the former key sign it."""
    here, thief = world(4), world(5)
    robbed = World(thief.key, here.log, here.texts).rotated(1)
    named = {"former": here.public.text, "next": robbed.public.text}
    forged = robbed.changed(lambda contents: contents[-3].update(data=named))
    size = len(forged.log) - 2
    short = replace(forged, log=forged.log[:size])
    for signer in (forged, thief, here):
        checkpoint = replace(signer, log=here.log if signer is here else short.log, former=None).checkpoint()
        handed = [HandedOver(short.proven(size - 1, size), checkpoint)]
        bundle = replace(forged, former=None, handed_over=handed).bundle()
        found = verify(bundle, tmp_path, "--key", here.public.text)
        assert found.code == 1, found.said
        assert ("keys/000000.tlog-proof" in found.said, "RESULT: A FAULT" in found.said) == (True, True)


def test_a_key_that_was_changed_without_a_word_of_the_former_is_not_followed(tmp_path: Path) -> None:
    here = replace(world(4).rotated(1), handed_over=[])
    former = here.former
    assert former is not None
    assert verify(here.bundle(), tmp_path, "--key", here.public.text).code == 0
    found = verify(here.bundle(), tmp_path, "--key", former.public.text)
    assert (found.code, "signature" in found.said) == (1, True)
