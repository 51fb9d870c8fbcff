"""What is pinned agrees with the libraries it was read from, whole years ahead."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.refusals import ModelInvalid
from operating_models.pin import pin

ZONES = ["Europe/Helsinki", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "UTC"]
PIN = pin("Europe/Helsinki", "FI", date(2026, 10, 3))


@pytest.mark.parametrize("zone", ZONES)
def test_a_pin_shows_the_same_clock_as_the_zone_around_every_change(zone: str) -> None:
    pinned, known = pin(zone, "FI", date(2026, 10, 3)), ZoneInfo(zone)
    for turn, _ in pinned.offsets:
        for quarters in range(-4 * 30, 4 * 30):
            instant = turn + timedelta(minutes=15 * quarters)
            wall = instant.astimezone(known).replace(tzinfo=None)
            if instant >= pinned.offsets[0][0]:
                assert pinned.local(instant) == wall
            first = wall.replace(tzinfo=known, fold=0).astimezone(UTC)
            assert turn == pinned.offsets[0][0] or pinned.instant(wall.date(), wall.time()) == first


@pytest.mark.parametrize("zone", ZONES)
def test_no_change_of_the_clock_is_missed(zone: str) -> None:
    pinned, known = pin(zone, "FI", date(2026, 10, 3)), ZoneInfo(zone)
    instant, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2032, 12, 31, tzinfo=UTC)
    while instant < end:
        assert pinned.local(instant) == instant.astimezone(known).replace(tzinfo=None)
        instant += timedelta(hours=1)


def test_a_wall_time_that_the_clock_skips_moves_forward_like_the_zone_says() -> None:
    known = ZoneInfo("Europe/Helsinki")
    for turn, offset in PIN.offsets[1:]:
        for minute in range(0, 60, 5):
            wall = datetime(turn.year, turn.month, turn.day, 3, minute)
            assert PIN.instant(wall.date(), wall.time()) == wall.replace(tzinfo=known).astimezone(UTC), offset


def test_the_pin_covers_whole_years_with_six_full_ones_to_come() -> None:
    assert (PIN.first, PIN.last) == (date(2026, 1, 1), date(2032, 12, 31))
    assert (PIN.holidays[0], PIN.holidays[-1]) == (date(2026, 1, 1), date(2032, 12, 26))
    assert list(PIN.holidays) == sorted(set(PIN.holidays))
    assert PIN.offsets[0][0] <= datetime(2026, 1, 1, tzinfo=UTC)
    assert len(PIN.offsets) == 1 + 2 * 7
    assert pin("Europe/Helsinki", "FI", date(2026, 1, 1), years=0).last == date(2026, 12, 31)


@pytest.mark.parametrize("year", range(2026, 2033))
def test_midsummer_eve_and_christmas_eve_are_pinned(year: int) -> None:
    eve = next(date(year, 6, number) for number in range(19, 26) if date(year, 6, number).weekday() == 4)
    assert PIN.is_holiday(eve)
    assert PIN.is_holiday(date(year, 12, 24))


@pytest.mark.parametrize("language", ["en_US.UTF-8", "sv_FI.UTF-8", "C"])
def test_the_language_of_the_machine_changes_nothing(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, language)
    assert pin("Europe/Helsinki", "FI", date(2026, 10, 3)) == PIN


@pytest.mark.parametrize("zone", ["Europe/Kuopio", "", "Europe", "../etc/passwd", "\0"])
def test_an_unknown_zone_is_refused_with_its_path(zone: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        pin(zone, "FI", date(2026, 1, 1))
    assert refused.value.path == "calendar.zone"


@pytest.mark.parametrize("country", ["XX", "", "fi", "Suomi"])
def test_an_unknown_holiday_list_is_refused_with_its_path(country: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        pin("Europe/Helsinki", country, date(2026, 1, 1))
    assert refused.value.path == "calendar.holidays"
