"""Units and codes: exact, reversible, never rounder than the truth."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from form_builder.codes import read_codes, scaled
from form_builder.meeting.numbers import exact

FACTORS = st.fractions(min_value="1/1000", max_value=1000).filter(bool)
LIMITS = st.decimals(min_value=-1000, max_value=1000, places=3).map(float)


@pytest.mark.parametrize(
    ("value", "factor", "expected"),
    [
        (1.1, "100", 110),
        (0.07, "100", 7),
        (250, "1/100", 2.5),
        (3, "1", 3),
        (10**400, "1/10", 10**399),
        (True, "100", True),
        ("1.1", "100", "1.1"),
        (None, "100", None),
    ],
)
def test_a_value_in_another_unit(value, factor, expected):
    assert scaled(value, Fraction(factor)) == expected
    assert type(scaled(value, Fraction(factor))) is type(expected)


@example(10**17 + 1, Fraction(1, 10**17), 1.0)
@example(10**17 - 1, Fraction(1, 10**17), 1.0)
@example(1, Fraction(1, 3), 0.333)
@given(st.one_of(st.integers(-(10**6), 10**6), LIMITS), FACTORS, LIMITS)
def test_no_limit_is_met_or_missed_by_rounding(value, factor, limit):
    truth, told = exact(value) * factor, scaled(value, factor)

    assert (exact(told) < exact(limit)) == (truth < exact(limit))
    assert (exact(told) > exact(limit)) == (truth > exact(limit))


def test_codes_go_there_and_back():
    codes = read_codes([["电信", "1"], ["联通", "网通"]])

    assert [codes.to_local(v) for v in ("电信", "联通", "移动")] == ["1", "网通", "移动"]
    assert [codes.to_canonical(v) for v in ("1", "网通", "移动")] == ["电信", "联通", "移动"]


def test_swapped_codes_are_no_trouble():
    codes = read_codes([["甲", "乙"], ["乙", "甲"], ["丙", "丁"]])

    assert [codes.to_local(v) for v in "甲乙丙丁"] == ["乙", "甲", "丁", "丙"]


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.permutations("abcdef"))
def test_no_two_values_become_one(canonical, local):
    codes = read_codes(list(zip(canonical, local, strict=False)))

    if codes:
        assert sorted(codes.to_local(v) for v in "abcdef") == list("abcdef")
        assert [codes.to_canonical(codes.to_local(v)) for v in "abcdef"] == list("abcdef")
