"""How a Temporal server is spoken to: in the clear or by TLS, with which certificate and which key."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Self

from pydantic import SecretStr
from temporalio.service import TLSConfig

from stack.settings import Settings

_API_KEY = "TALKOOT_TEMPORAL_API_KEY_FILE"
_AUTHORITIES = "TALKOOT_TEMPORAL_CA_FILE"
_CERTIFICATE = "TALKOOT_TEMPORAL_CERT_FILE"
_CERTIFICATE_KEY = "TALKOOT_TEMPORAL_CERT_KEY_FILE"


class AccessUnusable(Exception):
    """A file that a setting names for the way to Temporal cannot be used: why, and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}: {remedy}")
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True)
class Access:
    """What opens the way to a server, read from its files; its repr shows no secret.

    `tls` is for the SDK and `context` the same for Python, both None in the clear.
    """

    tls: TLSConfig | None = field(default=None, repr=False)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    api_key: SecretStr | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What the settings name; nothing for the embedded server. Raises AccessUnusable."""
        if settings.temporal_address is None:
            return cls()
        key = _api_key(settings.temporal_api_key_file) if settings.temporal_api_key_file else None
        if not settings.temporal_by_tls:
            return cls(api_key=key)
        return cls(*_by_tls(settings), key)

    @property
    def bearer(self) -> str | None:
        """The API key in plain, for the SDK alone."""
        return self.api_key.get_secret_value() if self.api_key else None


IN_THE_CLEAR = Access()


def _by_tls(settings: Settings) -> tuple[TLSConfig, ssl.SSLContext]:
    context = _trusting(settings.temporal_ca_file)
    authorities = settings.temporal_ca_file.read_bytes() if settings.temporal_ca_file else None
    tls = TLSConfig(server_root_ca_cert=authorities, domain=settings.temporal_server_name)
    if settings.temporal_cert_file and settings.temporal_cert_key_file:
        tls.client_cert = _content(settings.temporal_cert_file, _CERTIFICATE)
        tls.client_private_key = _secret(settings.temporal_cert_key_file, _CERTIFICATE_KEY)
        _show(context, settings.temporal_cert_file, settings.temporal_cert_key_file)
    return tls, context


def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:  # also of a file without certificates
        raise AccessUnusable(
            f"{_AUTHORITIES} names {ca_file}, which holds no certificates that can be read ({_why(error)})",
            "name a PEM file of the cluster's authority, or leave it out for those of this machine",
        ) from None
    context.set_alpn_protocols(["h2"])
    return context


def _show(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Have the context show our certificate."""

    def locked() -> NoReturn:
        raise AccessUnusable(f"{_CERTIFICATE_KEY} names {key}, which a password locks", "name one without a password")

    try:
        context.load_cert_chain(certificate, key, locked)
    except OSError as error:
        raise AccessUnusable(
            f"{_CERTIFICATE} and {_CERTIFICATE_KEY} are no certificate with its key ({_why(error)})",
            "name two PEM files that were made together",
        ) from None


def _api_key(file: Path) -> SecretStr:
    """The key, for which its file's name is not shown: somebody may have put the key there itself."""
    key = _secret(file, _API_KEY, shown=False).decode("ascii", errors="replace").strip()
    if not key or not key.isascii() or any(not sign.isprintable() or sign.isspace() for sign in key):
        raise AccessUnusable(f"the file that {_API_KEY} names holds no API key", "write it there, and nothing else")
    return SecretStr(key)


def _secret(file: Path, setting: str, *, shown: bool = True) -> bytes:
    content = _content(file, setting, shown=shown)
    if file.stat().st_mode & 0o007:
        raise AccessUnusable(f"the file that {setting} names can be read by everybody", "chmod 600, or 640, that file")
    return content


def _content(file: Path, setting: str, *, shown: bool = True) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        what = f"{file}, which" if shown else "a file that"
        raise AccessUnusable(
            f"{setting} names {what} cannot be read ({_why(error)})", "name a file that Talkoot's user may read"
        ) from None


def _why(error: OSError) -> str:
    """OpenSSL's name of the trouble, or the system's words."""
    named = error.reason if isinstance(error, ssl.SSLError) else error.strerror
    return str(named or type(error).__name__).lower().replace("_", " ")
