"""Settings of the Temporal cluster: where it is, how it is known for what it is, and how it knows us."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings

from activities.mail_server import is_loopback

FILES = ("temporal_ca_file", "temporal_cert_file", "temporal_cert_key_file", "temporal_api_key_file")
_BY_TLS = (*FILES[:3], "temporal_server_name")
_OF_A_CLUSTER = (*FILES, "temporal_server_name", "temporal_tls")

_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):[0-9]{1,5}")

TOGETHER = "settings_together"
"""The type of a fault of several settings, whose context holds its `reason` and its `remedy`."""


class ClusterSettings(BaseSettings):
    """Which cluster is used, and how it is spoken to. Without an address our own child process is, in the clear."""

    temporal_address: str | None = Field(
        default=None, description="host:port of a cluster; None: our own child process"
    )
    temporal_namespace: str = "talkoot"
    temporal_tls: bool | None = Field(
        default=None, description="whether the cluster is spoken to by TLS; None: if an API key crosses a network"
    )
    temporal_ca_file: Path | None = Field(
        default=None, description="the authorities that may vouch for the cluster; None: this machine's"
    )
    temporal_cert_file: Path | None = Field(
        default=None, description="our certificate, for a cluster that asks for one"
    )
    temporal_cert_key_file: Path | None = Field(default=None, description="the private key of our certificate")
    temporal_server_name: str | None = Field(
        default=None, description="the name in the cluster's certificate; None: that of the address"
    )
    temporal_api_key_file: Path | None = Field(
        default=None, description="the file of the API key that signs us in; the key itself is no setting"
    )

    @field_validator("temporal_address")
    @classmethod
    def _host_and_port(cls, address: str | None) -> str | None:
        if address is not None and not _ADDRESS.fullmatch(address):
            raise ValueError("write it as host:port, without https:// (TLS is TALKOOT_TEMPORAL_TLS)")
        return address

    @property
    def temporal_by_tls(self) -> bool:
        """Whether the cluster is spoken to by TLS. An API key never crosses a network without, whatever is set."""
        return bool(self.temporal_tls) or self._key_travels

    @property
    def _key_travels(self) -> bool:
        if self.temporal_address is None or self.temporal_api_key_file is None:
            return False
        return not is_loopback(self.temporal_address.rpartition(":")[0].strip("[]"))

    @model_validator(mode="after")
    def _of_one_cluster(self) -> Self:
        if self.temporal_address is None and (idle := self._named(*_OF_A_CLUSTER)):
            raise _fault(f"only a cluster is spoken to by {idle}", "set TALKOOT_TEMPORAL_ADDRESS, or leave it out")
        if self.temporal_tls is False and self._key_travels:
            raise _fault("an API key is never sent unencrypted", "leave TALKOOT_TEMPORAL_TLS out, or set it to true")
        if not self.temporal_by_tls and (idle := self._named(*_BY_TLS)):
            raise _fault(f"{idle} is of no use without TLS", "set TALKOOT_TEMPORAL_TLS to true, or leave it out")
        pair = self._named("temporal_cert_file", "temporal_cert_key_file")
        if pair and ", " not in pair:
            raise _fault(
                f"{pair} is of no use by itself",
                "set both TALKOOT_TEMPORAL_CERT_FILE and TALKOOT_TEMPORAL_CERT_KEY_FILE, or neither",
            )
        return self

    def _named(self, *names: str) -> str:
        """The variables among these that ask for something."""
        return ", ".join(f"TALKOOT_{name.upper()}" for name in names if getattr(self, name))


def _fault(reason: str, remedy: str) -> PydanticCustomError:
    """What two settings together make wrong, and what to do: the doctor shows the two apart."""
    return PydanticCustomError(TOGETHER, "{reason}: {remedy}", {"reason": reason, "remedy": remedy})
