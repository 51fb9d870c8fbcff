"""Settings of an installation, read from the environment (TALKOOT_…). Nothing outside `stack` reads the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from activities.mail_server import MailServer, is_loopback
from api.controller import Controller
from api.throttling import RequestLimits
from domain.ledger.checkpoints import unfit_name
from domain.loading import Limits, LoadGuard
from models.retention import Periods
from stack.cluster_settings import FILES, ClusterSettings
from stack.safe_settings import unsafe

GATHER = 10.0  # what falls due together is written within seconds


class Settings(ClusterSettings):
    """How this installation runs. Paths are absolute once read; a port of 0 means "pick a free one".

    The defaults start a complete Talkoot on one machine. In production they are refused where they would be unsafe
    (`pydantic.ValidationError`, naming the variables to set).
    """

    model_config = SettingsConfigDict(
        env_prefix="TALKOOT_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    environment: Literal["development", "production"] = "development"
    data: Path = Field(default=Path(".talkoot/data"), description="folder of everything that must survive a restart")
    database_url: SecretStr | None = Field(
        default=None, description="SQLAlchemy address; None: a SQLite file in the data folder"
    )
    key_file: Path | None = Field(
        default=None, description="the vault's master key; None: keys.json in the data folder"
    )

    erasures_file: Path | None = Field(
        default=None, description="the list of erasures, by which a backup forgets again; None: beside the key file"
    )

    temporal_port: int = Field(default=0, ge=0, le=65535, description="of the child's frontend")
    temporal_ui: bool = Field(default=True, description="whether the child serves Temporal's web pages")
    temporal_ui_port: int = Field(default=0, ge=0, le=65535)

    task_queue: str = "talkoot"
    max_cached_workflows: int = Field(default=500, ge=0, description="about 0.2 MiB of memory each")
    sandboxed: bool = Field(default=False, description="whether workflows run in Temporal's sandbox; see ADR 9")

    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=0, le=65535)
    proxies: str = Field(
        default="127.0.0.1", description="which addresses are believed where they say who asks, by commas; * for all"
    )
    public_url: str | None = Field(
        default=None, description="what letters link to; None: the address the API listens on"
    )

    smtp_url: SecretStr | None = Field(
        default=None, description="smtp[s]://user:password@host:port; None: nothing is sent, see the outbox page"
    )
    smtp_ca_file: Path | None = Field(
        default=None, description="the authorities that may vouch for the mail server; None: this machine's"
    )
    smtp_timeout: float = Field(
        default=20, ge=1, le=24, description="seconds for each step; twelve must fit in a letter's lease"
    )
    sender: str = Field(default="talkoot@localhost", description="the address letters come from")

    log_origin: str | None = Field(
        default=None, description="how the log is called in its checkpoints, for good; None: the public address's host"
    )
    anchor_to: str = Field(
        default="", description="where checkpoints are mailed, daily and when an initiative ends: addresses, by commas"
    )
    anchor_hours: float = Field(default=24, gt=0, le=168, description="how often checkpoints are mailed at the latest")

    controller: str = Field(
        default="", description="who runs this installation, as its privacy notice and accessibility statement name it"
    )
    contact: str | None = Field(
        default=None, description="where questions and feedback about it go, a mail address; None: to the sender"
    )

    retention_people: int | None = Field(
        default=None, ge=1, description="days after their last seat and initiative that people are kept; None: for good"
    )
    retention_notes: int | None = Field(default=None, ge=1, description="days that notes of calls are kept")
    retention_texts: int | None = Field(
        default=None, ge=1, description="days after an initiative ended that texts of people in it are kept"
    )

    letters_a_minute: int = Field(default=1200, ge=1, description="messages that one process sends in a minute")
    letters_a_minute_to_a_domain: int = Field(default=300, ge=1, description="of them to the addresses of one domain")
    letters_gather: float | None = Field(
        default=None,
        ge=0,
        le=45,
        description="seconds that a letter waits for others to the same person; None: 10 in production, else none",
    )

    requests_a_minute_by_key: int = Field(default=6000, ge=1, description="of one API key, over all processes")
    requests_a_minute_by_link: int = Field(default=300, ge=1, description="of one personal link")
    requests_a_minute_by_address: int = Field(
        default=1200, ge=1, description="of one network address, by whoever comes with neither"
    )
    wrong_tokens: int = Field(
        default=60, ge=1, description="different wrong keys and links from one network address in ten minutes"
    )

    load_guard: bool | None = Field(
        default=None, description="whether a start is refused that is too much for somebody; None: in production"
    )
    load_duties: int = Field(default=12, ge=1, description="as many open duties as are bearable for one person")
    load_letters: int = Field(default=15, ge=1, description="letters to one person in thirty days")
    load_seats: int = Field(default=5, ge=1, description="seats of one person in initiatives that go on")
    load_week: int = Field(default=6, ge=1, description="duties of one person due in one week")

    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=1, le=65535, description="of /metrics; None: there is none")
    traces_url: str | None = Field(
        default=None, description="where spans go, like http://127.0.0.1:4318/v1/traces; None: nothing is traced"
    )

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "pretty", "json"] = Field(default="auto", description="auto: pretty on a terminal")

    @field_validator("data", "key_file", "erasures_file", "smtp_ca_file", *FILES)
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else path

    @field_validator("smtp_url")
    @classmethod
    def _of_a_mail_server(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            MailServer.of(url.get_secret_value())
        return url

    @field_validator("log_origin")
    @classmethod
    def _name_of_a_log(cls, name: str | None) -> str | None:
        if name is not None and (reason := unfit_name(name)):
            raise ValueError(reason)
        return name

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.environment == "production":
            asked = ("temporal_address", "key_file", "public_url", "smtp_url", "sender")
            missing = [f"TALKOOT_{name.upper()}" for name in asked if not self._is_set(name)]
            if missing:
                raise ValueError(f"production has no safe default for these, set them: {', '.join(missing)}")
            if known := list(unsafe(self)):
                raise ValueError(f"production is not run like this: {'; '.join(known)}")
        return self

    def _is_set(self, name: str) -> bool:
        return name in self.model_fields_set and bool(getattr(self, name))

    @property
    def database(self) -> str:
        """The SQLAlchemy address in use; may hold a password."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.data}/talkoot.db"

    @property
    def outbox(self) -> bool:
        """Whether letters are shown on a page: in development, while none is sent, to this machine only."""
        return self.environment == "development" and self.smtp_url is None and is_loopback(self.api_host)

    @property
    def gather(self) -> timedelta:
        """How long a letter waits for others to the same person."""
        of_here = GATHER if self.environment == "production" else 0.0
        return timedelta(seconds=of_here if self.letters_gather is None else self.letters_gather)

    @property
    def origin(self) -> str:
        """How a log is called that has not been signed yet, and has no name from a setting."""
        return (urlsplit(self.public_url).hostname if self.public_url else None) or "localhost"

    @property
    def anchor_readers(self) -> tuple[str, ...]:
        """The addresses that checkpoints are mailed to besides the auditors of the installation."""
        return tuple(address for one in self.anchor_to.split(",") if (address := one.strip()))

    @property
    def checkpoint_copy(self) -> Path:
        """Where the newest checkpoint lies outside the database."""
        return self.data / "checkpoint.txt"

    @property
    def named(self) -> Controller:
        """Who runs this installation, for its statements."""
        return Controller(self.controller, self.contact or self.sender, self.periods)

    @property
    def periods(self) -> Periods:
        """How long things are kept."""
        return Periods(self.retention_people, self.retention_notes, self.retention_texts)

    @property
    def limits(self) -> RequestLimits:
        """How much anybody may ask for."""
        return RequestLimits(
            by_key=self.requests_a_minute_by_key,
            by_link=self.requests_a_minute_by_link,
            by_address=self.requests_a_minute_by_address,
            wrong_ones=self.wrong_tokens,
        )

    @property
    def load(self) -> LoadGuard:
        """What is too much to ask of one person, and whether it is refused."""
        limits = Limits(self.load_duties, self.load_letters, self.load_seats, self.load_week)
        return LoadGuard(limits, self.environment == "production" if self.load_guard is None else self.load_guard)

    @property
    def keys(self) -> Path:
        """The file of the vault's master key in use, outside the database."""
        return self.key_file or self.data / "keys.json"

    @property
    def erasures(self) -> Path:
        """The file of the list of erasures in use, outside the database."""
        return self.erasures_file or self.keys.with_name("erasures.txt")
