"""Two people's changes of one form, and a step taken back from under another one's."""

from hypothesis import given
from hypothesis import strategies as st

from form_builder import edit, place
from form_builder.conditions import Clause
from form_builder.weave import changed_paths, reordered, weave
from tests.form_builder.forms import a_form

TEXT = {"type": "string", "maxLength": 100, "x-type": "text"}
FORM = a_form()


def test_changes_of_different_questions_are_both_made():
    theirs = edit.rename(FORM, "name", label="甲")
    mine = edit.set_required(FORM, "area", True)

    woven = weave(FORM, theirs, mine)

    assert woven.clashes == ()
    assert woven.form == edit.set_required(theirs, "area", True)


def test_changes_of_one_word_clash_and_of_two_words_of_one_question_do_not():
    theirs = edit.rename(FORM, "name", label="甲")

    same = weave(FORM, theirs, edit.rename(FORM, "name", label="乙"))
    other = weave(FORM, theirs, edit.set_limits(FORM, "name", {"maxLength": 5}))

    assert (same.clashes, same.form["properties"]["name"]["title"]) == (("name",), "乙")
    assert (other.clashes, other.form) == ((), edit.set_limits(theirs, "name", {"maxLength": 5}))


def test_what_is_taken_out_and_was_changed_meanwhile_clashes():
    gone = edit.remove_field(FORM, "name")
    changed = edit.rename(FORM, "name", label="甲")

    assert weave(FORM, changed, gone).clashes == ("name",)
    back = weave(FORM, gone, changed)
    assert (back.clashes, back.form["properties"]["name"]["title"]) == (("name",), "甲")


def test_a_step_is_taken_back_from_under_a_later_one():
    one = place.move_field(FORM, "depot", step=-1)
    two = edit.add_field(one, "d", {**TEXT, "title": "D"}, section="s1", after="name")

    woven = weave(one, two, FORM)

    assert list(woven.form["properties"]) == ["name", "d", "way", "area", "depot", "staff", "plan"]
    assert woven.clashes == ()


def test_columns_and_conditions_are_woven_too():
    theirs = edit.add_column(FORM, "staff", "post", {**TEXT, "title": "职务"})
    mine = edit.rename(FORM, "staff/name", label="全名")
    mine = edit.set_condition(mine, "area", [[Clause("name", "answered")]])

    woven = weave(FORM, theirs, mine).form

    columns = woven["properties"]["staff"]["items"]["properties"]
    assert [c["title"] for c in columns.values()] == ["全名", "岗位", "职务"]
    assert woven["allOf"][0]["x-guard"] == "area"


def test_the_paths_that_differ_are_named():
    new = edit.rename(place.rename_section(FORM, "s1", title="新"), "staff/name", label="全名")

    assert changed_paths(FORM, new) == ("sections", "staff/name")


ORDERS = st.lists(st.sampled_from("abcdef"), unique=True)


@given(ORDERS, ORDERS, ORDERS)
def test_an_order_has_everything_once_that_neither_took_out(base, theirs, mine):
    found = reordered(base, theirs, mine)

    gone = {k for k in base if k not in theirs or k not in mine}
    moved = set(found) & gone
    assert len(found) == len(set(found))
    assert {*theirs, *mine} - gone <= set(found)
    assert moved <= set(mine) & set(base)  # what I moved and they took out is asked about


@given(ORDERS, ORDERS)
def test_alone_one_gets_ones_own_order(base, mine):
    assert reordered(base, base, mine) == mine
    assert reordered(base, mine, base) == mine
