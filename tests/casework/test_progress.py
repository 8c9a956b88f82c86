from dataclasses import replace
from datetime import date

import pytest

from casework.progress import Summary, summary, tracks
from tests.casework.cases import a_case, a_part


@pytest.mark.parametrize(
    ("state", "stations"),
    [
        ("submitted", ["now", "ahead", "ahead", "ahead"]),
        ("accepted", ["done", "now", "ahead", "ahead"]),
        ("returned", ["done", "stopped", "ahead", "ahead"]),
        ("approved", ["done", "done", "done", "now"]),
        ("refused", ["done", "done", "stopped", "ahead"]),
        ("issued", ["done", "done", "done", "done"]),
    ],
)
def test_a_track_shows_how_far_a_part_has_come(state, stations):
    (track,) = tracks(a_case(a_part(state)), date(2026, 11, 23))

    assert [s.state for s in track.stations] == stations
    assert [s.name for s in track.stations] == ["受理", "审查", "决定", "发证"]


def test_days_are_counted_only_while_a_department_works():
    shown = tracks(a_case(a_part("accepted"), a_part("returned")), date(2026, 11, 30))

    assert [(t.part.state, t.days, t.tone) for t in shown] == [
        ("returned", None, "waiting"),
        ("accepted", 5, "open"),
    ]


def test_overdue_is_shown_not_hidden():
    (track,) = tracks(a_case(a_part("accepted")), date(2026, 12, 9))

    assert (track.days, track.tone) == (-2, "wrong")


def test_the_summary_says_how_many_work_and_until_when():
    other = replace(a_part("issued"), id="p2", department="ycj", permit="tobacco")

    assert summary(a_case(a_part("accepted"), other)) == Summary(2, 2, 1, 0, 1, date(2026, 12, 7))
