"""An import behind a draft: keys get numbers, and what looks at them follows."""

from form_builder.append import append
from form_builder.conditions import from_expression
from form_builder.edit import add_field
from schemas.field_types import FIELD_TYPES
from tests.form_builder.forms import a_form

SUM = {"do": "+", "with": [{"answer": "area"}, {"answer": "store"}]}
NUMBER = FIELD_TYPES["number"].base()


def incoming():
    form = {**a_form(), "properties": {}, "required": [], "allOf": []}
    for key, schema in (
        ("area", NUMBER | {"title": "面积"}),
        ("store", NUMBER | {"title": "仓库面积"}),
        ("all", {"type": "number", "x-type": "calculated", "title": "合计", "x-formula": SUM}),
        ("why", FIELD_TYPES["text"].base() | {"title": "用途"}),
    ):
        form = add_field(form, key, schema, section="s1")
    form["properties"]["why"]["x-show-when"] = from_expression("area >= 10")
    rule = {"key": "r1", "title": "仓库不大于面积", "at": "store"}
    check = {"do": "<=", "with": [{"answer": "store"}, {"answer": "area"}]}
    return {**form, "x-rules": [{**rule, "check": check}]}


def test_questions_come_in_sections_of_their_own_and_keep_looking_at_each_other():
    draft = {**a_form(), "x-rules": [{"key": "r1", "title": "x", "check": {"answer": "area"}}]}
    before = set(draft["properties"])

    done = append(draft, incoming())

    names, fields = done.names, done.form["properties"]
    assert names["area"] != "area" and before < set(fields)
    assert {fields[k]["x-section"] for k in done.keys}.isdisjoint(
        {s["key"] for s in draft["x-sections"]}
    )
    assert fields[names["all"]]["x-formula"]["with"][0] == {"answer": names["area"]}
    assert fields[names["why"]]["x-show-when"]["required"] == [names["area"]]
    old, new = done.form["x-rules"]
    assert (old["key"], new["key"], new["at"]) == ("r1", "r2", names["store"])
    assert new["check"]["with"] == [{"answer": names["store"]}, {"answer": names["area"]}]
    assert (done.without_formula, done.without_condition) == ([], [])


def test_what_is_asked_already_is_asked_once_and_looked_at_where_it_is():
    draft, form = a_form(), incoming()
    draft["properties"]["area"]["x-element"] = "area_business"
    form["properties"]["area"]["x-element"] = "area_business"

    done = append(draft, form)

    assert done.asked_already == ["面积"]
    assert done.names["area"] == "area"
    assert done.form["properties"][done.names["all"]]["x-formula"]["with"][0] == {"answer": "area"}
