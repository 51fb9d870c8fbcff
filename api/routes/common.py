"""What any phase takes: pause, resume, exits, votes and consent, recusals and exceptions."""

from __future__ import annotations

from api.speaking import Speaking
from domain.commands import CallVote, CastBallot, PauseUntil, Resume, TakeExit
from domain.voting.commands import CastSecretBallot, ExceptClause, IntegrateObjections, Recuse, WithdrawRecusal

speaking = Speaking("any phase")
speaking.says(PauseUntil, example={"until": "2026-12-01T07:00:00Z", "reason": "Kylätalon remontti"})
speaking.says(Resume, example={})
speaking.says(TakeExit, example={"exit": "stop", "reason": "Kumppanuus ei toimi: kaksi toimijaa vetäytyi."})
speaking.says(CallVote, example={"exit": "advance"})
speaking.says(CastBallot, example={"choice": "for"})
speaking.says(CastSecretBallot, example={"ballot": "for"})
speaking.says(IntegrateObjections, example={"text": "Kokeilu lyhennettiin puoleen vuoteen."})
speaking.says(Recuse, example={"reason": "Taho hakee itse tätä rahoitusta."})
speaking.says(WithdrawRecusal, example={})
speaking.says(ExceptClause, example={"clause": "sectors.leader", "reason": "Alueen Leader-ryhmä on juuri lakannut."})
router = speaking.router
