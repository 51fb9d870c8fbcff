"""The rules become better while villages are under way: the next version of the model is published by two, and one
village goes on by it once two have decided so on the same dry run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from demo.api import Api, Json, Refused, Unexpected
from demo.initiative import Initiative

CHANGED_IN = "piloting"  # the phase of the village that goes on by the next version
SHIPPED = Path(__file__).parents[2] / "operating_models" / "showroom.yaml"  # as whoever writes a model begins with it
VERSION = re.compile(r'^  version: "(\d+)\.(\d+)\.\d+"$', re.MULTILINE)
BEFORE, AFTER = (f"due: {span}\n        every: P60D\n" for span in ("P6D", "P10D"))
REASON = "Pulssikyselyyn ei ehditty vastata kuudessa päivässä. Vastausaika pitenee kymmeneen päivään."
TRIES = 5  # what somebody says meanwhile may make a dry run out of date


@dataclass(frozen=True)
class Following:
    """The version that follows the one that ships, as its text."""

    version: str
    text: str


def following(shipped: str) -> Following:
    """The next version of the showroom's model, which leaves more time for the pulse. Raises Unexpected."""
    said = VERSION.search(shipped)
    if said is None or BEFORE not in shipped:
        raise Unexpected("the showroom's model is not written as the demo knows it")
    version = f"{said[1]}.{int(said[2]) + 1}.0"
    text = VERSION.sub(f'  version: "{version}"', shipped, count=1)
    return Following(version, text.replace(BEFORE, AFTER, 1))


async def published(coordinator: Api, administrator: Api, model: str, wanted: Following) -> None:
    """Propose the version and approve it by two; a later start finds it published. Raises Refused."""
    known = [row for row in await coordinator.get("/models") if (row["id"], row["version"]) == (model, wanted.version)]
    if any(row["published_at"] for row in known):
        return
    proposed = (await coordinator.yaml("/models", wanted.text))["model"]
    for api in (coordinator, administrator):
        try:
            await api.post(f"/models/{model}/{wanted.version}/approve", {"sha256": proposed["sha256"]})
        except Refused as refusal:
            if refusal.kind != "AlreadyAnswered":  # by a start that was stopped between the two
                raise


async def changed(run: Initiative, administrator: Api) -> str:
    """The id of the initiative, once it goes on by the next version of its model. Raises Refused, Unexpected."""
    view, wanted = await run.view(), following(SHIPPED.read_text(encoding="utf-8"))
    if view["model_version"] == wanted.version:
        return run.id
    await published(run.api, administrator, view["model"], wanted)
    for tried in range(1, TRIES + 1):
        try:
            await _go_on_by(run, administrator, {"model": view["model"], "version": wanted.version})
            break
        except Refused as refusal:
            if refusal.kind != "StateMovedOn" or tried == TRIES:
                raise
    return run.id


async def _go_on_by(run: Initiative, administrator: Api, named: Json) -> None:
    """The coordinator proposes what a dry run has shown, and the administrator approves the same."""
    shown = await run.api.get(f"/initiatives/{run.id}/model-change", **named)
    said = {**named, "dry_run": shown["sha256"]}
    await run.coordinate("propose-model-change", **said, reason=REASON)
    await administrator.post(f"/initiatives/{run.id}/approve-model-change", said)
