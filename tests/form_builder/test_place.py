from form_builder import place
from schemas.problem import Problem
from tests.form_builder.forms import a_form


def test_a_field_moves_up_and_down_within_its_section():
    up = place.move_field(a_form(), "area", step=-1)

    assert place.order(up) == ("name", "area", "way", "depot", "staff", "plan")
    assert place.move_field(up, "area", step=1) == a_form()


def test_a_field_at_the_edge_of_its_section_enters_the_next():
    down = place.move_field(a_form(), "depot", step=1)

    assert (place.order(down), down["properties"]["depot"]["x-section"]) == (
        ("name", "way", "area", "depot", "staff", "plan"),
        "s2",
    )


def test_a_field_at_the_edge_of_the_form_stays():
    assert place.move_field(a_form(), "name", step=-1) == a_form()


def test_a_field_is_put_in_front_of_another_or_at_the_end_of_a_section():
    front = place.put_field(a_form(), "plan", section="s1", before="way")
    end = place.put_field(a_form(), "name", section="s1")

    assert place.order(front) == ("name", "plan", "way", "area", "depot", "staff")
    assert place.order(end) == ("way", "area", "depot", "name", "staff", "plan")


def test_a_field_is_put_into_an_empty_section():
    form = place.add_section(a_form(), "s3", title="其他")

    assert place.order(place.put_field(form, "name", section="s3"))[-1] == "name"


def test_columns_move_inside_their_table():
    form = place.move_field(a_form(), "staff/job", step=-1)

    assert list(form["properties"]["staff"]["items"]["properties"]) == ["job", "name"]


def test_a_section_is_added_renamed_moved_and_removed():
    form = place.add_section(a_form(), place.fresh_section(a_form()), title="其他")
    form = place.rename_section(form, "s3", title="补充")
    form = place.move_section(form, "s3", step=-1)

    assert [s["title"] for s in form["x-sections"]] == ["店铺", "补充", "人员"]
    assert [s["key"] for s in place.remove_section(form, "s3")["x-sections"]] == ["s1", "s2"]


def test_a_moved_section_takes_its_fields_along():
    assert place.order(place.move_section(a_form(), "s2", step=-1))[:2] == ("staff", "plan")


def test_a_section_with_questions_in_it_stays():
    sentence = "这一分区里还有 2 题。请先把它们移走或删掉。"

    assert place.remove_section(a_form(), "s2") == Problem("/x-sections", "staff", sentence)
