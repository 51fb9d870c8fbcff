"""Doors of staff's pages: who is signed in comes in by role, a key or a link never does."""

from __future__ import annotations

STAFF_FORMS = {"POST /staff/sessions", "POST /staff/sign-out", "POST /staff/role"}
STAFF_OWN = {"GET /staff/sessions"} | STAFF_FORMS
"""Whoever is signed in, of their own; others are led to the sign-in. Keys and links are none."""

_CARES, _SEES = ("coordinator", "admin"), ("coordinator", "auditor", "admin")

STAFF_DESK = {
    "GET /staff": _SEES,
    "GET /staff/rows": _SEES,
    "GET /staff/history": _SEES,
    "GET /staff/phone-list": _CARES,
    "GET /staff/phone-list/{initiative}/{obligation}": _CARES,
    "GET /staff/paper": _CARES,
    "GET /staff/start": _CARES,
    "GET /staff/register": _SEES,
    "GET /staff/register-files": _CARES,
    "GET /staff/register/{kind}": _SEES,
    "GET /staff/register/{kind}/import": _CARES,
    "GET /staff/register/{kind}/new": _CARES,
    "GET /staff/register/{kind}/{row}": _SEES,
    "GET /staff/register-load": _SEES,
    "GET /staff/register-load/{person}": _SEES,
    "GET /staff/models": _SEES,
    "GET /staff/roles": ("auditor", "admin"),
    "GET /staff/keys": ("admin",),
}
"""Pages of the desk, and the roles that read them."""

STAFF_DESK_FORMS = {
    "POST /staff": _SEES,  # a search
    "POST /staff/phone-list/{initiative}/{obligation}": _CARES,
    "POST /staff/paper": _CARES,
    "POST /staff/start": _CARES,
    "POST /staff/register/{kind}": _SEES,  # a search, whose words stand in no address
    "POST /staff/register/{kind}/import": _CARES,
    "POST /staff/register/{kind}/new": _CARES,
    "POST /staff/register/{kind}/{row}": _CARES,
    "POST /staff/register-load/{person}": _CARES,
    "POST /staff/roles": ("admin",),
    "POST /staff/keys": ("admin",),
}
"""Their forms, from a page of ours, and the roles that send them."""

STAFF_FORMS |= set(STAFF_DESK_FORMS)
"""What no page of ours sent is refused, whoever sends it."""

STAFF_PAGES = STAFF_OWN | set(STAFF_DESK) | set(STAFF_DESK_FORMS)
"""The same, of what their role may see: what auditors read there is told."""

STAFF_READ = {"GET /initiatives/{initiative}/history", "GET /initiatives/{initiative}/outcomes"}
STAFF_READ |= {"GET /initiatives/{initiative}", "GET /initiatives/{initiative}/do/{kind}"}
"""The same, of an initiative that need not be there."""

STAFF_TAKE = {"POST /initiatives/{initiative}/history/{what}", "POST /initiatives/{initiative}/do/{kind}"}
"""A file of an initiative for whoever may read its history, or an act in it, from a page of ours."""
