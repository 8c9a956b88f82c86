"""Formulas: exact, typed, bounded, and nothing in them is code."""

from datetime import date
from fractions import Fraction

import pytest

from form_builder.formulas.formula import EMPTY, evaluate, kept
from form_builder.formulas.kinds import Kind, Mistyped, kind_of
from form_builder.formulas.units import said_unit, unit_of
from form_builder.formulas.wording import Unread, names_of, read, written

FIELDS = {
    "staff": {"title": "从业人员数", "x-type": "integer", "x-unit": "人"},
    "healthy": {"title": "取得健康证明人数", "x-type": "integer", "x-unit": "名"},
    "area": {"title": "面积", "x-type": "number", "x-unit": "㎡"},
    "hall": {"title": "大厅（含过道）", "x-type": "number", "x-unit": "平方米"},
    "price": {"title": "单价", "x-type": "money", "x-unit": "元"},
    "lease": {"title": "租赁期限", "x-type": "period"},
    "opened": {"title": "开业日期", "x-type": "date"},
    "own": {"title": "自有", "x-type": "yes_no"},
    "id": {"title": "证件号码", "x-type": "identity"},
    "where": {"title": "地址", "x-type": "address"},
    "cars": {
        "title": "车辆",
        "x-type": "table",
        "items": {
            "properties": {
                "load": {"title": "载重", "x-type": "number", "x-unit": "吨"},
                "plate": {"title": "号牌", "x-type": "text"},
            }
        },
    },
}
NAMES = names_of(FIELDS)


def value(text, **answers):
    return evaluate(read(text, NAMES), answers)


def kind(text):
    return kind_of(read(text, NAMES), FIELDS)


@pytest.mark.parametrize(
    ("text", "answers", "said"),
    [
        ("「面积」 + 「大厅（含过道）」", {"area": 0.1, "hall": 0.2}, Fraction(3, 10)),
        ("2 + 3 × 4", {}, 14),
        ("(2 + 3) × 4", {}, 20),
        ("10 - 3 - 2", {}, 5),
        ("100 ÷ 3 × 3", {}, 100),
        ("四舍五入(2.345, 2)", {}, Fraction(235, 100)),
        ("「取得健康证明人数」 ≥ 「从业人员数」", {"healthy": 3, "staff": 4}, False),
        ("「取得健康证明人数」 >= 「从业人员数」", {"staff": 4}, EMPTY),
        ("合计(「面积」, 「大厅（含过道）」)", {"area": 5}, 5),
        ("合计(「车辆/载重」)", {"cars": [{"load": 1.5}, {"plate": "甲"}, {"load": 2.5}]}, 4),
        ("行数(「车辆」)", {"cars": [{"load": 1}, {"load": 2}]}, 2),
        ("行数(「车辆」)", {}, 0),
        ("最大(「车辆/载重」)", {"cars": [{"load": 1.5}, {"load": 2.5}]}, Fraction(5, 2)),
        ("平均(「车辆/载重」)", {}, EMPTY),
        ("结束(「租赁期限」) > 开始(「租赁期限」)", {"lease": {"from": "2026-01-01", "to": "2025-01-01"}}, False),
        ("结束(「租赁期限」) > 开始(「租赁期限」)", {"lease": {"from": "2026-01-01", "to": "长期"}}, EMPTY),
        ("相隔年数(开始(「租赁期限」), 结束(「租赁期限」))", {"lease": {"from": "2026-01-01", "to": "2026-12-31"}}, 1),
        ("相隔年数(开始(「租赁期限」), 结束(「租赁期限」))", {"lease": {"from": "2026-01-01", "to": "2026-12-30"}}, 0),
        ("相隔天数(「开业日期」, 2026-03-01)", {"opened": "2026-02-01"}, 28),
        ("如果(「自有」, 1, 2)", {"own": False}, 2),
        ("性别(「证件号码」)", {"id": "11010519491231002X"}, "女"),
        ("出生日期(「证件号码」)", {"id": "11010519491231002X"}, date(1949, 12, 31)),
        ("性别(「证件号码」)", {"id": "H12345678"}, EMPTY),
        ("1 ÷ 0", {}, EMPTY),
        ("「从业人员数」 < 3 且 「取得健康证明人数」 < 3", {"staff": 5}, False),
        ("「从业人员数」 < 3 或 「取得健康证明人数」 < 3", {"staff": 5}, EMPTY),
    ],
)  # fmt: skip
def test_what_a_formula_says(text, answers, said):
    assert value(text, **answers) == said


