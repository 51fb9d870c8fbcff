"""The table of doors: every route of the application, and which door it has. A route that is not here is shut."""

from __future__ import annotations

from api.answering import path_of
from domain import cycle as cycle  # makes the commands of every phase and matter known
from domain.commands import Command

OPEN = {"GET /healthz", "GET /readyz", "GET /api/v1/openapi.json"}
"""Anybody. They show nothing of anyone."""

LEADING = {"GET /"}
"""Anybody: it leads to the reference, and shows nothing itself."""

DEVELOPMENT = {"GET /dev/outbox", "GET /dev/outbox.json", "GET /dev/outbox/{letter}"}
"""Anybody, where letters go to the outbox and nobody but this machine can ask; elsewhere they are not there."""

PAGES = {
    *("GET /p/{token}", "POST /p/{token}", "GET /p/{token}/closing", "POST /p/{token}/seen"),
    *("GET /u/{token}", "POST /u/{token}"),
    *("GET /call/{token}", "POST /call/{token}", "GET /call/need/{token}", "POST /call/need/{token}"),
    *("GET /initiatives/{initiative}", "GET /docs", "GET /static/{name}"),
}
"""Anybody who has the address: it is the key. Their problems are pages."""

CALLS = {"GET /api/v1/open-calls/{token}", "POST /api/v1/open-calls/{token}"}
"""The same over the API: anybody who has the address of an open call."""

BOARD = {
    "GET /api/v1/letters/sending",
    "GET /api/v1/load",
    "GET /api/v1/response",
    "GET /api/v1/initiatives",
    "GET /api/v1/models",
    "GET /api/v1/models/{model}/{version}",
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
}
"""The same, of one thing in it, which need not be there."""

READ_LATER = {
    "GET /api/v1/initiatives/{initiative}/closing",
    "GET /api/v1/initiatives/{initiative}/preparation",
    "GET /api/v1/initiatives/{initiative}/survival",
}
"""The same, once there is something to tell."""

TRY = {"GET /api/v1/initiatives/{initiative}/model-change"}
"""The same, for what they name in the question."""

OVERSEE = {"GET /api/v1/letters/balance"}
"""Auditors and administrators."""

SETTLE = {"POST /api/v1/initiatives/{initiative}/letters/{letter}/settle"}
"""The initiative's coordinator and administrators, of a letter that need not be there."""

ADMINISTER = {"GET /api/v1/model-changes", "POST /api/v1/letters/pause", "POST /api/v1/letters/resume"}
"""Administrators alone."""

ADMINISTER_ONE = {
    "GET /api/v1/model-changes/{change}",
    "POST /api/v1/model-changes",
    "POST /api/v1/model-changes/{change}/approve",
    "POST /api/v1/model-changes/{change}/apply",
    "POST /api/v1/model-changes/{change}/retry",
}
"""The same, of one that need not be there, or with a body."""

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

ALL = OPEN | LEADING | DEVELOPMENT | PAGES | BOARD | REGISTER | ENTER | FILE | EDIT | READ | READ_PART | PERSONAL | SAY
ALL |= CALL | READ_LATER | PREVIEWS | CALLS | LOAD | TRY | ADMINISTER | ADMINISTER_ONE | OVERSEE | SETTLE
ALL |= WISHES | OF_A_PERSON | BRING | TO_PRINT | ON_PAPER
