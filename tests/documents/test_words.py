from datetime import UTC, date, datetime

import pytest

from documents.words import chinese_date, chinese_time, said
from schemas.field_types import FIELD_TYPES
from schemas.form import read_field


def a_field(kind: str, **more):
    return read_field("x", {"x-type": kind, **more}, required=True)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("date", "2026-12-01", "2026年12月1日"),
        ("period", {"from": "2026-01-01", "to": "长期"}, "2026年1月1日 至 长期"),
        ("text", "2026-12-01", "2026-12-01"),
        (
            "address",
            {"division": "440402", "detail": "凤凰路128号"},
            "广东省珠海市香洲区凤凰路128号",
        ),
        ("text", None, ""),
    ],
)
def test_values_read_as_on_official_paper(kind, value, words):
    assert said(value, a_field(kind), "zh_Hans") == words


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("经营面积（㎡）", "68.5"),
        ("Area (㎡)", "68.5"),
        ("经营面积", "68.5 ㎡"),
        ("经营面积（平方米）", "68.5"),
        ("经营面积（m²）", "68.5"),
        ("经营面积（m³）", "68.5 ㎡"),
        ("经营面积（亩）", "68.5 ㎡"),
    ],
)
def test_a_unit_is_said_once_beside_its_label_and_always_in_a_sentence(label, words):
    field = a_field("number", title=label, **{"x-unit": "㎡"})

    assert said(68.5, field, "zh-Hans") == words
    assert FIELD_TYPES["number"].present(68.5, field) == "68.5 ㎡"


def test_a_moment_is_told_in_chinas_time():
    assert chinese_time(datetime(2026, 11, 30, 16, 5, tzinfo=UTC)) == "2026年12月1日 00:05"


def test_a_day_has_no_leading_noughts():
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"
