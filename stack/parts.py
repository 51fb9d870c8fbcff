"""The parts that processes are composed of, made from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Protocol

from temporalio.client import Client
from temporalio.worker import Worker

from activities.accounting import Accountant
from activities.anchoring import Anchors
from activities.channels import Channel, ChannelAway, OutboxChannel
from activities.dispatching import Dispatcher
from activities.door_letters import DoorLetters
from activities.housekeeping import Housekeeper
from activities.rates import Rates
from activities.sequencing import Sequencer
from activities.smtp import SmtpChannel
from api.services import Services
from api.workflow_server import WorkflowServer
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database, DatabaseAway
from models.erasure_list import ErasureList
from models.keys import KeyFileUnusable, KeyRing
from models.letter_outcomes import Outcome, Unsent
from models.log_watch import DatabaseOlder, LogDamaged
from models.migrate import upgrade
from models.sign_in_letters import DoorPost
from models.signing import Signing
from models.vault import Vault
from operating_models.load import published
from stack.diagnosing import ailment
from stack.keeping import fitting_keys
from stack.payloads import CONVERTER
from stack.remembering import require_newest, signing_of
from stack.settings import Settings
from stack.temporal_access import IN_THE_CLEAR, Access
from stack.watching import Watching
from stack.worker_life import worker

IN_FLIGHT_EMBEDDED = 500
IN_FLIGHT_CLUSTER = 8
IDLE = 5.0  # seconds after which the dispatcher looks again for letters that were not foreseen
IDLE_IN_DEVELOPMENT = 0.5  # days may last seconds there


class Loop(Protocol):
    """Work that goes on beside workers and API until it is cancelled."""

    async def run(self) -> None:
        """Go on until cancelled; what fails is tried again."""


@dataclass
class Parts:
    """Database, keys and vault, open, and what watches them; the rest is made from them."""

    settings: Settings
    database: Database
    keys: KeyRing
    vault: Vault
    watching: Watching

    @classmethod
    def open(cls, settings: Settings, *, migrate: bool = False) -> Parts:
        """Open what the settings name; with `migrate`, bring the database's tables up to date first.

        Raises KeyFileUnusable, CopyUnusable, DatabaseOlder, LogDamaged, DatabaseAway, TracingMissing.
        """
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if settings.keys.exists() or settings.environment == "production":
            KeyRing.load(settings.keys)  # refused before anything is touched
        if migrate:
            upgrade(settings.database)
        database = Database.open(settings.database)
        try:
            keys = fitting_keys(settings, database)
            require_newest(settings, database, keys)
        except (KeyFileUnusable, CopyUnusable, DatabaseOlder, LogDamaged, DatabaseAway):
            database.close_now()
            raise
        return cls(settings, database, keys, Vault(keys.masters), Watching.of(settings, database))

    async def temporal(self, address: str, *, lazy: bool = False) -> Client:
        """A client of Temporal that is let in and watched as the settings ask. Raises AccessUnusable."""
        access, namespace = Access.of(self.settings), self.settings.temporal_namespace
        return await connected(address, namespace, access=access, lazy=lazy, watching=self.watching)

    def worker(self, temporal: Client) -> Worker:
        """The worker of all phases."""
        settings = self.settings
        return worker(
            temporal,
            self.database,
            self.vault,
            task_queue=settings.task_queue,
            sandboxed=settings.sandboxed,
            max_cached_workflows=settings.max_cached_workflows,
        )

    def services(self, temporal: Client, public_url: str) -> Services:
        """What the API works with. Raises AccessUnusable."""
        access = Access.of(self.settings)
        embedded = self.settings.temporal_address is None
        return Services(
            database=self.database,
            vault=self.vault,
            keys=self.keys,
            temporal=temporal,
            task_queue=self.settings.task_queue,
            models=published(),
            public_url=public_url,
            sender=self.settings.sender,
            development=self.settings.environment == "development",
            outbox=self.settings.outbox,
            limits=self.settings.limits,
            load=self.settings.load,
            hand_over=self.hand_over,
            sealed=self.sequencer().seal,
            signing=self.signing,
            erasures=ErasureList(self.settings.erasures),
            controller=self.settings.named,
            answers_at_once=IN_FLIGHT_EMBEDDED if embedded else IN_FLIGHT_CLUSTER,
            workflow_server=WorkflowServer(lambda: ailment(temporal, access)),
        )

    def loops(self, public_url: str) -> tuple[Loop, ...]:
        """All that goes on beside a worker; any number of processes may run them at the same time."""
        sending = (self.dispatcher(public_url), self.door_letters(public_url), self.anchors())
        return (*sending, self.accountant(), self.sequencer(), self.housekeeper())

    def dispatcher(self, public_url: str) -> Dispatcher:
        """The loop that sends what is due."""
        settings = self.settings
        idle = IDLE_IN_DEVELOPMENT if settings.environment == "development" else IDLE
        return Dispatcher(
            self.database,
            self.vault,
            self.keys,
            self._channel(),
            public_url,
            settings.sender,
            idle_seconds=idle,
            counted=self.watching.dispatched,
            rates=Rates.of(settings.letters_a_minute, settings.letters_a_minute_to_a_domain),
            gather=settings.gather,
        )

    def door_letters(self, public_url: str) -> DoorLetters:
        """The loop that sends sign-in links to staff."""
        post = DoorPost(self.vault, self.keys, public_url)
        return DoorLetters(self.database, post, self._channel(), self.settings.sender)

    def accountant(self) -> Accountant:
        """The loop that tells in the ledger what became of letters."""
        return Accountant(self.database, counted=self.watching.accounted)

    def sequencer(self) -> Sequencer:
        """The loop that gives entries their places in the log, and signs it."""
        return Sequencer(self.database, self.signing, CheckpointCopy(self.settings.checkpoint_copy))

    def anchors(self) -> Anchors:
        """The loop that sends checkpoints out of the house."""
        settings = self.settings
        every = timedelta(hours=settings.anchor_hours)
        return Anchors(self.database, self.vault, self._channel(), settings.sender, settings.anchor_readers, every)

    @property
    def signing(self) -> Signing:
        """What signs the log."""
        return signing_of(self.settings, self.keys)

    def housekeeper(self) -> Housekeeper:
        """The loop that clears away what nobody comes back for."""
        erasures = ErasureList(self.settings.erasures)
        return Housekeeper(self.database, self.vault, periods=self.settings.periods, erasures=erasures)

    async def hand_over(self, message: EmailMessage) -> Outcome:
        """Send one message on a connection of its own; there are few of these."""
        channel = self._channel()
        try:
            return await channel.send(message)
        except ChannelAway:
            return Unsent()
        finally:
            await channel.close()

    def _channel(self) -> Channel:
        if self.settings.smtp_url is None:
            return OutboxChannel()
        url, seconds = self.settings.smtp_url.get_secret_value(), self.settings.smtp_timeout
        return SmtpChannel.of(url, seconds=seconds, ca_file=self.settings.smtp_ca_file)


async def connected(
    address: str,
    namespace: str,
    *,
    access: Access = IN_THE_CLEAR,
    lazy: bool = False,
    watching: Watching | None = None,
) -> Client:
    """A client of Temporal, and the only way to one. A lazy one connects at its first call, so that reading works while
    the server is away; workers need one that is connected.
    """
    return await Client.connect(
        address,
        namespace=namespace,
        data_converter=CONVERTER,
        tls=access.tls or False,  # None would have the SDK choose by the key
        api_key=access.bearer,
        lazy=lazy,
        runtime=watching.runtime if watching else None,
        interceptors=watching.interceptors if watching else [],
    )
