"""What to try in the demo: a short text for the one who has just started it."""

from __future__ import annotations

from pathlib import Path

from demo.cast import COORDINATOR
from demo.showroom.opening import MODEL

TEXT = """
What to try. Here a day lasts five seconds, so that a minute shows what else takes weeks.
1. Letters. Open {url}/dev/outbox and reload it: one who does not answer is reminded after 10 seconds;
   after 35 the deputy is asked to nudge, after 40 the deputy may answer instead, after 50 the coordinator is told.
2. A participant. Choose 'edustajalle' there, open the link of a letter (it has /p/ in it) and answer: no script,
   no account.
3. Signed in. Each address 'Sign in once as …' opens once, within an hour, and leads to {url}/staff: the initiatives
   of that role, who is waited for in each and since when, a page for each, and what that role does beside. For another
   address: {url}/sign-in with {coordinator}; that letter is in the outbox, too.
4. The coordinator. In another terminal, in the same folder (the first line sets address and keys):
   . {environment}
   .venv/bin/talkoot list
   .venv/bin/talkoot show {initiative}
   .venv/bin/talkoot phone-list       (after a minute: who has not answered, and how to enter what they say)
5. The auditor. Every step is in a chained history, which anyone can check:
   .venv/bin/talkoot history {initiative} --key "$TALKOOT_AUDITOR_KEY"
   .venv/bin/talkoot verify --data {folder}
6. A preparation. Partners write an application by a hard deadline, with real clocks; its id stands below.
   .venv/bin/talkoot story ID tells the deadline, the latest safe days and how many working days are spare.
7. Without an account, and from one to another. Anybody may answer the call of the village in need_identification;
   'merged' went on in that one, and 'linked_need' began from what the practice in establishment left. With their ids:
   .venv/bin/talkoot call ID
   .venv/bin/talkoot story ID
8. In any phase. With the id of the village in
   piloting, hours of volunteers and their value by the rate of a call: .venv/bin/talkoot look ID hours
   convening, a date poll, the best date first:                        .venv/bin/talkoot look ID meetings/m1/dates
   convening, an answer that was corrected, and its impact on the gate
   (the entry 'entry.superseded'):                                     .venv/bin/talkoot history ID --json
   evaluation, the coordination offered to the Leader group:           .venv/bin/talkoot timeline ID
   model_change, a village that has gone on by the next version of the operating model since two decided so on the
   same dry run; the others keep the one they began with:              .venv/bin/talkoot timeline ID
   And of 'linked_need', which rests until a day, and why:             .venv/bin/talkoot story ID
   The offer is taken back by: .venv/bin/talkoot say ID withdraw-backbone
9. An initiative of your own: README says how. With --model {model} it has these clocks.
More: docs/tours/ (coordinator, auditor, operator).
"""


def guide(url: str, environment: Path, initiative: str, folder: Path) -> str:
    """The text, with what can be typed as it stands; `environment` is the file that a shell reads."""
    names = {"initiative": initiative, "folder": folder, "model": MODEL, "coordinator": COORDINATOR[1]}
    return TEXT.format(url=url, environment=_as_sourced(environment), **names)


def _as_sourced(file: Path) -> str:
    """The path as `.` finds it: one without a slash it would look for among the commands."""
    return str(file) if "/" in str(file) else f"./{file}"
