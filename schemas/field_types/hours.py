"""Opening hours: for each day of the week from when until when; a day that is left out is closed."""

from collections.abc import Mapping
from random import Random
from typing import Any

from schemas.field_types.base import (
    ABSENT,
    FIELD_TYPES,
    FieldType,
    Part,
    Question,
    Submitted,
    written,
)
from schemas.wording import N_

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
SPOKEN: Mapping[str, tuple[str, ...]] = {
    "zh-Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日", "每天", "至"),
    "zh-Hant": ("週一", "週二", "週三", "週四", "週五", "週六", "週日", "每天", "至"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Every day", "to"),
    "pt": ("Seg", "Ter", "Qua", "Qui", "Sex", "Sáb", "Dom", "Todos os dias", "a"),
}


class OpeningHours(FieldType):
    """Row `all` fills every day that has no hours of its own; closing after midnight (02:00) is fine."""

    name, words, widget = "hours", N_("营业时间"), "hours"
    grouped, in_tables, first = True, False, "all-from"

    def base(self) -> dict[str, Any]:
        time = {"type": "string", "pattern": TIME}
        day = {
            "type": "object",
            "required": ["from", "to"],
            "additionalProperties": False,
            "properties": {"from": time, "to": time},
        }
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(DAYS, day),
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        every, problem = _day(submitted, f"{name}.all")
        found: dict[str, Any] = {}
        for key in DAYS:
            day, wrong = _day(submitted, f"{name}.{key}")
            problem = problem or wrong
            closed = written(submitted, f"{name}.{key}.closed")[0]
            hours = {} if closed else day or every
            found |= {key: dict(hours)} if hours else {}
        return found or ABSENT, problem

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        typed: dict[str, list[str]] = {}
        for key in DAYS if isinstance(value, Mapping) else ():
            day = value.get(key)
            for end in ("from", "to") if isinstance(day, Mapping) else ():
                typed |= {f"{name}.{key}.{end}": [str(day[end])]} if day.get(end) else {}
        return typed

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        """Days in a row with the same hours are said once: 周一至周五 09:00–18:00."""
        if not isinstance(value, Mapping):
            return ""
        words = SPOKEN.get(language, SPOKEN["zh-Hans"])
        said = [f"{_days(days, words)} {hours}" for days, hours in _runs(value) if hours]
        return ("；" if language.startswith("zh") else "; ").join(said)

    def parts(self, field: Question) -> tuple[Part, ...]:
        labels = (
            N_("每天"),
            N_("周一"),
            N_("周二"),
            N_("周三"),
            N_("周四"),
            N_("周五"),
            N_("周六"),
            N_("周日"),
        )
        return tuple(
            Part(key, "time", label, required=False, schema={})
            for key, label in zip(("all", *DAYS), labels, strict=True)
        )

    def html(self, field: Question) -> dict[str, str]:
        return {"autocomplete": "off", "maxlength": "10"}

    def example(self, rng: Random) -> Any:
        day = {"from": f"{rng.randint(6, 10):02}:00", "to": f"{rng.randint(17, 23)}:30"}
        return {key: dict(day) for key in DAYS[: rng.randint(1, 7)]}


def _day(submitted: Submitted, name: str) -> tuple[dict[str, str], str | None]:
    """One row's hours as far as they were typed, and what is wrong with them."""
    found: dict[str, str] = {}
    problem: str | None = None
    for end in ("from", "to"):
        text, broken = written(submitted, f"{name}.{end}")
        tidy, wrong = FIELD_TYPES["time"].parse(text) if text else ("", None)
        tidy, wrong = ("24:00", None) if tidy in ("24:00", "24：00") else (tidy, wrong)
        problem = problem or broken or wrong
        found |= {end: str(tidy)} if tidy else {}
    if len(found) == 1:
        problem = problem or N_("请把开门和关门的时间都填上。")
    return found, problem


def _runs(value: Mapping[str, Any]) -> list[tuple[list[int], str]]:
    runs: list[tuple[list[int], str]] = []
    for n, key in enumerate(DAYS):
        day = value.get(key)
        hours = f"{day.get('from', '')}–{day.get('to', '')}" if isinstance(day, Mapping) else ""
        if runs and runs[-1][1] == hours:
            runs[-1][0].append(n)
        else:
            runs.append(([n], hours))
    return runs


def _days(days: list[int], words: tuple[str, ...]) -> str:
    if len(days) == 7:
        return words[7]
    joint = words[8] if words[8] == "至" else f" {words[8]} "
    return words[days[0]] + (joint + words[days[-1]] if len(days) > 1 else "")
