"""Taking a recorded installation over: unpacked, migrated to the tables of today, and told on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.migrate import current, is_current, upgrade
from stack.settings import Settings
from stack.up import Running
from stack.verifying import verify_ledger
from tests.fixtures.audit import agrees, stands
from tests.fixtures.log_audit import LogAudit
from tests.fixtures.replaying import replayed
from tests.upgrade import archives
from tests.upgrade.opening import Opened, Opening, go_on_all, stand_as_left
from tests.upgrade.transplanting import transplant
from tests.upgrade.versions import Version


@dataclass
class TakenOver:
    """A recorded installation on our tables: its settings, and what is open on it."""

    settings: Settings
    opening: Opening

    @classmethod
    def of(cls, version: Version, folder: Path, database_url: str) -> TakenOver:
        """Unpack a version's installation; on PostgreSQL its rows move there. Then migrate it to today's tables."""
        opening = archives.unpack(version.installation, folder)
        recorded = f"sqlite:///{folder}/talkoot.db"
        url = recorded if database_url.startswith("sqlite") else database_url
        was = current(recorded) if url == recorded else transplant(folder / "talkoot.db", url)
        assert current(url) == was
        upgrade(url)
        assert is_current(url)
        settings = Settings(data=folder, database_url=url, api_port=0, temporal_ui=False)  # type: ignore[arg-type]
        return cls(settings, opening)

    @property
    def initiatives(self) -> list[str]:
        """The ids of all that is open."""
        return sorted(one.initiative for one in self.opening.opened)

    def told(self, story: str) -> Opened:
        """The initiative of one story."""
        return next(one for one in self.opening.opened if one.story == story)

    async def carried_on(self, here: Running) -> None:
        """Everybody goes on answering, until each initiative has been handed over once more; and everything agrees.
        What was written before there was a log has its places in it.
        """
        await stand_as_left(self.opening, here.api_url)
        await go_on_all(self.opening, here.api_url)
        for initiative in self.initiatives:
            await stands(here.parts.database, initiative)
            await agrees(here.parts.database, here.temporal, initiative)
            await replayed(here.temporal, initiative)
        found = await verify_ledger(here.parts.database)
        assert found.broken == ()
        assert await LogAudit(self.settings.database, here.parts.sequencer()).holds() >= found.entries
