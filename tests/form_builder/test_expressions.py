"""Expressions mean as conditions what they say."""

import re
from random import Random

import pytest

from form_builder.conditions import holds
from form_builder.expressions import BadExpression, from_expression
from form_builder.reading import fields_of
from tests.catalogue.origin import SOURCE

TEXTS = sorted(
    {f["show_when"] for i in SOURCE["items"] for f in i["fields"] if f.get("show_when")}
    | {m["when"] for i in SOURCE["items"] for m in i["materials"] if m.get("when")}
    | {r["when"] for s in SOURCE["scenarios"] for r in s["rules"]}
)
MADE_UP = [
    "a == 'x' || b > 3 && !(c == true)",
    "!(a != 'x') && b <= 2.5",
    "a != '' && b < 4",
    "a == ''",
    "a in ['x','y'] || includes(d,'x')",
    "!!(includes(d,'x') && includes(d,'y'))",
    "false || a == 'x'",
    "b == 2 || b >= 4.5",
]


@pytest.mark.parametrize("text", TEXTS + MADE_UP)
def test_condition_holds_exactly_when_its_expression_is_true(text: str):
    condition, rng = from_expression(text), Random(text)

    for _ in range(150):
        answers = {name: rng.choice(choices(text)) for name in fields_of(condition)}
        given = {name: value for name, value in answers.items() if value != ""}
        assert holds(condition, given) == evaluated(text, answers)


def test_each_comparison_becomes_its_schema():
    assert from_expression("a == 'x'") == {"properties": {"a": {"const": "x"}}, "required": ["a"]}
    assert from_expression("a != 'x'") == {"not": from_expression("a == 'x'")}
    assert from_expression("a != ''") == {"required": ["a"]}
    assert from_expression("a == ''") == {"not": {"required": ["a"]}}
    assert from_expression("b >= 3") == {
        "properties": {"b": {"type": "number", "minimum": 3}},
        "required": ["b"],
    }
    assert from_expression("true") == {}
    assert from_expression("false") == {"not": {}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a ==",
        "a = 'x'",
        "a == x",
        "(a == 'x'",
        "a == 'x' b == 'y'",
        "includes(a)",
        "a in []",
        "'x'",
        "a == 'x",
    ],
)
def test_what_is_no_expression_is_refused(text: str):
    with pytest.raises(BadExpression):
        from_expression(text)


def choices(text: str) -> list[object]:
    words = re.findall(r"'([^']*)'", text)
    numbers = [float(n) for n in re.findall(r"(?<!['\w])\d+(?:\.\d+)?", text)]
    near = [n + d for n in numbers for d in (-1, 0, 1)]
    return ["", True, False, "别的", *words, *near, *([w] for w in words), list(words), 2, 4.5]


def evaluated(text: str, answers: dict[str, object]) -> bool:
    """The expression worked out directly, with Python's own operators; an unanswered name is ''."""
    code = re.sub(r"includes\((\w+),", r"_includes(\1,", text)
    code = (
        code.replace("&&", " and ").replace("||", " or ").replace("!=", "≠").replace("!", " not ")
    )
    code = re.sub(r"(\w+)\s*(==|≠|>=|<=|>|<)\s*('[^']*'|[\w.]+)", _compared, code)
    code = re.sub(r"(\w+)\s+in\s+\[", r"\1 in [", code)
    code = re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", code))
    return bool(eval(code, {"_includes": _includes, "_is": _is, "_limit": _limit}, dict(answers)))


def _compared(found: re.Match[str]) -> str:
    name, sign, value = found.groups()
    if sign in ("==", "≠"):
        return f"{'not ' if sign == '≠' else ''}_is({name},{value})"
    return f"_limit({name},'{sign}',{value})"


def _is(a: object, b: object) -> bool:
    return (type(a) is bool) == (type(b) is bool) and a == b


def _limit(a: object, sign: str, b: float) -> bool:
    if isinstance(a, bool) or not isinstance(a, int | float):
        return False
    return {">=": a >= b, "<=": a <= b, ">": a > b, "<": a < b}[sign]


def _includes(values: object, value: object) -> bool:
    return isinstance(values, list) and value in values
