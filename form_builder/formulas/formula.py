"""Formulas: values and rules over the answers of one form, in exact numbers, kept as JSON.

A formula is one of `{"answer": "area"}`, `{"answer": "staff/age"}` (a column: every row's value),
`{"number": "1.5", "unit": "㎡/人"}`, `{"text": "男"}`, `{"day": "2026-01-01"}`, `{"do": "+", "with": […]}`.
Nothing in it is code. Empty answers make a formula empty, and an empty rule is kept; only `sum`, `count`,
`min`, `max` and `average` pass over what is empty.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from form_builder.formulas.dates import birthday, full_years, sex

Formula = Mapping[str, Any]
Answers = Mapping[str, Any]
MOST_PARTS, DEEPEST = 200, 20
EMPTY: Any = None
Many = tuple[Any, ...]


def evaluate(formula: Formula, answers: Answers) -> Any:
    """The value: a Fraction, a date, a text, True or False, a tuple of them for a column; EMPTY when it
    cannot be said of these answers (something is missing, or one divides by 0). Never raises."""
    if "answer" in formula:
        return _answer(formula["answer"], answers)
    if "number" in formula:
        return Fraction(formula["number"])
    if "text" in formula:
        return formula["text"]
    if "day" in formula:
        return _day(formula["day"])
    values = [evaluate(part, answers) for part in formula["with"]]
    deed = formula["do"]
    if deed in _PASSING:
        return _PASSING[deed](_flat(values))
    if deed == "if":
        return values[1] if values[0] is True else values[2] if values[0] is False else EMPTY
    if deed in ("and", "or"):
        return _joined(deed, values)
    if any(v is EMPTY or isinstance(v, tuple) for v in values):
        return EMPTY
    try:
        return _DOING[deed](*values)
    except (TypeError, ZeroDivisionError, ValueError, OverflowError):
        return EMPTY


def answers_of(formula: Any) -> tuple[str, ...]:
    """Every answer the formula looks at, in its order, each once: "area", "staff/age"."""
    return tuple(dict.fromkeys(part["answer"] for part in parts_of(formula) if "answer" in part))


def parts_of(formula: Any) -> Iterator[Formula]:
    """The formula and everything inside it, outermost first; at most MOST_PARTS + 1 of them."""
    waiting, seen = [formula], 0
    while waiting and seen <= MOST_PARTS:
        part = waiting.pop(0)
        if isinstance(part, Mapping):
            seen += 1
            yield part
            inner = part.get("with", ())
            waiting += list(inner) if isinstance(inner, list | tuple) else []


def depth_of(formula: Any) -> int:
    """How deep it is nested, counted without recursion and no further than just beyond DEEPEST."""
    layer, deep = [formula], 0
    while layer and deep <= DEEPEST:
        deep += 1
        inner = [part.get("with", ()) for part in layer if isinstance(part, Mapping)]
        layer = [i for w in inner if isinstance(w, list | tuple) for i in w]
    return deep


def is_formula(value: Any) -> bool:
    """Is this shaped like a formula, as far as MOST_PARTS reach? What it means is another question."""
    parts = list(parts_of(value))
    return bool(parts) and parts[0] is value and all(_is_part(part) for part in parts)


def _is_part(part: Formula) -> bool:
    words = set(part)
    if words == {"do", "with"}:
        deed, inner = part["do"], part["with"]
        known = isinstance(deed, str) and (deed in _DOING or deed in _PASSING or deed in _OTHER)
        listed = isinstance(inner, list) and 0 < len(inner) <= 20
        return known and listed and all(isinstance(i, Mapping) for i in inner)
    if words == {"answer"}:
        return isinstance(part["answer"], str) and bool(_PATH.fullmatch(part["answer"]))
    if words in ({"number"}, {"number", "unit"}):
        unit = part.get("unit", "人")
        plain = isinstance(part["number"], str) and _NUMBER.fullmatch(part["number"])
        return bool(plain) and isinstance(unit, str) and 0 < len(unit) <= 20
    if words == {"day"}:
        return isinstance(part["day"], str) and _day(part["day"]) is not None
    return words == {"text"} and isinstance(part["text"], str) and len(part["text"]) <= 200


def kept(value: Any) -> Any:
    """A value as answers keep it: a number with at most 6 decimals, rounded half up; ABSENT as EMPTY."""
    if isinstance(value, Fraction):
        value = rounded(value, 6)
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return EMPTY if isinstance(value, tuple | bool) else value


def rounded(value: Fraction, places: int) -> Fraction:
    """Half away from zero, as people round amounts."""
    scale = 10**places
    whole = int(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


_OTHER = ("if", "and", "or")
_PATH = re.compile(r"[a-z][a-z0-9_]{0,59}(/[a-z][a-z0-9_]{0,59})?")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def _answer(path: str, answers: Answers) -> Any:
    key, _slash, column = path.partition("/")
    found = answers.get(key)
    if column:
        rows = found if isinstance(found, list | tuple) else ()
        return tuple(_plain(row.get(column)) for row in rows if isinstance(row, Mapping))
    return _plain(found)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Fraction(repr(value)) if value == value and abs(value) != float("inf") else EMPTY
    if isinstance(value, str):
        return _day(value) or value
    if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        return tuple(True for _row in value)
    return value if isinstance(value, Mapping) else EMPTY


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _flat(values: list[Any]) -> list[Any]:
    spread = [v for value in values for v in (value if isinstance(value, tuple) else (value,))]
    return [v for v in spread if v is not EMPTY]


def _numbers(values: list[Any]) -> list[Fraction]:
    return [v for v in values if isinstance(v, Fraction)]


def _average(values: list[Any]) -> Any:
    found = _numbers(values)
    return sum(found, Fraction(0)) / len(found) if found else EMPTY


def _joined(deed: str, values: list[Any]) -> Any:
    """Kleene: one False settles `and`, one True settles `or`, whatever is still empty."""
    settles = deed == "or"
    if settles in values:
        return settles
    return EMPTY if EMPTY in values else not settles


def _end(which: str) -> Callable[[Any], Any]:
    return lambda period: _day(str(period.get(which, ""))) if isinstance(period, Mapping) else EMPTY


def _round(value: Fraction, places: Fraction) -> Fraction:
    return rounded(value, min(max(int(places), 0), 6))


_PASSING: dict[str, Callable[[list[Any]], Any]] = {
    "sum": lambda found: sum(_numbers(found), Fraction(0)),
    "count": lambda found: Fraction(len(found)),
    "min": lambda found: min(_numbers(found), default=EMPTY),
    "max": lambda found: max(_numbers(found), default=EMPTY),
    "average": _average,
}
_DOING: dict[str, Callable[..., Any]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: (
        Fraction((one - other).days)
        if isinstance(one, date) and isinstance(other, date)
        else one - other
    ),
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "<=": lambda one, other: one <= other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
    ">": lambda one, other: one > other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "not": lambda one: not one,
    "round": _round,
    "days": lambda start, end: Fraction((end - start).days),
    "years": full_years,
    "from": _end("from"),
    "to": _end("to"),
    "sex": sex,
    "birthday": birthday,
}
