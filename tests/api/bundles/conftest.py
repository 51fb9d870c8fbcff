"""An honest log, what an auditor kept of it, and a judgement of whatever bundle somebody gives instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fixtures.bundles import Content, Verdict, World, verify, world


@dataclass(frozen=True)
class Scene:
    """The honest log as it stood, what an auditor kept of it (a checkpoint of 9 entries, the key), and a folder."""

    honest: World
    folder: Path

    @property
    def kept(self) -> str:
        return self.honest.checkpoint(9)

    def judged(self, bundle: bytes) -> Verdict:
        return verify(bundle, self.folder, "--key", self.honest.public.text, checkpoint=self.kept)

    def stored(self, change: Callable[[list[Content]], None], *, hashed: bool = False) -> Verdict:
        """The whole log after rows were changed; the signed checkpoint is still there."""
        changed = self.honest.changed(change, hashed=hashed)
        return self.judged(changed.bundle(self.honest.checkpoint()))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(world(5, 20), tmp_path)
