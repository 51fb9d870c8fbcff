"""Starting an initiative with the demo's twelve seats."""

from __future__ import annotations

from demo.api import Api, Json
from demo.cast import PLACE
from demo.register import Register

THEME = "youth"


async def started(api: Api, register: Register, model: str, title: str) -> Json:
    """Start an initiative in the demo's municipality; the view of it. Raises Refused."""
    body = {
        "model": model,
        "title": title,
        "place": PLACE,
        "theme": THEME,
        "mandate": register.mandate,
        "backbone": register.backbone,
        "seats": register.initiative_seats(),
    }
    return await api.post("/initiatives", body)