def test_numbers_are_kept_as_people_write_them():
    assert [kept(Fraction(3, 10)), kept(Fraction(4)), kept(Fraction(1, 3))] == [0.3, 4, 0.333333]
    assert [kept(Fraction(-5, 10**7)), kept(date(2026, 1, 2))] == [-0.000001, "2026-01-02"]


@pytest.mark.parametrize(
    "text",
    [
        "「取得健康证明人数」 ≥ 「从业人员数」",
        "合计(「车辆/载重」) ≤ 10吨",
        "「从业人员数」 ≤ 「面积」 ÷ 1.5平方米/人",
        "「面积」 - (「大厅（含过道）」 - 3)",
        "(「从业人员数」 < 3 或 「自有」) 且 并非(「自有」)",
        "「开业日期」 ≥ 2026-01-01",
        "性别(「证件号码」) = “男”",
    ],
)
def test_a_formula_is_written_as_it_is_read(text):
    assert written(read(text, NAMES), NAMES) == text


def test_two_questions_of_one_name_are_numbered():
    twice = {k: {"title": "电话", "x-type": "phone"} for k in ("a", "b")}

    assert names_of(twice) == {"a": "电话", "b": "电话（2）"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "公式没有写完。"),
        ("「面积」 +", "公式没有写完。"),
        ("「人数」 > 1", "表单里没有叫“人数”的题。"),
        ("(1 + 2", "这里少了“)”。"),
        ("1 2", "看不懂“2”及其后面。"),
        ("__import__('os')", "从“'os')”起看不懂。"),
        ("exec(1)", "看不懂“exec”。题的名称要写在「」里。"),
        ("「面积」; drop", "从“; drop”起看不懂。"),
        ("(" * 3000, "公式太长。请分成几条。"),
        ("(" * 900, "公式套得太深。请分成几条。"),
        ("-" * 900, "看不懂“-”。题的名称要写在「」里。"),
    ],
)
def test_what_is_no_formula_is_told_where(text, sentence):
    with pytest.raises(Unread, match="^" + sentence.replace("(", r"\(").replace(")", r"\)")):
        read(text, NAMES)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("「面积」 + 「大厅（含过道）」", "平方米"),
        ("「面积」 ÷ 1.5㎡/人", "人"),
        ("「面积」 × 「单价」", "元·平方米"),
        ("「面积」 ÷ 「大厅（含过道）」", ""),
        ("合计(「车辆/载重」)", "吨"),
        ("2 × 「面积」", "平方米"),
    ],
)
def test_units_follow_the_numbers(text, unit):
    assert said_unit(kind(text).unit) == unit


def test_spellings_of_one_unit_are_one():
    assert unit_of("m³/日") == unit_of("立方米/天")
    assert kind("「取得健康证明人数」 ≥ 「从业人员数」") == Kind("truth")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("「从业人员数」 ≤ 「面积」 ÷ 1.5", "单位不同：一边是人，一边是平方米。可以给数字写上单位，例如 1.5平方米/人。"),
        ("「面积」 + 「开业日期」", "这里要数，写的却是日期。"),
        ("「开业日期」 > 1", "日期和数不能这样比。"),
        ("「自有」 < 「自有」", "是或否和是或否不能这样比。"),
        ("「车辆/载重」 < 3", "表格的一列有许多值。请先写明要合计、最大、最小、平均还是行数。"),
        ("「地址」 = 「地址」", "“地址”是地址，不能用在公式里。"),
        ("四舍五入(1)", "“四舍五入”要正好 2 个量。"),
        ("开始(「开业日期」)", "这里要起止日期，写的却是日期。"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told(text, sentence):
    with pytest.raises(Mistyped, match="^" + sentence.replace("(", r"\(") + "$"):
        kind(text)


def test_a_formula_cannot_be_without_end():
    deep = {"number": "1"}
    for _step in range(5000):
        deep = {"do": "not", "with": [deep]}

    with pytest.raises(Mistyped, match="公式太长或套得太深"):
        kind_of(deep, FIELDS)
    with pytest.raises(Mistyped, match="公式太长或套得太深"):
        kind_of({"do": "sum", "with": [{"number": "1"}] * 300}, FIELDS)
