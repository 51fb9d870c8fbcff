"""The demo's staff over HTTP: whoever is missing is entered into the register, and each is given their role."""

from __future__ import annotations

from demo.api import Api
from demo.cast import STAFF


async def staffed(administrator: Api) -> dict[str, str]:
    """The ids of the people who may sign in, by role. A second time changes nothing. Raises Refused."""
    known = {row["address"]: row["id"] for row in await administrator.all_rows("/register/persons")}
    staff = {}
    for role, (name, address) in STAFF.items():
        person = known.get(address)
        if person is None:
            person = (await administrator.post("/register/persons", {"name": name, "address": address}))["id"]
        await administrator.post(f"/staff/{person}/give-role", {"role": role})
        staff[role] = str(person)
    return staff
