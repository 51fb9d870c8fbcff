"""The table of doors: every route of the application, and which door it has. A route that is not here is shut."""

from __future__ import annotations

from api.answering import path_of
from domain import cycle as cycle  # makes the commands of every phase and matter known
from domain.commands import Command
from tests.api.doors_of_staff import STAFF_DESK as STAFF_DESK
from tests.api.doors_of_staff import STAFF_DESK_FORMS as STAFF_DESK_FORMS
from tests.api.doors_of_staff import STAFF_FORMS as STAFF_FORMS
from tests.api.doors_of_staff import STAFF_OWN as STAFF_OWN
from tests.api.doors_of_staff import STAFF_PAGES, STAFF_READ, STAFF_TAKE

OPEN = {"GET /healthz", "GET /readyz", "GET /api/v1/openapi.json"}
OPEN |= {"GET /api/v1/ledger/key", "GET /api/v1/ledger/checkpoint"}
"""Anybody. They show nothing of anyone."""

PUBLIC = {"GET /", "GET /accessibility", "GET /privacy"}
"""Anybody: pages that tell what this is and what is kept. They show nothing of anyone, and their problems are pages."""

DEVELOPMENT = {"GET /dev/outbox", "GET /dev/outbox.json", "GET /dev/outbox/{letter}"}
"""Anybody, where letters go to the outbox and nobody but this machine can ask; elsewhere they are not there."""

PAGES = {
    *("GET /p/{token}", "POST /p/{token}", "GET /p/{token}/closing", "GET /p/{token}/outcomes", "POST /p/{token}/seen"),
    *("GET /u/{token}", "POST /u/{token}"),
    *("GET /call/{token}", "POST /call/{token}", "GET /call/need/{token}", "POST /call/need/{token}"),
    *("GET /docs", "GET /static/{name}"),
}
"""Anybody who has the address: it is the key. Their problems are pages."""

SIGN_IN = {"GET /sign-in", "GET /sign-in/{token}"}
"""Anybody: a form that asks for an address, and a link that is its own key. Their problems are pages."""

SIGN_IN_FORMS = {"POST /sign-in", "POST /sign-in/{token}"}
"""Anybody, from a page of ours."""

WITH_PAGES = PAGES | PUBLIC | SIGN_IN | SIGN_IN_FORMS | STAFF_PAGES | STAFF_READ | STAFF_TAKE
"""What tells on a page whatever went wrong."""

CALLS = {"GET /api/v1/open-calls/{token}", "POST /api/v1/open-calls/{token}"}
"""The same over the API: anybody who has the address of an open call."""

BOARD = {
    "GET /api/v1/letters/sending",
    "GET /api/v1/load",
    "GET /api/v1/response",
    "GET /api/v1/initiatives",
    "GET /api/v1/models",
    "GET /api/v1/models/{model}/{version}",
    "GET /api/v1/ledger/checkpoints",
}
BOARD |= {"GET /api/v1/letters/sending"}
REGISTER = {
    "GET /api/v1/register/organisations",
    "GET /api/v1/register/persons",
    "GET /api/v1/register/seats",
    "GET /api/v1/register/mandates",
    "GET /api/v1/register/{kind}/{row}",
}
"""Keys of every role."""

CALL = {"GET /api/v1/phone-list"}
"""Coordinators and administrators: it has people's numbers."""

LOAD = {"GET /api/v1/load/{person}"}
"""The same, of a person who need not be there."""

BRING = {"POST /api/v1/mail/inbound"}
"""Keys for mail, and administrators."""

TO_PRINT = {"GET /api/v1/letters/to-print"}
"""Coordinators and administrators, for the initiatives that they may see."""

ON_PAPER = {
    "GET /api/v1/initiatives/{initiative}/letters/{letter}/print",
    "POST /api/v1/initiatives/{initiative}/letters/{letter}/posted",
}
"""The initiative's coordinator and administrators, of a letter that need not be there."""

WISHES = {"GET /api/v1/register/persons/{person}/letters"}
"""The same, of a person who need not be there."""

ENTER = {
    "POST /api/v1/initiatives",
    "POST /api/v1/initiatives/preview",
    "POST /api/v1/register/organisations",
    "POST /api/v1/register/persons",
    "POST /api/v1/register/seats",
    "POST /api/v1/register/mandates",
    "POST /api/v1/models/{model}/{version}/approve",
    "POST /api/v1/register/persons/{person}/absence",
    "POST /api/v1/phone-list/{initiative}/called",
}
"""Coordinators and administrators."""

