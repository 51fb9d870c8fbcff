"""What is said of parked needs, in whatever phase."""

from __future__ import annotations

from api.speaking import Speaking
from domain.matters.parking.commands import RecheckNeed

speaking = Speaking("parking")
speaking.says(RecheckNeed, example={"need": "n3", "outcome": "taken_up", "reason": "Nyt siihen on tekijä."})
router = speaking.router
