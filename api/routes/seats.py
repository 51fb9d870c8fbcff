"""What is said about who speaks for a seat, and who coordinates."""

from __future__ import annotations

from api.sparing import spare_successor
from api.speaking import Speaking
from domain.matters.seats.commands import EndAbsence, HandDutyOn, LeaveSeat, NameDeputies, PassSeat, ReportAbsence

speaking = Speaking("seats")
speaking.says(ReportAbsence, example={"until": "2026-08-03T00:00:00+03:00"}, makes="absence")
speaking.says(EndAbsence, example={})
speaking.says(HandDutyOn, example={"obligation": "piloting.1/answer_pulse/seat_0d9c1e7ab2f43586/3"})
speaking.says(NameDeputies, example={"deputies": ["per_5f0c2a9d41b7e683"], "seat": "seat_0d9c1e7ab2f43586"})
speaking.says(
    PassSeat, example={"seat": "seat_0d9c1e7ab2f43586", "successor": "seat_8a40b7d2c9e61f35"}, first=spare_successor
)
speaking.says(LeaveSeat, example={"reason": "Kausi yhdistyksessä päättyi."})
router = speaking.router
