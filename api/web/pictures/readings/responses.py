"""Response over time, from what was counted of it."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.pictures.picture import Table
from api.web.pictures.readings.speaking import Speaking
from api.web.pictures.response import Days, Response
from api.web.pictures.signs import Sign
from domain.correspondence import responses as counted


def response_of(response: counted.Response, language: str, id: str = "response") -> Response:
    """The picture of a response; where so little was asked that nothing is told, a sentence in its place."""
    say = Speaking(language)
    words = say.of("response")
    days = tuple(_days(one, words) for one in response.by_day)
    reminders = sum(one.reminders for one in response.by_day)
    answered = response.answered or 0
    untold = "none" if response.asked == 0 else "few" if response.answered is None else ""
    return Response(
        id=id,
        title=words["title"],
        description=words["description"].format(asked=response.asked, answered=answered, reminders=reminders),
        asked=response.asked,
        days=days,
        total=words["total"].format(answered=answered),
        limit=words["limit"].format(asked=response.asked),
        axis=words["axis"],
        legend=((Sign.LETTER, words["reminders"]),) if reminders else (),
        untold=words[untold] if untold else "",
        table=Table(
            say.word("numbers"),
            words["title"],
            tuple(words["table"]),
            tuple((one.when, str(one.answers), str(one.reminders)) for one in days),
        ),
        more=(_by_step(response, say), _by_sector(response, say)),
    )


def _days(one: counted.Days, words: Mapping[str, str]) -> Days:
    when = "days" if one.last > one.first else "day" if one.first else "same_day"
    return Days(
        one.first,
        one.last,
        one.answers,
        one.reminders,
        words[when].format(first=one.first, last=one.last),
        words["told"].format(answers=one.answers, reminders=one.reminders),
    )


def _by_step(response: counted.Response, say: Speaking) -> Table:
    words = say.of("response")

    def name(one: counted.Rungs) -> str:
        if one.last == 0:
            return str(words["first_letter"])
        if one.last == one.first:
            return str(words["reminder"].format(number=one.first))
        return str(words["reminders_from"].format(first=one.first, last=one.last))

    rows = tuple((name(one), str(one.letters), str(one.answers)) for one in response.by_step)
    return Table(words["by_step"], words["by_step"], tuple(words["step_table"]), rows)


def _by_sector(response: counted.Response, say: Speaking) -> Table:
    words = say.of("response")
    rows = tuple(
        (", ".join(map(say.sector, one.sectors)), str(one.asked), str(one.answers)) for one in response.by_sector
    )
    return Table(words["by_sector"], words["by_sector"], tuple(words["sector_table"]), rows)
