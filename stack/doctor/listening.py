"""Where the API and the figures are served: whether that is free, or taken by a Talkoot that runs, or by a stranger."""

from __future__ import annotations

import errno

import httpx

from api.version import PRODUCT
from stack import metrics, ports
from stack.data_folder import read_state
from stack.doctor.findings import Finding, fault, well
from stack.settings import Settings

PART = "ports"
_PATIENCE = 3.0  # seconds
_API, _FIGURES = ("/healthz", f'"{PRODUCT}"'), (metrics.PATH, "talkoot_")
"""Where to ask, and what only a Talkoot says there."""


async def examine(settings: Settings) -> list[Finding]:
    """Look at each port that a process of ours listens on; only one that is taken is asked who it is. What runs on the
    data folder may have taken another port than the settings name.
    """
    wanted = [("API", *_served(settings), _API)]
    if settings.metrics_port is not None:
        wanted.append(("METRICS", settings.metrics_host, settings.metrics_port, _FIGURES))
    return [await _examined(*one) for one in wanted]


def _served(settings: Settings) -> tuple[str, int]:
    runs = read_state(settings.data)
    if runs is None or runs.api_url is None:
        return settings.api_host, settings.api_port
    url = httpx.URL(runs.api_url)
    return url.host, url.port or settings.api_port


async def _examined(name: str, host: str, port: int, sign: tuple[str, str]) -> Finding:
    where = f"port {port} of {host}"
    match ports.obstacle(host, port):
        case None:
            return well(PART, f"{where} is free" if port else "a free port is taken at each start")
        case OSError(errno=errno.EADDRINUSE):
            if await _is_talkoot(host, port, *sign):
                return well(PART, f"{where} is taken, by Talkoot")
            return fault(PART, f"{where} is taken by another program", f"stop it, or set another TALKOOT_{name}_PORT")
        case OSError(errno=errno.EACCES):
            return fault(PART, f"{where} may not be used by this user", f"set a TALKOOT_{name}_PORT from 1024 on")
        case trouble:
            remedy = f"set TALKOOT_{name}_HOST to 127.0.0.1, or to an address of this machine"
            return fault(PART, f"{where} cannot be used ({trouble.strerror})", remedy)


async def _is_talkoot(host: str, port: int, path: str, said: str) -> bool:
    url = httpx.URL(scheme="http", host=_reachable(host), port=port, path=path)
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
            return said in (await client.get(url)).text
    except httpx.HTTPError:
        return False


def _reachable(host: str) -> str:
    """The address to ask where all addresses are listened on."""
    return ("::1" if ":" in host else ports.LOOPBACK) if ports.is_everywhere(host) else host
