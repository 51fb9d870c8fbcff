"""The demo from outside: what it prints opens doors, it stands alone, ends cleanly, and goes on where it was."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli.demo_standing import NOTE, PORT, port_for
from demo.showroom.beside_phases import CALL
from demo.showroom.granted import RECEIPT
from demo.showroom.halfway import SENT
from demo.showroom.model_change import SHIPPED, following
from stack import ports
from stack.data_folder import read_state
from stack.ports import PortTaken
from tests.cli.commands import run

ROOT = Path(__file__).parents[2]
CODE = "import sys; sys.argv[0] = 'talkoot'; from cli.main import run; run()"
PATIENCE = 240.0
PHASES = {"readiness", "need_identification", "convening", "joint_planning", "piloting", "evaluation", "establishment"}
STANDS = {"preparation": "joint_planning", "linked_need": "readiness", "model_change": "piloting"}  # what else is shown
ENDED = {"merged", "granted"}
SHOWN = {*PHASES, *STANDS, *ENDED}

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """A demo on the folder, and what it printed once every phase is shown. It is ended by a signal, and ends well."""
    output = folder.with_suffix(".out")
    environment = {**os.environ, "COLUMNS": "60"}  # narrow, as nothing that it prints may be cut
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, "demo", "--data", str(folder)],
            cwd=ROOT,
            stdout=file,
            stderr=file,
            env=environment,
        )
    try:
        yield stood(process, output)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, output.read_text()
    finally:
        process.kill()
        process.wait()


def stood(process: subprocess.Popen[bytes], output: Path) -> str:
    give_up = time.monotonic() + PATIENCE
    while set(shown(said := output.read_text())) != SHOWN:
        assert process.poll() is None, said
        assert time.monotonic() < give_up, said
        time.sleep(0.2)
    return said


def shown(said: str) -> dict[str, str]:
    """The initiatives that a demo shows, by their phase."""
    return dict(re.findall(r"^(\w+) +[^:\n]+: .+, (i\w+)$", said.partition("In each phase")[2], re.MULTILINE))


def found(pattern: str, said: str) -> str:
    match = re.search(pattern, said, re.MULTILINE)
    assert match, said
    return match.group(1)


@contextmanager
def taken(port: int) -> Iterator[None]:
    """Nobody else can listen on this port meanwhile."""
    with socket.socket() as listener:
        with suppress(OSError):  # somebody listens there already
            listener.bind(("127.0.0.1", port))
            listener.listen()
        yield


DOORS = (
    r"^Key of the coordinator +(tk_\S+)",
    r"^Key of the auditor +(tk_\S+)",
    r"^A participant's own page +\S+/p/(\S+)",
)


def in_its_shell(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What a command says in a shell that has read the demo's file."""
    typed = '. "$0"; exec "$@"'
    command = ["sh", "-c", typed, str(folder / "env"), sys.executable, "-c", CODE, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def read(address: str, key: str) -> httpx.Response:
    return httpx.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=PATIENCE)


def opens_doors(said: str) -> None:
    """Everything that was printed leads somewhere."""
    coordinator, auditor, link = (found(pattern, said) for pattern in DOORS)
    initiative, personal = found(r"(http\S+/initiatives/\S+)", said), found(r"(http\S+/personal),", said)
    for address, key in ((initiative, coordinator), (initiative, auditor), (personal, link)):
        assert read(address, key).status_code == 200
    assert httpx.get(found(r"(http\S+/workflows/\S+)", said).split("/namespaces")[0]).status_code == 200
    outbox = found(r"(http\S+/dev/outbox)", said)
    page = httpx.get(outbox, timeout=PATIENCE)
    assert page.status_code == 200
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for chosen in (found(r"Choose '(\w+)' there", said), found(r"Choose \*(\w+)\* there", readme)):
        assert f'addressee=holder">{chosen}</a>' in page.text, "nobody can choose what the guide names"
    assert "0.remind" in httpx.get(f"{outbox}.json", timeout=PATIENCE).text, "nobody is reminded"
    letters = httpx.get(f"{outbox}.json", params={"addressee": "holder"}, timeout=PATIENCE).json()
    assert letters
    assert all("/p/" in letter["link"] and letter["addressee"] == "holder" for letter in letters)
    found_there = shown(said)
    paths = {what: f"{initiative.rpartition('/')[0]}/{one}" for what, one in found_there.items()}
    views = {what: read(path, coordinator).json() for what, path in paths.items()}
    for what in SHOWN - ENDED:
        view, status = views[what], "held" if what == "linked_need" else "open"
        assert (view["phase"], view["status"], bool(view["waiting_on"])) == (STANDS.get(what, what), status, True)
    tells_of_what_lies_between(views)
    tells_of_what_any_phase_may_bring(views, lambda what, path: read(f"{paths[what]}/{path}", coordinator).json())
    tells_of_a_granted_application(views["granted"], read(f"{paths['granted']}/preparation", coordinator).json())
    tells_of_a_change_of_the_model(views, lambda what, path: read(f"{paths[what]}/{path}", coordinator).json())
    held = read(f"{paths['need_identification']}/open-call", coordinator).json()["held"]
    assert [one["text"] for one in held] == [SENT[1]["text"]]


