"""Pictures to look at, with the facts of the mocks: what the pages of an initiative and of its outcomes show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api.web.pictures.conditions import Condition, Conditions, Rating, Sector
from api.web.pictures.loop_road import LoopRoad, Rest, Stand, Stop
from api.web.pictures.picture import State, Table
from api.web.pictures.response import Days, Response
from api.web.pictures.signs import Sign
from api.web.pictures.survival import CheckIn, Fate, Survival
from api.web.pictures.timeline import Bar, Day, Lane, Mark, Moment, Span, Timeline
from api.web.pictures.trend import Report, Series, Trend, Value

PHASES = (
    "Valmius",
    "Tarpeiden tunnistaminen",
    "Koollekutsuminen",
    "Yhteissuunnittelu",
    "Pilotointi",
    "Arviointi",
    "Vakiintuminen",
)
_TOLD = ("valmis ke 30.9.", "valmis pe 6.11.", "alkoi ma 9.11., takaraja to 7.1.2027")


def road(at: int = 3, *, rest: Rest | None = None, absent: tuple[int, ...] = (), id: str = "road") -> LoopRoad:
    """The road of an initiative in its `at`-th phase."""
    stops = tuple(
        Stop(name, _stand(number, at, absent), _TOLD[number - 1] if number <= min(at, 3) else "edessä")
        for number, name in enumerate(PHASES, start=1)
    )
    return LoopRoad(
        id=id,
        title="Kierron kuva",
        description="Valmius ja tarpeiden tunnistaminen ovat valmiit. Koollekutsuminen on menossa.",
        stops=stops,
        round="Kierros 1",
        place=f"{at} / 7",
        rest=rest,
    )


def _stand(number: int, at: int, absent: tuple[int, ...]) -> Stand:
    if number in absent:
        return Stand.ABSENT
    return Stand.DONE if number < at else Stand.NOW if number == at else Stand.AHEAD


def day(month: int, number: int, year: int = 2026, hour: int = 0) -> datetime:
    """An instant."""
    return datetime(year, month, number, hour, tzinfo=UTC)


MONDAY = day(11, 9)


def timeline() -> Timeline:
    """The timeline of convening as the mock tells it."""
    weeks = [MONDAY + timedelta(days=7 * number) for number in range(10)]
    return Timeline(
        id="timeline",
        title="Koollekutsumisen aikajana 9.11.2026–7.1.2027",
        description="Järjestöjen vastausaika päättyi 23.11., kuntien päättyy 7.12. Vaiheen takaraja on 7.1.2027.",
        begins=MONDAY,
        ends=day(1, 12, 2027),
        ticks=tuple(Moment(one, f"{one.day}.{one.month}.") for one in weeks),
        quiet=((day(12, 20), day(1, 7, 2027)),),
        today=Moment(day(11, 24), "tänään 24.11."),
        deadline=Moment(day(1, 7, 2027), "takaraja to 7.1.2027"),
        lanes=(*_invited(), *_agreed()),
        days=(
            Day("2026-11-09", "ma 9.11.", State.GOOD, "Vaihe alkoi, 12 kutsua lähti"),
            Day("2026-11-23", "ma 23.11.", State.LATE, "Järjestöjen vastausaika päättyi, kaksi vastausta puuttuu"),
            Day("2026-11-24", "ti 24.11.", State.PART, "Tänään: varaedustajille lähti kirje klo 9.00"),
            Day("2026-12-07", "ma 7.12.", State.OPEN, "Kirjaa puheenjohtaja ja varapuheenjohtaja: aika päättyy"),
        ),
        days_opens="Samat päivät luettelona",
        legend=(
            (Sign.LETTER, "lähtenyt kirje"),
            (Sign.LETTER_TO_COME, "tuleva kirje"),
            (Sign.CALL, "soitto koordinaattorille"),
            (Sign.MEETING, "kokous"),
            (Sign.QUIET, "hiljainen aika 20.12.–6.1."),
        ),
    )


def _invited() -> tuple[Lane, ...]:
    gone, to_come = (
        [Mark(at, Sign.LETTER) for at in (MONDAY, day(11, 16), day(11, 20), day(11, 24))],
        [Mark(at, Sign.LETTER_TO_COME) for at in (day(11, 30), day(12, 4))],
    )
    soon, call = Mark(day(11, 26), Sign.LETTER_TO_COME), Mark(day(11, 30), Sign.CALL, "2 vastausta myöhässä")
    late = (Bar(MONDAY, day(11, 23), Span.PAST), Bar(day(11, 23), day(11, 24), Span.LATE))
    in_time = (Bar(MONDAY, day(11, 24), Span.PAST), Bar(day(11, 24), day(12, 7), Span.AHEAD))
    return (
        Lane("Kutsut: järjestöt, ryhmät, asukas, yritys", late, (*gone, soon, call)),
        Lane("Kutsut: kunnat", in_time, (gone[0], *to_come)),
    )


def _agreed() -> tuple[Lane, ...]:
    return (
        Lane("Ensimmäinen kokous", (), (Mark(day(12, 9), Sign.MEETING, "ke 9.12. klo 17.30"),)),
        Lane("Suostumusaika", (Bar(day(12, 10), day(12, 16), Span.AHEAD),)),
    )


def response() -> Response:
    """How twelve invitations were answered."""
    told = ((0, 2, 0), (1, 1, 0), (4, 1, 0), (7, 2, 8), (8, 1, 0), (11, 1, 5), (12, 0, 0), (15, 0, 2))
    days = tuple(
        Days(at, at, answers, reminders, f"{at} päivää", f"vastauksia {answers}, muistutuksia {reminders}")
        for at, answers, reminders in told
    )
    return Response(
        id="response",
        title="Milloin vastattiin",
        description="Kahdeksan kahdestatoista on vastannut. Kolme vastasi ensimmäisen muistutuksen jälkeen.",
        asked=12,
        days=days,
        total="8 vastausta",
        limit="12 kysymystä",
        axis="päivää kysymyksestä",
        legend=((Sign.LETTER, "muistutuksia sinä päivänä"),),
        table=Table(
            "Samat luvut taulukkona",
            "Milloin vastattiin",
            ("Päivä", "Vastauksia", "Muistutuksia"),
            tuple((one.when, str(one.answers), str(one.reminders)) for one in days),
        ),
    )


def trend() -> Trend:
    """Visitors of an event, with a month that nobody counted and a definition that changed."""
    first = ((1, 31), (2, 34), (3, 38), (4, 41), (5, 52), (6, None), (8, 49))
    second = ((9, 55), (10, 62))
    baseline, target = Value(28, "28"), Value(40, "40")
    return Trend(
        id="trend",
        title="Kävijöitä tapahtumaa kohti",
        description="Lähtötaso on 28 ja tavoite 40. Kesäkuun lukua ei saatu.",
        series=(
            Series(day(1, 1), tuple(_report(*one) for one in first), baseline, target),
            Series(
                day(8, 20),
                tuple(_report(*one) for one in second),
                baseline,
                Value(50, "50"),
                break_said="20.8.2026 laskutapa muuttui: myös tekijät lasketaan.",
            ),
        ),
        target="tavoite 50",
        baseline="lähtötaso 28",
        foot="Pystyviiva on tavoite 50. Lähtötaso oli 28.",
        legend=((Sign.NOT_OBTAINED, "lukua ei saatu"), (Sign.BREAK, "laskutapa muuttui")),
        decimal_mark=",",
        table=Table(
            "Samat luvut taulukkona",
            "Kävijöitä tapahtumaa kohti",
            ("Päivä", "Luku"),
            tuple((f"31.{month}.", str(number or "lukua ei saatu")) for month, number in (*first, *second)),
        ),
    )


def _report(month: int, number: int | None) -> Report:
    value = None if number is None else Value(number, str(number))
    return Report(day(month, 28), f"28.{month}.", value, value.said if value else "lukua ei saatu")


_J, _V, _K, _H = (
    Sector("J", "järjestöt"),
    Sector("V", "vapaat ryhmät"),
    Sector("K", "kunta"),
    Sector("H", "hyvinvointialue"),
)


def conditions() -> Conditions:
    """Five conditions, of which one has too few answers."""
    rows = (
        ("Yhteinen tavoite", True, "3,25", ((_J, 3), (_V, 4), (_K, 3), (_H, 3))),
        ("Yhteinen mittaaminen", False, "2,5", ((_J, 2), (_V, 3), (_K, 2), (_H, 3))),
        ("Toisiaan vahvistava tekeminen", True, "3,25", ((_J, 4), (_V, 3), (_K, 3), (_H, 3))),
        ("Jatkuva viestintä", None, "", ()),
        ("Taustatuki", False, "3", ((_J, 4), (_V, 4), (_K, 3), (_H, 1))),
    )
    shown = tuple(
        Condition(
            name,
            met,
            {True: "Täyttyy", False: "Ei vielä", None: "Liian vähän vastauksia"}[met],
            mean,
            tuple(Rating(sector, value) for sector, value in given),
            ", ".join(f"{sector.name} {value}" for sector, value in given),
            "Kokous joka 6. viikko",
        )
        for name, met, mean, given in rows
    )
    return Conditions(
        id="conditions",
        title="Viisi edellytystä sektoreittain",
        description="Kaksi edellytystä täyttyy. Luvut ovat luettelona kuvan alla.",
        conditions=shown,
        steps=("1 vasta alussa", "2", "3 raja", "4 toteutuu"),
        limit=3,
        floor=2,
        sectors="J järjestöt, 9 vastausta · V vapaat ryhmät, 4 · K kunta, 3 · H hyvinvointialue, 3.",
        foot="Edellytys täyttyy, kun sektoreiden keskiarvo on vähintään 3 eikä mikään sektori jää alle 2:n.",
        table=Table(
            "Samat luvut taulukkona",
            "Viisi edellytystä lukuina",
            ("Edellytys", "Keskiarvo"),
            tuple((name, mean or "ei tietoa") for name, _, mean, _ in rows),
        ),
    )


def survival() -> Survival:
    """Eleven practices and what became of them."""
    told = (
        ("3 kk", {Fate.ALIVE: 9, Fate.UNKNOWN: 2}),
        ("6 kk", {Fate.ALIVE: 7, Fate.ADAPTED: 2, Fate.UNKNOWN: 2}),
        ("12 kk", {Fate.ALIVE: 4, Fate.ADAPTED: 2, Fate.SHRUNK: 1, Fate.UNKNOWN: 3, Fate.STOPPED: 1}),
        ("24 kk", {Fate.ALIVE: 2, Fate.ADAPTED: 1, Fate.UNKNOWN: 2, Fate.STOPPED: 2, Fate.TO_COME: 4}),
        ("36 kk", {Fate.STOPPED: 2, Fate.TO_COME: 9}),
    )
    words = {
        Fate.ALIVE: "elossa",
        Fate.ADAPTED: "muuttunut",
        Fate.SHRUNK: "supistunut",
        Fate.UNKNOWN: "ei tietoa",
        Fate.STOPPED: "loppunut",
        Fate.TO_COME: "edessä",
    }
    return Survival(
        id="survival",
        title="Vakiintuneet käytännöt",
        description="Vuoden kohdalla kuusi yhdestätoista on elossa, kolmesta ei ole tietoa.",
        check_ins=tuple(CheckIn(name, counts) for name, counts in told),
        words=words,
        table=Table(
            "Samat luvut taulukkona",
            "Vakiintuneet käytännöt lukuina",
            ("Kysytty", *words.values()),
            tuple((name, *(str(counts.get(fate, 0)) for fate in words)) for name, counts in told),
        ),
    )
