"""Conditions read back, as clauses and as words."""

import pytest

from form_builder.expressions import from_expression
from form_builder.reading import Clause, Group, clauses, sentence, to_condition
from tests.form_builder.test_expressions import MADE_UP, TEXTS


def test_conditions_written_as_clauses_read_back_the_same():
    for text in TEXTS + MADE_UP[:6]:
        condition = from_expression(text)
        read = clauses(condition)

        assert read is not None
        assert clauses(to_condition(read)) == read


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
        ("!includes(a,'甲')", "当 主体业态 不包含 甲"),
        ("!(a in ['甲','乙'])", "当 主体业态 不是其中任何一个: 甲、乙"),
        (
            "b > 3 && !(includes(a,'甲') || a == '')",
            "当 面积 大于 3 且 主体业态 不包含 甲 且 主体业态 已填写",
        ),
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
