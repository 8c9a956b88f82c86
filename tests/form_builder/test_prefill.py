"""Answers nobody need type."""

from datetime import date

from form_builder.merge import merge
from form_builder.prefill import Offer, derive, prefill, same_as
from tests.form_builder.shipped import elements
from tests.form_builder.test_merge import NAME, a_form, a_source

ADDRESS = {"type": "object", "x-type": "address"}


def test_sex_and_age_follow_from_the_identity_number():
    answers = {"legal_rep_id_no": "11010519491231002X"}

    assert derive(answers, elements(), today=date(2026, 11, 23)) == {
        "legal_rep_gender": "女",
        "legal_rep_age": 76,
    }
    assert derive(answers, elements()) == {"legal_rep_gender": "女"}


def test_nothing_follows_from_a_travel_permit_or_a_wrong_number():
    for document in ("H12345678", "110105194912310021", 5, None):
        assert derive({"legal_rep_id_no": document}, elements()) == {}


def test_the_holders_file_answers_what_this_form_accepts():
    form = a_form(name={**NAME, "maxLength": 4, "x-element": "ent_name"}, note={"type": "string"})
    merged = merge([a_source("food", form)])

    assert prefill(merged, {"ent_name": "好邻居", "uscc": "x"}) == {"ent_name": "好邻居"}
    assert prefill(merged, {"ent_name": "一个太长的名字"}) == {}


def test_what_is_often_the_same_is_offered_where_both_are_asked():
    form = a_form(
        home={**ADDRESS, "x-element": "reg_address"}, shop={**ADDRESS, "x-element": "biz_address"}
    )

    assert same_as(merge([a_source("food", form)]), {}) == (Offer("biz_address", "reg_address"),)
    assert same_as(merge([a_source("food", a_form(home=form["properties"]["home"]))]), {}) == ()
