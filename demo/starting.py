"""Starting an initiative from what the register holds."""

from __future__ import annotations

from demo.api import Api, Json
from demo.register import Register


async def started(
    api: Api, register: Register, model: str, seats: list[str], *, title: str, place: str, theme: str
) -> Json:
    """Start an initiative of these seats in a municipality; the view of it. Raises Refused."""
    body = {
        "model": model,
        "title": title,
        "place": place,
        "theme": theme,
        "mandate": register.mandate,
        "backbone": register.backbone,
        "seats": seats,
    }
    return await api.post("/initiatives", body)
