"""What one application spares, counted."""

from form_builder.burden import Burden, burden
from form_builder.conditions import settle
from form_builder.merge import merge
from tests.form_builder.shipped import permits
from tests.form_builder.test_merge import NAME, a_form, a_source, choice

NAMED = {"name": {**NAME, "x-element": "ent_name"}}
LICENCE = {"type": "array", "x-type": "material", "x-material": {"treatment": "shared"}}
PLAN = {"type": "array", "x-type": "material", "x-material": {"treatment": "required"}}
NUMBER = {"type": "number", "x-type": "number"}
STAFF = {
    "type": "array",
    "x-type": "table",
    "x-element": "staff",
    "items": a_form(name=NAME | {"x-element": "name"}, age={"type": "integer", "x-element": "age"}),
}


def test_a_shared_question_counts_once_and_a_table_as_its_columns():
    first = a_source("food_business", a_form(**NAMED, staff=STAFF, licence=LICENCE, plan=PLAN))
    second = a_source("tobacco", a_form(**NAMED, people=STAFF, licence=LICENCE))

    assert burden(merge([first, second]), permits()) == Burden(
        permits=2,
        separate=6,
        together=3,
        materials_separate=3,
        materials_together=1,
        days_separate=40,
        days_together=10,
        separate_now=6,
        together_now=3,
        materials_now=1,
    )


def test_what_is_not_asked_is_not_counted():
    merged = merge([a_source("a", a_form(**NAMED, own={"type": "string"}))])

    assert burden(merged, without={"a.own"}).together == 1


def test_what_a_condition_hides_is_not_asked_now():
    when = {"properties": {"way": {"const": "批发"}}, "required": ["way"]}
    form = settle(
        a_form(
            way=choice("零售", "批发"),
            plan=PLAN | {"x-show-when": when},
            n=NUMBER | {"x-show-when": when},
        )
    )
    merged = merge([a_source("a", form)])

    before, after = (burden(merged, answers={"a.way": way}) for way in ("零售", "批发"))

    assert (before.together, before.together_now, before.materials_now) == (2, 1, 0)
    assert (after.separate_now, after.together_now, after.materials_now) == (2, 2, 1)
    assert (before.is_open, after.is_open) == (True, False)


def test_derived_columns_are_not_counted():
    merged = merge([a_source("a", a_form(staff=STAFF))])

    assert burden(merged, without={"staff.age"}).together == 1


def test_saved_is_in_whole_per_cent():
    assert Burden(5, 200, 130, 0, 0).saved == 35
    assert Burden(0, 0, 0, 0, 0).saved == 0
