"""What any phase takes: pause, resume, exits and votes."""

from __future__ import annotations

from api.speaking import Speaking
from domain.commands import CallVote, CastBallot, PauseUntil, Resume, TakeExit

speaking = Speaking("any phase")
speaking.says(PauseUntil, example={"until": "2026-12-01T07:00:00Z", "reason": "Kylätalon remontti"})
speaking.says(Resume, example={})
speaking.says(TakeExit, example={"exit": "stop", "reason": "Kumppanuus ei toimi: kaksi toimijaa vetäytyi."})
speaking.says(CallVote, example={"exit": "advance"})
speaking.says(CastBallot, example={"choice": "for"})
router = speaking.router