def signs_in(said: str) -> None:
    """Each printed address signs somebody in once, and they see what there is."""
    for role in ("coordinator", "auditor", "administrator"):
        address = found(rf"^Sign in once as {role} +(\S+)", said)
        with httpx.Client(timeout=PATIENCE, follow_redirects=True) as browser:
            came = browser.post(address, headers={"Origin": address.partition("/sign-in")[0]})
            assert (came.status_code, came.url.path) == (200, "/staff"), came.text
            assert 'href="/initiatives/' in came.text, role
        assert httpx.get(address, timeout=PATIENCE).status_code == 404


def tells_of_what_lies_between(views: dict[str, Any]) -> None:
    """One went on in another, and one began from what a practice left; a need came in without an account."""
    into = views["need_identification"]
    assert (views["merged"]["status"], views["merged"]["merged_into"]["initiative"]) == ("ended", into["id"])
    assert [taken["initiative"] for taken in into["merged_from"]] == [views["merged"]["id"]]
    assert len(into["merged_from"][0]["seats"]) == 1
    came = [need for need in into["state"]["needs"].values() if need["sector"] == "resident"]
    assert [need.get("seat") for need in came] == [None]
    left, began = views["establishment"], views["linked_need"]
    assert (began["follows"]["initiative"], began["title"]) == (left["id"], left["title"])
    assert left["state"]["linked"]["w1-1"]["initiative"] == began["id"]


def tells_of_what_any_phase_may_bring(views: dict[str, Any], of: Callable[[str, str], Any]) -> None:
    """Hours by the rate of a call, an answer that was corrected, a date poll, and a coordination that is offered."""
    hours = of("piloting", "hours")
    assert [(one["people"], one["minutes"]) for one in hours["entries"]] == [(4, 90), (5, 120)]
    assert CALL in str(hours["sheet"])
    dates = of("convening", "meetings/m1/dates")
    assert [(one["proposal"], one["seats"], one["if_need_be"]) for one in dates] == [(2, 3, 0), (3, 2, 1), (1, 1, 0)]
    history = entries(lambda after: of("convening", f"history?limit=200&after={after}"))
    (corrected,) = [one for one in history if one["superseded_by"] is not None]
    impact = history[corrected["superseded_by"] - 1]["content"]["data"]["impact"]
    counts = [(one["had"], one["has"]) for one in impact["clauses"]]
    assert {(4, 3), (1, 0)} <= set(counts), "the quorum and a sector count one less"
    assert views["evaluation"]["offered_to"] not in (None, views["evaluation"]["backbone"])
    assert views["linked_need"]["status"] == "held"


def tells_of_a_granted_application(view: dict[str, Any], shown: dict[str, Any]) -> None:
    """A preparation was endorsed, frozen, submitted and granted, and its cycle has begun."""
    assert (view["status"], shown["product"], shown["receipt"]["number"]) == ("ended", "plan", RECEIPT)
    assert (shown["text_sha256"] is None, shown["decision"], shown["cycle"] is None) == (False, "granted", False)


