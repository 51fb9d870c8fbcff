"""One HTTP client of a running Talkoot, like anyone else's; refusals and silence become sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from cli.sentences import Failed

API = "/api/v1"
PATIENCE = 15.0  # seconds; the API itself answers within ten
_PAGE = 200
_PATIENCE_WITH_A_FILE = 120.0


class Refused(Failed):
    """The API refused what was asked; `problem` is what it said, in full."""

    def __init__(self, message: str, problem: dict[str, Any]) -> None:
        super().__init__(message)
        self.problem = problem


class Client:
    """Speaks to the API at `url` with a key. Every method raises `Failed` with what to do."""

    def __init__(self, url: str, key: str | None) -> None:
        self.url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=self.url + API, headers=headers, timeout=PATIENCE)

    def get(self, path: str, **query: Any) -> Any:
        """The JSON at a path."""
        return self._asked("GET", path, params={name: value for name, value in query.items() if value is not None})

    def post(self, path: str, body: dict[str, Any], key: str) -> Any:
        """The JSON answered to a body; `key` makes it count once however often it is sent."""
        return self._asked("POST", path, json=body, headers={"Idempotency-Key": key})

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Every row of a kind of the register, by id."""
        found: list[dict[str, Any]] = []
        while page := self.get(f"/register/{kind}", limit=_PAGE, after=found[-1]["id"] if found else None):
            found += page
        return found

    def send_file(self, kind: str, content: bytes, *, preview: bool) -> Any:
        """What became of a CSV file for the register. Raises Refused for one with faults."""
        return self._asked(
            "POST",
            f"/register/{kind}/import",
            content=content,
            params={"dry_run": str(preview).lower()},
            headers={"Content-Type": "text/csv"},
            timeout=_PATIENCE_WITH_A_FILE,
        )

    def send_model(self, content: bytes, *, preview: bool) -> Any:
        """What became of an operating model as YAML. Raises Refused for one that may not be run."""
        return self._asked(
            "POST",
            "/models",
            content=content,
            params={"dry_run": str(preview).lower()},
            headers={"Content-Type": "application/yaml"},
            timeout=_PATIENCE_WITH_A_FILE,
        )

    def bring_mail(self, content: bytes) -> Any:
        """What became of a message that came back. Raises Refused for one that is not taken."""
        headers = {"Content-Type": "message/rfc822"}
        return self._asked("POST", "/mail/inbound", content=content, headers=headers, timeout=_PATIENCE_WITH_A_FILE)

    def download(self, path: str, out: Path, **query: Any) -> int:
        """Put the file that a POST to a path gives where it is wanted, once all of it has come; how many bytes."""
        asked = {name: value for name, value in query.items() if value is not None}
        fresh = out.with_name(f".{out.name}.part")
        try:
            with (
                self._spoken_to(),
                self._http.stream("POST", path, params=asked, timeout=_PATIENCE_WITH_A_FILE) as found,
            ):
                if not found.is_success:
                    found.read()
                    raise _refused(found)
                with fresh.open("wb") as file:
                    file.writelines(found.iter_bytes())
            fresh.replace(out)
        except OSError as error:
            raise Failed(f"{out} cannot be written: {error.strerror}") from error
        finally:
            fresh.unlink(missing_ok=True)
        return out.stat().st_size

    def page(self, path: str, **query: Any) -> str:
        """The page at a path, as text."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._answered("GET", path, params=asked).text

    def entries(self, initiative: str, *, with_letters: bool = False) -> Iterator[dict[str, Any]]:
        """Every entry of an initiative's ledger in order, on request with those about its letters."""
        query: dict[str, Any] = {"after": 0} | ({"with": "letters", "after_letters": 0} if with_letters else {})
        while query["after"] is not None:
            page = self.get(f"/initiatives/{initiative}/history", **query, limit=_PAGE)
            yield from page["entries"]
            query |= {name: page[name] for name in ("after", "after_letters") if name in query}

    def timeline(self, path: str, **wanted: Any) -> Iterator[dict[str, Any]]:
        """Every entry of a history that is told page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.get(path, **wanted, **cursor, limit=_PAGE)
            yield from page["entries"]
            if page["cursor"] is None:
                return
            cursor = {"cursor": page["cursor"]}

    def seat_names(self, initiative: dict[str, Any]) -> dict[str, str]:
        """The role titles of the seats that an initiative waits on, as far as this key may read the register."""
        seats = {waiting["seat"] for waiting in initiative["waiting_on"] if waiting["seat"]}
        seats |= {
            who for clause in initiative["gate"]["clauses"] for who in clause["missing"] if who.startswith("seat_")
        }
        return self.seats(seats)

    def seats(self, seats: Iterable[str]) -> dict[str, str]:
        """The role titles of these seats, as far as this key may read the register."""
        try:
            return {seat: self.get(f"/register/seats/{seat}")["role_title"] for seat in sorted(seats)}
        except Failed:
            return {}

    def _asked(self, method: str, path: str, **more: Any) -> Any:
        return self._answered(method, path, **more).json()

    def _answered(self, method: str, path: str, **more: Any) -> httpx.Response:
        with self._spoken_to():
            response = self._http.request(method, path, **more)
        if response.is_success:
            return response
        raise _refused(response)

    @contextmanager
    def _spoken_to(self) -> Iterator[None]:
        try:
            yield
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            remedy = "give one that begins with http:// or https://, by --url or TALKOOT_URL"
            raise Failed(f"'{self.url}' is no address of a website: {remedy}") from None
        except httpx.HTTPError as error:
            raise Failed(
                f"no Talkoot answers at {self.url} ({type(error).__name__}): start it with 'talkoot up', "
                "or say where it runs with --url or TALKOOT_URL"
            ) from None


def address(url: str | None, data: Path | None) -> str:
    """The address to speak to: the one given, else that of the stack running on the data folder or as the demo."""
    from cli.demonstrating import FOLDER
    from cli.installation import chosen
    from stack.data_folder import read_state

    if url:
        return url
    folders = [chosen(data).data] if data else [chosen(None).data, FOLDER]
    for folder in folders:
        state = read_state(folder)
        if state and state.api_url:
            return state.api_url
    raise Failed(
        f"no Talkoot runs on {' or '.join(str(folder) for folder in folders)}: start it with 'talkoot up', "
        "or say where it runs with --url or TALKOOT_URL"
    )


def _refused(response: httpx.Response) -> Failed:
    try:
        problem = response.json()
        told, path = str(problem["detail"]), problem.get("path")
        if path and not told.startswith(f"{path} "):
            told += f" (at {path})"
        remedy = problem.get("remedy") or ""
    except (ValueError, KeyError, TypeError):
        return Failed(f"{response.url} answered {response.status_code}, and not like a Talkoot: check --url")
    if response.status_code == httpx.codes.UNAUTHORIZED:
        remedy = "give a key with --key or TALKOOT_KEY; 'talkoot key create' makes one on the machine it runs on"
    return Refused(f"{told}: {remedy}" if remedy else told, problem)
