"""What to try in the demo: a short text for the one who has just started it."""

from __future__ import annotations

from pathlib import Path

from cli.demo_stack import DemoKeys
from demo.showroom.opening import MODEL

TEXT = """
What to try. Here a day lasts five seconds, so that a minute shows what else takes weeks.
1. Letters. Open {url}/dev/outbox and reload it: one who does not answer is reminded after 10 seconds;
   after 35 the deputy is asked to nudge, after 40 the deputy may answer instead, after 50 the coordinator is told.
2. A participant. Open the link in any letter and answer: no script, no account. Reminders of that duty end.
3. The coordinator. In another terminal:
   export TALKOOT_URL={url} TALKOOT_KEY={coordinator}
   .venv/bin/talkoot list
   .venv/bin/talkoot show {initiative}
4. The auditor. Every step is in a chained history, which anyone can check:
   TALKOOT_KEY={auditor} .venv/bin/talkoot history {initiative}
   .venv/bin/talkoot verify --data {folder}
5. An initiative of your own, as README says; with "model": "{model}" it has these clocks.
"""


def guide(url: str, keys: DemoKeys, initiative: str, folder: Path) -> str:
    """The text, with what can be typed as it stands."""
    return TEXT.format(
        url=url,
        coordinator=keys.coordinator,
        auditor=keys.auditor,
        initiative=initiative,
        folder=folder,
        model=MODEL,
    )