OF_A_PERSON = {
    *(f"POST /api/v1/register/persons/{{person}}/letters/{what}" for what in ("stop", "resume", "open-address")),
}
"""The same, of a person who need not be there."""

FILE = {"POST /api/v1/register/{kind}/import", "POST /api/v1/models"}
"""The same, with a file: CSV, or the YAML of an operating model."""

EDIT = {
    "PATCH /api/v1/register/organisations/{row}",
    "PATCH /api/v1/register/persons/{row}",
    "PATCH /api/v1/register/seats/{row}",
    "PATCH /api/v1/register/mandates/{row}",
    "DELETE /api/v1/register/{kind}/{row}",
}
"""The same, for the state of a row that they have seen."""

READ = {
    "GET /api/v1/initiatives/{initiative}",
    "GET /api/v1/initiatives/{initiative}/story",
    "GET /api/v1/initiatives/{initiative}/history",
    "GET /api/v1/initiatives/{initiative}/timeline",
    "GET /api/v1/initiatives/{initiative}/run",
    "GET /api/v1/initiatives/{initiative}/letters",
    "GET /api/v1/initiatives/{initiative}/letters/balance",
    "GET /api/v1/initiatives/{initiative}/hours",
    "GET /api/v1/initiatives/{initiative}/hours.csv",
    "GET /api/v1/initiatives/{initiative}/indicators",
    "GET /api/v1/initiatives/{initiative}/open-call",
    "GET /api/v1/initiatives/{initiative}/conditions",
    "GET /api/v1/initiatives/{initiative}/lessons",
    "GET /api/v1/initiatives/{initiative}/response",
}
"""The initiative's coordinator, auditors and administrators."""

READ_PART = {
    "GET /api/v1/initiatives/{initiative}/meetings/{meeting}/dates",
    "GET /api/v1/initiatives/{initiative}/dependants/{thing}",
    "GET /api/v1/initiatives/{initiative}/letters/{letter}",
    "GET /api/v1/initiatives/{initiative}/claims/{claim}/trace",
}
"""The same, of one thing in it, which need not be there."""

PROVE = {"GET /api/v1/ledger/proof", "GET /api/v1/ledger/consistency"}
"""Keys of every role, for what they name in the question; entries only of what they may see."""

READ_LATER = {
    "GET /api/v1/initiatives/{initiative}/closing",
    "GET /api/v1/initiatives/{initiative}/preparation",
    "GET /api/v1/initiatives/{initiative}/survival",
}
"""The same, once there is something to tell."""

TRY = {"GET /api/v1/initiatives/{initiative}/model-change"}
"""The same, for what they name in the question."""

OVERSEE = {"GET /api/v1/letters/balance", "GET /api/v1/house/timeline", "GET /api/v1/holds", "GET /api/v1/staff"}
"""Auditors and administrators."""

SETTLE = {"POST /api/v1/initiatives/{initiative}/letters/{letter}/settle"}
"""The initiative's coordinator and administrators, of a letter that need not be there."""

ADMINISTER = {
    "GET /api/v1/model-changes",
    "GET /api/v1/keys",
    "POST /api/v1/letters/pause",
    "POST /api/v1/letters/resume",
}
"""Administrators alone."""

ADMINISTER_ONE = {
    "POST /api/v1/staff/{person}/give-role",
    "POST /api/v1/staff/{person}/take-role",
    "GET /api/v1/model-changes/{change}",
    "POST /api/v1/model-changes",
    "POST /api/v1/keys",
    "POST /api/v1/model-changes/{change}/approve",
    "POST /api/v1/model-changes/{change}/apply",
    "POST /api/v1/model-changes/{change}/retry",
    *(
        f"GET /api/v1/register/persons/{{person}}/{what}"
        for what in ("erasure", "erasure/page", "export", "export/page")
    ),
    *(f"POST /api/v1/register/persons/{{person}}/{what}" for what in ("erase", "restrict", "lift-restriction")),
    *("POST /api/v1/holds", "POST /api/v1/holds/{hold}/lift"),
}
"""The same, of one that need not be there, or with a body."""

