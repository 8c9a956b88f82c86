"""Days, periods and times of day."""

import re
from datetime import date
from random import Random
from typing import Any

from schemas.field_types.base import ABSENT, FieldType, Question, Submitted, narrow, written
from schemas.wording import N_

OPEN_END = "长期"
SPOKEN = {
    "zh-Hans": ("至", OPEN_END),
    "zh-Hant": ("至", "長期"),
    "en": ("to", "no end date"),
    "pt": ("a", "sem termo"),
}
WRONG = N_("请写成 2026-12-01 这样的日期。")


class Date(FieldType):
    """Accepts 2021-10-2, 2021/10/2, 2021.10.2, 20211002 and 2021年10月2日; keeps 2021-10-02."""

    name, words, widget = "date", N_("日期"), "date"

    def base(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        day = read_day(text)
        return (day, None) if day else (text, WRONG)

    def html(self, field: Question) -> dict[str, str]:
        return {"autocomplete": "off", "maxlength": "20"}

    def example(self, rng: Random) -> Any:
        return f"20{rng.randint(10, 29)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


class Period(FieldType):
    """From a day to a day, or to 长期: no end."""

    name, words, widget = "period", N_("起止日期"), "period"
    grouped, first = True, "from"

    def base(self) -> dict[str, Any]:
        day = {"type": "string", "format": "date"}
        return {
            "type": "object",
            "required": ["from", "to"],
            "additionalProperties": False,
            "properties": {"from": day, "to": {"anyOf": [day, {"const": OPEN_END}]}},
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        (start, bad), (end, worse) = (written(submitted, f"{name}.{k}") for k in ("from", "to"))
        if written(submitted, f"{name}.open")[0] or end == OPEN_END:
            end = OPEN_END
        if bad or worse or not (start or end):
            return ABSENT, bad or worse
        days = {
            "from": read_day(start) or start,
            "to": end if end == OPEN_END else read_day(end) or end,
        }
        kept = {k: v for k, v in days.items() if v}
        return kept, _period_problem(days)

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        if not isinstance(value, dict):
            return {}
        is_open = value.get("to") == OPEN_END
        parts = {"from": value.get("from"), "to": None if is_open else value.get("to")}
        typed = {f"{name}.{k}": [str(v)] for k, v in parts.items() if v}
        return typed | ({f"{name}.open": ["yes"]} if is_open else {})

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if not isinstance(value, dict):
            return ""
        until, open_end = SPOKEN.get(language, SPOKEN["zh-Hans"])
        end = value.get("to", "")
        return f"{value.get('from', '')} {until} {open_end if end == OPEN_END else end}"

    def html(self, field: Question) -> dict[str, str]:
        return {"autocomplete": "off", "maxlength": "20"}

    def missing(self, part: str) -> str:
        if part == "from":
            return N_("请填写“%(label)s”的开始日期")
        return N_("请填写“%(label)s”的结束日期，没有期限的选“长期”")

    def mistaken(self, part: str) -> str:
        if part == "from":
            return N_("“%(label)s”的开始日期要写成 2026-12-01 这样")
        return N_("“%(label)s”的结束日期要写成 2029-12-01 这样，没有期限的选“长期”")

    def example(self, rng: Random) -> Any:
        return {"from": "2026-01-01", "to": rng.choice((OPEN_END, "2031-12-31"))}


class Time(FieldType):
    """A time of day; accepts 9:30, 9点半, 9时30分; keeps 09:30."""

    name, words, widget = "time", N_("时刻"), "line"

    def base(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        tidy = narrow(text).replace("点半", ":30").replace("时", ":").replace("点", ":")
        found = re.fullmatch(r"([0-9]{1,2}):([0-9]{1,2})?分?", tidy.strip())
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            return text, N_("请写成 09:30 这样的时刻。")
        return f"{int(found[1]):02}:{int(found[2] or 0):02}", None

    def html(self, field: Question) -> dict[str, str]:
        return {"autocomplete": "off", "maxlength": "10"}

    def example(self, rng: Random) -> Any:
        return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"


def read_day(text: str) -> str | None:
    """The real day a text names, as YYYY-MM-DD; None when it names none."""
    tidy = re.sub(r"\s", "", narrow(text))
    found = re.fullmatch(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})[日号]?", tidy)
    found = found or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", tidy)
    try:
        return date(*(int(n) for n in found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _period_problem(days: dict[str, str]) -> str | None:
    if not days["from"] or not days["to"]:
        return N_("请把开始和结束的日期都填上，没有期限就选“长期”。")
    if not read_day(days["from"]) or not (days["to"] == OPEN_END or read_day(days["to"])):
        return WRONG
    if days["to"] != OPEN_END and days["to"] < days["from"]:
        return N_("结束的日期不能早于开始的日期。")
    return None
