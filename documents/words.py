"""How values, days and codes read on paper."""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

from schemas.field_types import FIELD_TYPES
from schemas.form import Field

CHINA = timezone(timedelta(hours=8))
DATED = {"date", "period"}
ISO_DAY = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")


def said(value: Any, field: Field, language: str) -> str:
    """`value` as its type presents it beside the field's label, days written out as on official paper; "" for an
    absent one."""
    label = field.said("title", language)
    text = FIELD_TYPES[field.type].beside(label, value, field, language)
    return ISO_DAY.sub(_written_out, text) if field.type in DATED else text


def chinese_date(day: date) -> str:
    """2026年12月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_time(moment: datetime) -> str:
    """2026年12月1日 10:05, China Standard Time."""
    local = moment.astimezone(CHINA)
    return f"{chinese_date(local.date())} {local:%H:%M}"


def _written_out(day: re.Match[str]) -> str:
    return f"{day[1]}年{int(day[2])}月{int(day[3])}日"
