"""Answers nobody need type."""

from form_builder.merge import merge
from form_builder.prefill import Offer, prefill, same_as
from tests.form_builder.test_merge import NAME, a_form, a_source

ADDRESS = {"type": "object", "x-type": "address"}


def test_the_holders_file_answers_what_this_form_accepts():
    form = a_form(name={**NAME, "maxLength": 4, "x-element": "ent_name"}, note={"type": "string"})
    merged = merge([a_source("food", form)])

    assert prefill(merged, {"ent_name": "好邻居", "uscc": "x"}) == {"ent_name": "好邻居"}
    assert prefill(merged, {"ent_name": "一个太长的名字"}) == {}


def test_files_stay_with_the_application_they_were_handed_in_with():
    paper = {"type": "array", "x-type": "material", "x-element": "m_deed"}
    merged = merge([a_source("food", a_form(deed=paper))])

    assert prefill(merged, {"m_deed": ["a" * 64]}) == {}


def test_what_is_often_the_same_is_offered_where_both_are_asked():
    form = a_form(
        home={**ADDRESS, "x-element": "reg_address"}, shop={**ADDRESS, "x-element": "biz_address"}
    )

    assert same_as(merge([a_source("food", form)]), {}) == (Offer("biz_address", "reg_address"),)
    assert same_as(merge([a_source("food", a_form(home=form["properties"]["home"]))]), {}) == ()
