"""Samples of a form: kept in its own names, tried as an applicant's answers would be."""

from random import Random

import pytest

from form_builder.bench import Sample, read_samples, tried, written
from form_builder.sample import sample
from tests.form_builder.shipped import PERMITS, document


@pytest.mark.parametrize("permit", PERMITS)
def test_valid_answers_of_every_form_pass_and_are_sent_as_they_are(permit):
    form = document("permits", permit)["form"]
    answers = sample(form, Random(3))

    outcome = tried(form, Sample("一份", answers))

    assert (outcome.passed, outcome.broken) == (True, ())
    assert outcome.sent == answers


def test_what_must_be_complained_about_is_part_of_a_sample():
    form = document("permits", "food_business")["form"]
    answers = sample(form, Random(3)) | {"staff": 3, "staff_food": 5, "staff_health": 5}
    wrong = Sample("人数不对", answers, ("staff_food",))

    outcome = tried(form, wrong)

    assert outcome.passed
    assert outcome.broken == (("staff_food", "直接接触入口食品的人数不能多于从业人员数"),)
    assert not tried({**form, "x-rules": form["x-rules"][1:]}, wrong).passed


def test_samples_are_kept_and_read_back():
    kept = (Sample("甲", {"a": 1}), Sample("乙", {"b": [1]}, ("b",)))

    assert read_samples({"samples": written(kept)}) == kept
    assert read_samples({"samples": [7, {"name": "x"}, {"answers": {}}]}) == ()
