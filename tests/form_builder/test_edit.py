from copy import deepcopy

import pytest

from form_builder import edit
from form_builder.reading import Clause
from schemas.judge import accepts
from schemas.problem import Problem
from tests.form_builder.forms import a_form

BULK = Clause("way", "is", "批发")


def test_renaming_changes_the_words_and_drops_their_translation():
    form = edit.rename(a_form(), "name", label="店铺名称", hint="和招牌一样")

    field = form["properties"]["name"]
    assert (field["title"], field["description"], "x-i18n" in field) == (
        "店铺名称",
        "和招牌一样",
        False,
    )


def test_renaming_to_the_same_words_keeps_the_translation():
    assert edit.rename(a_form(), "name", label="店名") == a_form()


def test_an_edit_never_changes_the_document_it_was_given():
    form = a_form()
    before = deepcopy(form)

    edit.set_limits(form, "area", {"minimum": 10})
    edit.set_required(form, "staff/job", True)
    edit.remove_field(form, "staff/job")

    assert form == before


def test_a_limit_is_set_and_taken_away():
    higher = edit.set_limits(a_form(), "area", {"minimum": 10, "maximum": None})
    free = edit.set_limits(higher, "area", {"minimum": None})

    assert (higher["properties"]["area"]["minimum"], "minimum" in free["properties"]["area"]) == (
        10,
        False,
    )


def test_a_length_of_an_address_bounds_its_detail():
    detail = {"type": "string", "maxLength": 200}
    address = {
        "type": "object",
        "x-type": "address",
        "title": "地址",
        "properties": {"detail": detail},
    }
    form = edit.add_field(a_form(), "place", address, section="s1")

    shorter = edit.set_limits(form, "place", {"maxLength": 50})

    assert shorter["properties"]["place"]["properties"]["detail"]["maxLength"] == 50


def test_required_is_listed_in_the_order_of_the_form():
    assert edit.set_required(a_form(), "area", True)["required"] == ["name", "way", "area"]


def test_a_column_becomes_required_in_its_rows():
    form = edit.set_required(a_form(), "staff/job", True)

    assert form["properties"]["staff"]["items"]["required"] == ["name", "job"]


def test_a_conditional_field_is_required_only_when_shown():
    form = edit.set_required(a_form(), "depot", True)

    answers = {"name": "甲", "way": "批发"}
    verdicts = [
        accepts(form, a)
        for a in (
            answers,
            {**answers, "depot": "仓库"},
            {**answers, "way": "零售"},
            {**answers, "way": "零售", "depot": "x"},
        )
    ]
    assert verdicts == [False, True, True, False]


def test_options_are_trimmed_and_kept_once_in_order():
    form = edit.set_options(a_form(), "way", ["批发 ", "", "零售", "批发"])

    assert form["properties"]["way"]["enum"] == ["批发", "零售"]


def test_a_condition_is_set_and_taken_away_again():
    shown = edit.set_condition(a_form(), "area", [[BULK], [Clause("way", "is", "批零兼营")]])
    always = edit.set_condition(shown, "area", [])

    assert (len(shown["properties"]["area"]["x-show-when"]["anyOf"]), always) == (2, a_form())


def test_a_material_must_be_uploaded_only_when_its_treatment_says_so():
    form = edit.set_treatment(a_form(), "plan", "required")
    later = edit.set_treatment(form, "plan", "shared")

    assert ("plan" in form["required"], "plan" in later["required"]) == (True, False)


def test_a_field_is_added_behind_another():
    form = edit.add_field(
        a_form(), "phone", {"type": "string", "x-type": "phone"}, section="s1", after="name"
    )

    assert list(form["properties"])[:2] == ["name", "phone"]


def test_a_copy_stands_behind_its_original_and_asks_no_element():
    form = edit.duplicate_field(a_form(), "name", "name_2", title="店名（副本）")

    copy = form["properties"]["name_2"]
    assert (list(form["properties"])[1], "x-element" in copy, copy["title"]) == (
        "name_2",
        False,
        "店名（副本）",
    )


def test_a_field_that_a_condition_asks_for_stays_and_the_problem_names_who_asks():
    problem = edit.remove_field(a_form(), "way")

    sentence = "“仓库地址” 要看这一题的答案才显示。请先改掉那里的条件，再删这一题。"
    assert problem == Problem("/properties/depot/x-show-when", "way", sentence)


def test_a_removed_field_takes_its_guard_along():
    form = edit.remove_field(a_form(), "depot")

    assert ("depot" in form["properties"], form.get("allOf", [])) == (False, [])


def test_the_last_column_of_a_table_stays():
    one = edit.remove_field(a_form(), "staff/job")

    assert isinstance(edit.remove_field(one, "staff/name"), Problem)


def test_a_field_that_is_not_there_cannot_be_edited():
    with pytest.raises(KeyError):
        edit.rename(a_form(), "nothing", label="x")


def test_a_fresh_key_is_one_nobody_has():
    form = a_form()

    keys = (
        edit.fresh_key(form, "name"),
        edit.fresh_key(form, "phone"),
        edit.fresh_key(form, "job", table="staff"),
    )
    assert keys == ("name_2", "phone", "job_2")
