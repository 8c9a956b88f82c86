from datetime import date

import pytest

from casework.numbering import PLAIN_RULE, fault, number, stem

DAY = date(2026, 3, 1)


def made(rule, serial):
    return number(rule, stem(rule, prefix="JY", department="market", day=DAY), serial)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (PLAIN_RULE, "JY44042026000017"),
        ("{prefix}{year}{month}{serial4}", "JY2026030017"),
        ("珠市监〔{year}〕{serial3}号", "珠市监〔2026〕017号"),
        ("{department}-{serial8}", "MARKET-00000017"),
    ],
)
def test_a_number_follows_its_rule(rule, expected):
    assert (fault(rule), made(rule, 17)) == ("", expected)


def test_a_serial_that_outgrows_its_digits_is_never_cut():
    assert made("{prefix}{serial3}", 1000) == "JY1000"


def test_a_rule_with_the_year_counts_anew_each_year_and_one_without_never():
    def stems(rule):
        days = (date(2026, 12, 31), date(2027, 1, 1))
        return len({stem(rule, prefix="JY", department="market", day=d) for d in days})

    assert (stems(PLAIN_RULE), stems("{prefix}{serial}")) == (2, 1)


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("{prefix}{year}", "serial"),
        ("{serial}{serial}", "serial"),
        ("{serial9}", "serial"),
        ("{uscc}{serial}", "place"),
        ("{prefix.__class__}{serial}", "place"),
        ("jy{serial}", "letters"),
        ("JY {serial}", "letters"),
        ("<b>{serial}", "letters"),
        ("{prefix}{{serial}}", "place"),
    ],
)
def test_what_is_no_rule_is_named(rule, word):
    assert fault(rule) == word
