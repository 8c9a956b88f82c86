"""The clock on the wall: the only place in views where the time is read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, in UTC, as it is kept."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is for the city's people."""
    return datetime.now(HERE).date()


def local(moment: datetime) -> datetime:
    """`moment` on the city's clock, as it is shown."""
    return moment.astimezone(HERE)
