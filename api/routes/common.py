"""What any phase takes: rests, reminders, extensions, exits, merging, votes, recusals, exceptions, corrections."""

from __future__ import annotations

from api.foreseen_merges import MergeAhead, merge_ahead
from api.merging import require_fit, require_taken, until_merged
from api.speaking import Speaking
from domain.backbone.commands import AcceptBackbone, DeclineBackbone, WithdrawBackbone
from domain.commands import (
    CallVote,
    CastBallot,
    Command,
    ConfirmExit,
    Extend,
    Hold,
    Override,
    PauseUntil,
    RemindAll,
    Resume,
    TakeExit,
    WithdrawAnswer,
)
from domain.merging.commands import AcceptMerge, DeclineMerge, OfferMerge, WithdrawMerge
from domain.voting.commands import CastSecretBallot, ExceptClause, IntegrateObjections, Recuse, WithdrawRecusal

STOP = {
    "exit": "stop",
    "reason": "Kumppanuus ei toimi: kaksi toimijaa vetäytyi.",
    "lesson": "Toimii, kun vuokrasta on sovittu ennen suunnittelua.",
    "thanks": "Kiitos kaikille, jotka antoivat aikaansa.",
}
PREVIEWED: dict[type[Command], dict[str, str]] = {
    PauseUntil: {"until": "2026-12-01T07:00:00Z", "reason": "Kylätalon remontti"},
    Hold: {
        "until": "2026-12-01T07:00:00Z",
        "reason": "Rahoituspäätös viipyy.",
        "conditions": "Kunta on päättänyt kylätalon vuokrasta.",
    },
    Extend: {"by": "10wd", "reason": "Lautakunta kokoontuu vasta kuun lopussa."},
    Override: {"path": "phases.convening.gate.quorum.min", "value": "4", "reason": "Alueella on vain kuusi toimijaa."},
    RemindAll: {},
    Resume: {},
    TakeExit: STOP,
    CallVote: {"exit": "advance"},
    AcceptBackbone: {},
}
"""What shows first what it would do to every clock and who would get which letter, with an example of each."""

speaking = Speaking("any phase")
for command, example in PREVIEWED.items():
    speaking.says(command, example=example)
    speaking.previews(command, example=example)
speaking.says(DeclineBackbone, example={"reason": "Meillä ei ole siihen väkeä."})
speaking.says(WithdrawBackbone, example={})
speaking.says(OfferMerge, example={"into": "i1", "reason": "Molemmissa kylissä puuttuu sama kyyti."}, first=require_fit)
speaking.says(AcceptMerge, example={}, first=require_taken, then=until_merged)
speaking.previews(AcceptMerge, example={}, ahead=merge_ahead, shows=MergeAhead)
speaking.says(DeclineMerge, example={"reason": "Meillä on jo täysi työ omassamme."})
speaking.says(WithdrawMerge, example={})
speaking.says(CastBallot, example={"choice": "for"})
speaking.says(CastSecretBallot, example={"ballot": "for"})
speaking.says(IntegrateObjections, example={"text": "Kokeilu lyhennettiin puoleen vuoteen."})
speaking.says(Recuse, example={"reason": "Taho hakee itse tätä rahoitusta."})
speaking.says(WithdrawRecusal, example={})
speaking.says(ExceptClause, example={"clause": "sectors.leader", "reason": "Alueen Leader-ryhmä on juuri lakannut."})
speaking.says(
    WithdrawAnswer,
    example={
        "entry": 14,
        "reason": "Vastaus kirjattiin väärälle paikalle.",
        "for_seat": "seat-01",
        "channel": "phone",
    },
)
speaking.says(ConfirmExit, example={"correction": 31, "reason": "Tarve on edelleen yhteinen; jatkamme."})
router = speaking.router
