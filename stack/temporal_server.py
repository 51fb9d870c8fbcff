"""Temporal's development server as a child of ours: the embedded default, on this machine alone.

Not for production (Temporal's own words): it has neither TLS nor sign-in, so it listens on the loopback address only.
Its file may not survive an upgrade of its binary; initiatives are then restarted from the ledger.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NoReturn, Self

from temporalio.client import Client
from temporalio.service import RPCError

from stack import ports, tether
from stack.data_folder import DataFolderLock, StackState, clear_state, write_state
from stack.parts import connected
from stack.settings import Settings
from stack.temporal_namespace import ensure_namespace

PATIENCE = 30.0  # seconds a start may take; measured 0.2-2
GRACE = 5.0  # seconds it has to end by itself; measured 1.3

FLAGS = (
    *("--log-level", "warn", "--ui-disable-news-fetch", "--disable-config-file", "--disable-config-env"),
    *("--dynamic-config-value", "history.maxInFlightUpdates=1000"),  # 10 by default: a burst of answers fails
    *("--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=800"),  # 4096 by default: slow to replay
    *("--dynamic-config-value", "frontend.enableServerVersionCheck=false"),  # tells nobody that it runs
    *("--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=2"),  # nothing acknowledged is lost
)


class TemporalServerMissing(Exception):
    """The server's binary is not installed."""


class TemporalServerDied(Exception):
    """The child ended, or never became healthy. The message holds the end of its log."""


class TemporalServer:
    """The server for the life of an `async with` block, healthy and with its namespace when the block begins.

    Start it in the main thread: the kernel ties it to the thread that started it. Entering raises
    `TemporalServerMissing`, `TemporalServerDied` and `ports.PortTaken`; afterwards `address`, `ui` and `pid` hold.
    """

    address: str  # host:port of the frontend
    ui: str | None = None  # base address of its pages, None without them
    pid: int

    def __init__(self, settings: Settings, lock: DataFolderLock) -> None:
        self._settings, self._lock = settings, lock
        self.namespace = settings.temporal_namespace
        self._log = lock.folder / "temporal.log"

    async def __aenter__(self) -> Self:
        await self._start()
        try:
            async with asyncio.timeout(PATIENCE):
                await ensure_namespace(await self._healthy(), self.namespace)
        except TimeoutError:
            await self._stop()
            raise self._death(f"did not become healthy in {PATIENCE:.0f} s") from None
        except BaseException:
            await self._stop()
            raise
        write_state(self._lock.folder, StackState(os.getpid(), self.address, self.namespace, self.ui))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()
        clear_state(self._lock.folder)

    async def died(self) -> NoReturn:
        """Waits for as long as the server lives, then raises `TemporalServerDied`. For the stack's task group."""
        code = await self._process.wait()
        raise self._death(f"ended by itself with {code}")

    def ui_link(self, workflow_id: str, run_id: str) -> str | None:
        """The page of one run's history in Temporal's own UI; None without the UI."""
        return self.ui and f"{self.ui}/namespaces/{self.namespace}/workflows/{workflow_id}/{run_id}/history"

    async def _start(self) -> None:
        command = [str(binary()), *self._arguments()]
        if self._log.exists():
            self._log.replace(self._log.with_suffix(".log.1"))
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ},  # no secrets of ours
                start_new_session=True,  # Ctrl-C is for us; the server goes last
                pass_fds=[self._lock.fileno()],
            )
        self.pid = self._process.pid

    def _arguments(self) -> list[str]:
        port = ports.claim(self._settings.temporal_port)
        self.address = f"{ports.LOOPBACK}:{port}"
        pages = ["--headless"]
        if self._settings.temporal_ui:
            ui_port = ports.claim(self._settings.temporal_ui_port)
            self.ui = f"http://{ports.LOOPBACK}:{ui_port}"
            pages = ["--ui-port", str(ui_port)]
        file = self._lock.folder / "temporal.db"
        where = ["--db-filename", str(file), "--ip", ports.LOOPBACK, "--port", str(port)]
        return ["server", "start-dev", *where, *pages, *FLAGS]

    async def _healthy(self) -> Client:
        """A client of the frontend once it is healthy: its port opens earlier than that."""
        client = await connected(self.address, self.namespace, lazy=True)
        while True:
            with suppress(RPCError, RuntimeError):  # the second is how the SDK says that nobody listens yet
                healthy = await client.service_client.check_health(timeout=timedelta(seconds=1))
                self._still_ours()
                if healthy:
                    return client
            self._still_ours()
            await asyncio.sleep(0.05)

    def _still_ours(self) -> None:
        if self._process.returncode is not None:  # else somebody else's server might be answering
            raise self._death(f"ended with {self._process.returncode} while starting")

    async def _stop(self) -> None:
        try:
            with suppress(ProcessLookupError, TimeoutError):
                self._process.terminate()
                async with asyncio.timeout(GRACE):
                    await self._process.wait()
        finally:
            if self._process.returncode is None:
                os.killpg(self.pid, signal.SIGKILL)  # its own session: nothing of ours else is in the group
                await self._process.wait()

    def _death(self, what: str) -> TemporalServerDied:
        tail = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        return TemporalServerDied(f"the Temporal server (process {self.pid}) {what}; its log ends with:\n{tail}")


def binary() -> Path:
    """The server's binary, beside our Python or on the PATH. Raises `TemporalServerMissing`."""
    beside = Path(sys.executable).parent / "temporal"
    found = beside if beside.exists() else shutil.which("temporal")
    if not found:
        raise TemporalServerMissing(f"there is no Temporal binary at {beside}: install the pinned requirements first")
    return Path(found)
