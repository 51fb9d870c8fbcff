"""What the API works with; composed in `stack`, reached by routes through dependencies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from weakref import WeakValueDictionary

from temporalio.client import Client

from api.controller import Controller
from api.folds import Folds
from api.throttling import RequestLimits, Throttle
from api.workflow_server import WorkflowServer
from domain.ledger.checkpoints import SignedCheckpoint
from domain.loading import LoadGuard
from domain.operating_model import OperatingModel
from domain.staff import asking
from models.engine import Database
from models.erasure_list import ErasureList
from models.held_bounds import Bounds
from models.keys import KeyRing
from models.letter_outcomes import Outcome, Sent
from models.signing import Signing
from models.vault import Vault


def utc_now() -> datetime:
    """The wall clock of the API, in UTC."""
    return datetime.now(UTC)


Sealing = Callable[[], Awaitable[SignedCheckpoint]]
"""Gives all entries their places in the log, and signs it as it then stands."""

HandOver = Callable[[EmailMessage], Awaitable[Outcome]]
"""Sends one message at once, and says what became of it."""


async def _kept_here(message: EmailMessage) -> Outcome:
    """Nothing leaves."""
    return Sent("outbox")


@dataclass
class Services:
    """The database, the vault, Temporal, and the operating models published here.

    `development` allows models whose days last seconds. `outbox` shows all letters, with names and live links, to
    whoever reaches this address: only where none is sent and nobody else can. `answers_at_once` bounds how many updates
    of one initiative are in flight: clusters with default limits refuse more than ten. `bounds` are how much open calls
    take, `limits` how much anybody may ask for, `sign_in_bounds` how many sign-in links may be asked for, `load` what
    is too much to ask of one person. `hand_over` sends what coordinators are told of mail that came back. `signing` is
    whose key signs the log, `sealed` signs it now; without one only the loops of workers do.
    """

    database: Database
    vault: Vault
    keys: KeyRing
    temporal: Client
    task_queue: str
    models: dict[str, OperatingModel]
    public_url: str
    sender: str = "talkoot@localhost"
    development: bool = False
    outbox: bool = False
    ui_link: Callable[[str, str], str | None] = lambda workflow_id, run_id: None
    patience: timedelta = timedelta(seconds=10)
    bounds: Bounds = field(default_factory=Bounds)
    limits: RequestLimits = field(default_factory=RequestLimits)
    sign_in_bounds: asking.Bounds = field(default_factory=asking.Bounds)
    load: LoadGuard = field(default_factory=LoadGuard)
    hand_over: HandOver = _kept_here
    sealed: Sealing | None = None
    signing: Signing = field(default_factory=lambda: Signing(b""))
    answers_at_once: int = 8
    erasures: ErasureList | None = None
    controller: Controller = field(default_factory=Controller)
    clock: Callable[[], datetime] = utc_now
    workflow_server: WorkflowServer = field(default_factory=WorkflowServer)
    folds: Folds = field(init=False)
    throttle: Throttle = field(init=False)
    turns: WeakValueDictionary[str, asyncio.Semaphore] = field(default_factory=WeakValueDictionary)

    def __post_init__(self) -> None:
        self.folds = Folds(self.database)
        if not self.signing.seed:
            self.signing = Signing(self.keys.signing)
        self.throttle = Throttle(self.database, self.keys, self.limits)

    def turn(self, initiative: str) -> asyncio.Semaphore:
        """The bound on answers in flight to one initiative; held only while somebody waits for it."""
        semaphore = self.turns.get(initiative)
        if semaphore is None:
            self.turns[initiative] = semaphore = asyncio.Semaphore(self.answers_at_once)
        return semaphore
