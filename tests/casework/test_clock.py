from datetime import date

import pytest

from casework.clock import days_left, due, is_working_day


def test_the_day_of_starting_does_not_count():
    assert due(date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert due(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_ten_working_days_jump_two_weekends():
    assert due(date(2026, 11, 23), 10) == date(2026, 12, 7)


def test_national_day_is_jumped_and_the_exchanged_saturday_is_worked():
    assert due(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert due(date(2026, 10, 9), 1) == date(2026, 10, 10)


@pytest.mark.parametrize("day", ["2026-02-14", "2026-02-28", "2026-01-04", "2026-09-20"])
def test_an_exchanged_weekend_day_is_a_working_day(day):
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-02-23", "2026-05-05", "2027-02-08", "2027-06-09"])
def test_a_holiday_in_the_week_is_none(day):
    assert not is_working_day(date.fromisoformat(day))


def test_beyond_the_known_years_only_weekends_are_free():
    assert is_working_day(date(2031, 10, 1))
    assert not is_working_day(date(2031, 10, 4))


def test_days_left_undo_due():
    for days in range(40):
        assert days_left(date(2026, 9, 1), due(date(2026, 9, 1), days)) == days


def test_overdue_days_are_negative_even_over_a_weekend():
    assert days_left(date(2026, 11, 24), date(2026, 11, 23)) == -1
    assert days_left(date(2026, 11, 28), date(2026, 11, 27)) == -1
    assert days_left(date(2026, 12, 1), date(2026, 11, 27)) == -2
