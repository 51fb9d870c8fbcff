"""The table of doors: every route of the application, and which door it has. A route that is not here is shut."""

from __future__ import annotations

OPEN = {"GET /healthz", "GET /readyz", "GET /api/v1/openapi.json"}
"""Anybody. They show nothing of anyone."""

LEADING = {"GET /"}
"""Anybody: it leads to the reference, and shows nothing itself."""

DEVELOPMENT = {"GET /dev/outbox", "GET /dev/outbox.json", "GET /dev/outbox/{letter}"}
"""Anybody, where letters go to the outbox and nobody but this machine can ask; elsewhere they are not there."""

PAGES = {"GET /p/{token}", "POST /p/{token}", "GET /initiatives/{initiative}", "GET /docs", "GET /static/{name}"}
"""Anybody who has the address: it is the key. Their problems are pages."""

BOARD = {"GET /api/v1/initiatives"}
REGISTER = {
    "GET /api/v1/register/organisations",
    "GET /api/v1/register/persons",
    "GET /api/v1/register/seats",
    "GET /api/v1/register/mandates",
    "GET /api/v1/register/{kind}/{row}",
}
"""Keys of every role."""

ENTER = {
    "POST /api/v1/initiatives",
    "POST /api/v1/register/organisations",
    "POST /api/v1/register/persons",
    "POST /api/v1/register/seats",
    "POST /api/v1/register/mandates",
}
"""Coordinators and administrators."""

FILE = {"POST /api/v1/register/{kind}/import"}
"""The same, with a CSV file."""

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
    "GET /api/v1/initiatives/{initiative}/history",
    "GET /api/v1/initiatives/{initiative}/letters",
}
"""The initiative's coordinator, auditors and administrators."""

PERSONAL = {"GET /api/v1/personal"}
"""Personal links."""

_SAYINGS = """
pause resume take-exit call-vote cast-ballot
need-identification/submit-need need-identification/nothing-to-raise need-identification/support-need
need-identification/merge-needs need-identification/answer-need need-identification/state-problem
need-identification/confirm-statement need-identification/settle-baseline
convening/answer-invitation convening/name-chair convening/write-minutes
joint-planning/add-goal joint-planning/add-activity joint-planning/reassign-activity joint-planning/define-indicator
joint-planning/reassign-indicator joint-planning/set-baseline joint-planning/make-commitment
joint-planning/no-commitment joint-planning/open-endorsement joint-planning/reopen-drafting joint-planning/endorse-plan
piloting/answer-pulse piloting/report-observation piloting/begin-settling piloting/settle-commitment
piloting/halt-on-harm piloting/review-harm
evaluation/answer-rubric evaluation/make-claim evaluation/no-claims evaluation/reassign-verifier
evaluation/verify-claim evaluation/write-lesson
establishment/evidence-ground establishment/name-receiver establishment/accept-hand-over establishment/answer-check-in
"""
SAY = {f"POST /api/v1/initiatives/{{initiative}}/{saying}" for saying in _SAYINGS.split()}
"""The initiative's coordinator, administrators, and its own participants for their seat."""

ALL = OPEN | LEADING | DEVELOPMENT | PAGES | BOARD | REGISTER | ENTER | FILE | EDIT | READ | PERSONAL | SAY
