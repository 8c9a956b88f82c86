"""Working days: how long a department has, and how long it still has.

holidays.json: 2026 follows the State Council's yearly notice on holidays and exchanged working days;
2027 holds only the days the law itself fixes (全国年节及纪念日放假办法, as amended in 2024), for the
notice with its exchanged days comes out in November of the year before. In other years only weekends
are free. Add a year by adding its entry; nothing else changes.
"""

import json
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

CITY = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = timedelta(days=1)


def day_of(moment: datetime) -> date:
    """The day on the city's calendar."""
    return moment.astimezone(CITY).date()


def is_working_day(day: date) -> bool:
    off, worked = _calendar()
    return day in worked or (day.weekday() < 5 and day not in off)


def due(start: date, days: int) -> date:
    """The last of `days` working days after `start`; the day of starting does not count (民法典 201)."""
    day = start
    for _ in range(days):
        day = _next_working_day(day)
    return day


def days_left(today: date, due: date) -> int:
    """Working days from tomorrow to `due`; 0 on the last day, negative by as many as it is overdue."""
    if today <= due:
        return _working_days(today, due)
    return -max(1, _working_days(due, today))


def _working_days(after: date, until: date) -> int:
    span = (until - after).days
    return sum(is_working_day(after + n * _DAY) for n in range(1, span + 1))


def _next_working_day(day: date) -> date:
    day += _DAY
    while not is_working_day(day):
        day += _DAY
    return day


@cache
def _calendar() -> tuple[frozenset[date], frozenset[date]]:
    years = json.loads(Path(__file__).with_name("holidays.json").read_text("utf-8")).values()
    spans = [tuple(map(date.fromisoformat, span)) for year in years for span in year["off"]]
    off = {first + n * _DAY for first, last in spans for n in range((last - first).days + 1)}
    return frozenset(off), frozenset(date.fromisoformat(d) for y in years for d in y["worked"])
