"""Conditions mean what their expressions say, hide what they should, and read well."""

import re
from random import Random

import pytest

from form_builder.conditions import (
    BadExpression,
    Clause,
    Group,
    clauses,
    fields_of,
    from_expression,
    hidden,
    holds,
    sentence,
    settle,
    to_condition,
    visible,
)
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


def test_conditions_written_as_clauses_read_back_the_same():
    for text in TEXTS + MADE_UP[:6]:
        condition = from_expression(text)
        read = clauses(condition)

        assert read is not None
        assert clauses(to_condition(read)) == read


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


def test_hidden_answers_show_nothing_themselves():
    form = {
        "properties": {
            "a": {},
            "b": {"x-show-when": from_expression("a == 'x'")},
            "c": {"x-show-when": from_expression("b == 'x'")},
            "d": {"x-show-when": from_expression("b == ''")},
        }
    }

    assert visible(form, {"a": "x", "b": "x", "c": 1, "d": 2}) == {"a": "x", "b": "x", "c": 1}
    assert visible(form, {"a": "y", "b": "x", "c": 1, "d": 2}) == {"a": "y", "d": 2}
    assert hidden(form, {}) == {"b", "c"}


def test_settling_guards_each_conditional_field_once():
    shown = from_expression("a == 'x'")
    form = {
        "required": ["a", "b"],
        "properties": {"a": {}, "b": {"x-show-when": shown}, "c": {"x-show-when": shown}},
    }

    settled = settle(form)

    assert settled["required"] == ["a"]
    assert settled["allOf"] == [
        {
            "x-guard": "b",
            "if": shown,
            "then": {"required": ["b"]},
            "else": {"properties": {"b": False}},
        },
        {"x-guard": "c", "if": shown, "else": {"properties": {"c": False}}},
    ]
    assert settle(settled) == settled


def test_a_field_that_loses_its_condition_stays_required():
    shown = from_expression("a == 'x'")
    settled = settle({"required": ["b"], "properties": {"a": {}, "b": {"x-show-when": shown}}})

    freed = settle({**settled, "properties": {"a": {}, "b": {}}})

    assert freed == {"required": ["b"], "properties": {"a": {}, "b": {}}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a == '餐饮'", "当 主体业态 是 餐饮"),
        ("a != '餐饮'", "当 主体业态 不是 餐饮"),
        ("a == true", "当 主体业态 选 是"),
        ("a != ''", "当 主体业态 已填写"),
        (
            "b >= 10 || a == '餐饮' && b > 3",
            "当 面积 不小于 10 或 (主体业态 是 餐饮 且 面积 大于 3)",
        ),
        ("a in ['甲','乙']", "当 主体业态 是其中之一: 甲、乙"),
        ("!(b < 3 || b > 9)", "当 并非(面积 小于 3 或 面积 大于 9)"),
        ("true", ""),
    ],
)
def test_condition_is_said_in_words(text: str, words: str):
    label_of = {"a": "主体业态", "b": "面积"}.__getitem__

    assert sentence(from_expression(text), label_of) == words


def test_a_foreign_schema_is_said_by_what_it_looks_at():
    foreign = {"if": {"required": ["a"]}, "then": {"required": ["b"]}}

    assert clauses(foreign) is None
    assert sentence(foreign, str.upper) == "取决于 A、B"


def test_clauses_of_a_mixed_condition():
    assert clauses(from_expression("a == 'x' && !(b > 3)")) == Group(
        "all",
        (
            Clause("a", "is", "x"),
            Group("all", (Clause("b", "exclusiveMinimum", 3),), negated=True),
        ),
    )


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