def tells_of_a_change_of_the_model(views: dict[str, Any], of: Callable[[str, str], Any]) -> None:
    """One village goes by the next version since two decided so on one dry run; the others by the one that ships."""
    wanted, view = following(SHIPPED.read_text(encoding="utf-8")), views["model_change"]
    assert view["id"] == views["piloting"]["id"]
    assert view["model_version"] == wanted.version != views["evaluation"]["model_version"]
    history = entries(lambda after: of("model_change", f"history?limit=200&after={after}"))
    said = {one["content"]["type"]: one["content"] for one in history}
    proposed, made = said["model_change.proposed"], said["model.changed"]
    assert proposed["data"]["dry_run"] == made["data"]["dry_run"]
    assert proposed["actor"] != made["actor"]
    assert made["data"]["model"]["phases"]["piloting"]["obligations"]["answer_pulse"]["due"]["amount"] == 10


def entries(page_after: Callable[[int], Any]) -> list[Any]:
    """A whole history, page by page."""
    told, after = [], 0
    while after is not None:
        page = page_after(after)
        told, after = told + page["entries"], page["after"]
    return told


@pytest.mark.timeout(600)
def test_a_demo_is_ready_for_everybody_and_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with taken(PORT), demo(folder) as said:
        opens_doors(said)
        signs_in(said)
        *keys, link = (found(pattern, said) for pattern in DOORS)
        initiative, personal = found(r"(http\S+/initiatives/\S+)", said), found(r"(http\S+/personal),", said)
        examined = in_its_shell(folder, "doctor")
        assert examined.returncode == 0, examined.stdout + examined.stderr
        assert "it opens the vault" in examined.stdout
        assert "talkoot up" not in examined.stdout
        people = run(
            "register", "list", "persons", "--containing", "Koordinaattori", "--ids", "--data", folder, "--key", keys[0]
        )
        assert "/sign-in/" in run("sign-in-link", "--person", people.out.split()[0], "--data", folder).out
        beside = run("demo", "--data", folder)
        assert (beside.code, "another Talkoot" in beside.err) == (1, True)
        assert "runs again in establishment" in run("restart", "--all-open", "--data", folder).out
        assert run("verify", "--data", folder).code == 0
        assert "Every row is what its ledger adds up to" in run("refold", "--check", "--data", folder).out
        assert "cleared away" in (folder / "talkoot.log").read_text(), "no housekeeper runs beside the dispatcher"
        assert (folder / "demo.json").stat().st_mode & 0o777 == 0o600
    assert read_state(folder) is None, "something is left running on the folder"
    with demo(folder) as said:
        assert "Going on where it was" in said
        assert "Temporal did not know" not in said
        assert [found(pattern, said) for pattern in DOORS[:2]] == keys
        for token in (link, found(DOORS[2], said)):  # that of the first letter, and that of the latest reminder
            assert read(personal, token).status_code == 200
        assert shown(said)["readiness"] == initiative.rpartition("/")[2]
        assert found(r"(http\S+/personal),", said) == personal, "the address has changed though its port is free"
    for file in folder.glob("temporal.db*"):
        file.unlink()
    with demo(folder) as said:
        assert "Temporal did not know 10 open initiatives: started again from the ledger" in said
        assert "Going on where it was" in said
        told = {"Authorization": f"Bearer {link}", "Idempotency-Key": "after the loss"}
        asked = {"level": "actor", "text": "Meillä ei ole tilaa kokoontua."}
        needed = httpx.post(f"{initiative}/support/request-support", json=asked, headers=told)
        assert needed.status_code == 200, needed.text


def test_a_port_that_was_chosen_comes_before_the_one_of_the_last_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last, chosen = ports.claim(0), ports.claim(0)
    ports.keep(tmp_path / NOTE, last)
    monkeypatch.delenv("TALKOOT_API_PORT", raising=False)
    assert port_for(tmp_path) == last
    monkeypatch.setenv("TALKOOT_API_PORT", str(chosen))
    assert port_for(tmp_path) == chosen
    with taken(chosen), pytest.raises(PortTaken):
        port_for(tmp_path)