ADMINISTER_KEY = {"POST /api/v1/keys/{key}/rotate", "POST /api/v1/keys/{key}/revoke"}
"""The same, of a key that need not be there."""

PERSONAL = {"GET /api/v1/personal"}
"""Personal links."""

PREVIEWS = {
    f"POST /api/v1/initiatives/{{initiative}}/{what}/preview"
    for what in (
        *("corrections", "extend", "hold", "override", "pause", "resume", "remind-all"),
        *("take-exit", "call-vote", "accept-backbone", "accept-merge"),
        *(f"meetings/{verb}-meeting" for verb in ("fix", "move", "cancel")),
        "meetings/poll-dates",
    )
}
"""Whoever may say what is previewed; nothing is changed."""

SAY = {f"POST /api/v1/initiatives/{{initiative}}{path_of(command)}" for command in Command.kinds.values()}
"""The initiative's coordinator, administrators, and its own participants for their seat."""

TAKE = {"POST /api/v1/initiatives/{initiative}/bundle"}
"""The initiative's coordinator, auditors and administrators, where the log is signed."""

TAKE_ALL = {"POST /api/v1/ledger/bundle"}
"""Auditors and administrators, there too."""

EXPORT = {
    "POST /api/v1/initiatives/{initiative}/exports/{format}",
    "POST /api/v1/initiatives/{initiative}/report/page",
}
"""The initiative's coordinator, auditors and administrators, where the log is signed."""

EXPORT_ALL = {"POST /api/v1/exports/{format}"}
"""Keys of every role, there too."""

ALL = OPEN | PUBLIC | DEVELOPMENT | PAGES | BOARD | REGISTER | ENTER | FILE | EDIT | READ | READ_PART | PERSONAL | SAY
ALL |= CALL | READ_LATER | PREVIEWS | CALLS | LOAD | TRY | ADMINISTER | ADMINISTER_ONE | OVERSEE | SETTLE
ALL |= (
    SIGN_IN
    | SIGN_IN_FORMS
    | STAFF_PAGES
    | STAFF_READ
    | STAFF_TAKE
    | ADMINISTER_KEY
    | TAKE
    | TAKE_ALL
    | EXPORT
    | EXPORT_ALL
    | PROVE
    | WISHES
    | OF_A_PERSON
    | BRING
    | TO_PRINT
    | ON_PAPER
)

NEEDLESS = OPEN | PUBLIC | DEVELOPMENT | PAGES | CALLS | SIGN_IN | SIGN_IN_FORMS | STAFF_PAGES
NEEDLESS |= STAFF_READ | STAFF_TAKE
"""Where nobody needs a scope."""

_OF_PARTS = {
    "register": ("register:read", "register:write"),
    "phone-list": ("letters:read", "letters:write"),
    "letters": ("letters:read", "letters:write"),
    "models": ("initiatives:read", "models:write"),
    "mail": ("", "mail:write"),
    "keys": ("admin", "admin"),
    "house": ("ledger:read", ""),
    "ledger": ("ledger:read", "ledger:read"),
    "holds": ("register:read", "admin"),
    "staff": ("register:read", "admin"),
    "model-changes": ("admin", "admin"),
    "personal": ("seat:own", ""),
}


def scopes_of(route: str) -> set[str]:
    """The scopes of which a route needs one, told by its address."""
    method, _, path = route.partition(" ")
    first, *rest = path.removeprefix("/api/v1/").split("/")
    if route in SAY:
        return {"initiatives:write", "seat:own"}
    if route == "POST /api/v1/initiatives/{initiative}/corrections/preview":
        return {"initiatives:read"}
    if route == "POST /api/v1/register/persons/{person}/absence":
        return {"initiatives:write"}  # each of their initiatives is told
    if route in EXPORT | EXPORT_ALL:
        return {"exports:read"}
    if route in TAKE:
        return {"initiatives:read"}  # it holds their texts
    if route in ADMINISTER | ADMINISTER_ONE:
        return {"admin"}
    of_letters = first == "initiatives" and rest[1:2] == ["letters"]
    if of_letters or route in OF_A_PERSON | WISHES:
        first = "letters"
    reads, writes = _OF_PARTS.get(first, ("initiatives:read", "initiatives:write"))
    return {reads if method == "GET" else writes}
