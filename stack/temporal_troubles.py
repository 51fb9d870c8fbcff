"""Why a Temporal server cannot be used, and what to do.

The SDK says it in words that change. So whoever failed to reach a server shakes hands with it once more, by Python's
own means, whose errors have names.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass

from temporalio.service import RPCError, RPCStatusCode

from stack.temporal_access import Access

_PATIENCE = 2.0  # seconds for the handshake, and again for the server's first words
_ADDRESS, _TLS = "TALKOOT_TEMPORAL_ADDRESS", "TALKOOT_TEMPORAL_TLS"
_OUR_CERTIFICATE = "TALKOOT_TEMPORAL_CERT_FILE and TALKOOT_TEMPORAL_CERT_KEY_FILE"
_API_KEY = "TALKOOT_TEMPORAL_API_KEY_FILE"
_NOT_LET_IN = (RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.PERMISSION_DENIED)
_NOT_LET_IN_TO_CONNECT = re.compile(r"\bcode: (Unauthenticated|PermissionDenied)\b")
"""The SDK's first call is its own, and of its status only these words are left."""

_EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 10, 62, 64  # OpenSSL's numbers of what it finds
_BY_NAME = "name the host as in its certificate, or set TALKOOT_TEMPORAL_SERVER_NAME to the name there"
_OF_CERTIFICATES = {_EXPIRED: "have it renewed", _OTHER_NAME: _BY_NAME, _OTHER_ADDRESS: _BY_NAME}


@dataclass(frozen=True)
class Trouble:
    """Why not, and what to do. Holds no secret."""

    reason: str
    remedy: str

    def __str__(self) -> str:
        """One sentence."""
        return f"{self.reason}: {self.remedy}"


async def trouble(address: str, access: Access, error: Exception | None = None) -> Trouble:
    """Why the server cannot be used; `error` is what the SDK said. Takes up to five seconds."""
    if error is not None and _is_refusal(error):
        return _not_let_in(address, access)
    with suppress(OSError, ValueError):  # who cannot be connected to is away; the second is of no port
        if access.context is not None:
            found = await _of_encryption(address, access, access.context)
        else:
            found = _encrypted(address) if await _speaks_tls(address) else None
        if found is not None:
            return found
    return Trouble(f"no Temporal server answers at {address}", f"start it, or correct {_ADDRESS}")


def _is_refusal(error: Exception) -> bool:
    if isinstance(error, RPCError):
        return error.status in _NOT_LET_IN
    return _NOT_LET_IN_TO_CONNECT.search(str(error)) is not None


def _not_let_in(address: str, access: Access) -> Trouble:
    if access.api_key is not None:
        return Trouble(
            f"the Temporal server at {address} refuses our API key",
            f"write one that is valid for TALKOOT_TEMPORAL_NAMESPACE into the file that {_API_KEY} names",
        )
    return Trouble(
        f"the Temporal server at {address} does not let us in",
        f"set {_API_KEY}, or {_OUR_CERTIFICATE}, to what it knows us by; correct TALKOOT_TEMPORAL_NAMESPACE",
    )


async def _of_encryption(address: str, access: Access, context: ssl.SSLContext) -> Trouble | None:
    """What is wrong with an encrypted connection; None if nothing is. Raises OSError when there is none."""
    name = access.tls.domain if access.tls else None
    try:
        if await _first_words(address, context, name) != b"":
            return None
    except ssl.SSLCertVerificationError as error:
        return _not_trusted(address, error)
    except ssl.SSLError as error:
        return _broken_off(address, access, str(error.reason))
    except ConnectionResetError:
        pass
    return Trouble(
        f"the Temporal server at {address} hangs up on an encrypted connection",
        f"if it asks for a certificate, set {_OUR_CERTIFICATE}; else look in its log",
    )


def _not_trusted(address: str, error: ssl.SSLCertVerificationError) -> Trouble:
    remedy = _OF_CERTIFICATES.get(error.verify_code, "set TALKOOT_TEMPORAL_CA_FILE to the certificate of its authority")
    return Trouble(
        f"the certificate of the Temporal server at {address} is not trusted ({error.verify_message})", remedy
    )


def _broken_off(address: str, access: Access, reason: str) -> Trouble:
    """Who speaks TLS says farewell with an alert."""
    if "ALERT" not in reason:
        return Trouble(f"the server at {address} speaks no TLS", f"correct {_ADDRESS}, or leave {_TLS} out")
    named = reason.lower().replace("_", " ")
    if access.tls is not None and access.tls.client_cert is None:
        return Trouble(
            f"the Temporal server at {address} lets nobody in without a certificate ({named})",
            f"set {_OUR_CERTIFICATE}",
        )
    return Trouble(
        f"the Temporal server at {address} refuses our certificate ({named})",
        f"set {_OUR_CERTIFICATE} to one that its authority has signed and that has not ended",
    )


def _encrypted(address: str) -> Trouble:
    return Trouble(f"the server at {address} speaks TLS only", f"set {_TLS} to true, or correct {_ADDRESS}")


async def _speaks_tls(address: str) -> bool:
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE  # nothing is said on it
    anybody.set_alpn_protocols(["h2"])
    try:
        await _first_words(address, anybody, None)
    except ssl.SSLError as error:
        return "ALERT" in str(error.reason)
    return True


async def _first_words(address: str, context: ssl.SSLContext, name: str | None) -> bytes | None:
    """What a server says after the handshake: b"" when it hangs up, None when it waits for us. Raises OSError."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    async with asyncio.timeout(_PATIENCE):  # its TimeoutError is an OSError, too
        reader, writer = await asyncio.open_connection(host, int(port), ssl=context, server_hostname=name or host)
    try:
        async with asyncio.timeout(_PATIENCE):
            return await reader.read(1)
    except TimeoutError:
        return None
    finally:
        writer.transport.abort()
