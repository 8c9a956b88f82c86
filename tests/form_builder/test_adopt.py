"""A question takes over what the dictionary says, keeps what is tighter, and never drifts."""

from form_builder.adopt import adopt, asking
from form_builder.conditions import settle
from form_builder.drift import drift
from form_builder.place import property_at
from form_builder.rebind import unbind
from schemas.element import Element
from schemas.problem import Problem
from tests.form_builder.forms import SHOP

AREA = Element(
    "area_business",
    "经营面积",
    "number",
    "premises",
    {"type": "number", "minimum": 1, "maximum": 10000},
    unit="㎡",
    i18n={"en": {"name": "Business area"}},
)
NAME = Element(
    "person_name",
    "姓名",
    "text",
    "people",
    {"type": "string", "minLength": 2, "maxLength": 50},
    i18n={"en": {"name": "Name"}, "pt": {"name": "Nome"}},
)
SEX = Element("sex", "性别", "choice", "people", {"type": "string", "enum": ["男", "女"]})


def form(**field):
    return with_field("area", {"title": "面积", "x-section": "s1", **field})


def with_field(key, field):
    plain = {k: v for k, v in SHOP.items() if k != "allOf"}
    return settle({**plain, "required": [], "properties": {key: field}})


def taken(document, path, element, **more):
    new = adopt(document, path, element, **more)
    assert not isinstance(new, Problem), new
    got = property_at(new, path)
    assert drift(got, {"schema": element.schema, "unit": element.unit}) == ()
    return got


def test_a_question_takes_name_translations_checks_and_unit():
    plain = form(type="number", **{"x-type": "number"}, description="只算营业的部分")

    assert taken(plain, "area", AREA) == {
        "type": "number",
        "minimum": 1,
        "maximum": 10000,
        "title": "经营面积",
        "description": "只算营业的部分",
        "x-type": "number",
        "x-section": "s1",
        "x-unit": "㎡",
        "x-element": "area_business",
        "x-i18n": {"en": {"title": "Business area"}},
    }


def test_tighter_limits_stay_and_wider_ones_do_not():
    mine = form(type="number", minimum=20, maximum=90000, **{"x-type": "number"})

    got = taken(mine, "area", AREA)

    assert (got["minimum"], got["maximum"]) == (20, 10000)


def test_a_unit_that_can_be_converted_stays_with_its_factor_and_limits():
    mine = form(type="number", minimum=1, **{"x-type": "number", "x-unit": "亩"})

    got = taken(mine, "area", AREA)

    assert (got["x-unit"], got["x-factor"], got["minimum"]) == ("亩", "3/2000", 1)
    assert got["maximum"] == 15


def test_another_kind_or_unit_is_refused_in_words():
    date = form(type="string", format="date", **{"x-type": "date"})
    metres = form(type="number", **{"x-type": "number", "x-unit": "米"})

    refused = [adopt(date, "area", AREA), adopt(metres, "area", AREA)]

    assert all(isinstance(p, Problem) for p in refused)
    assert refused[1].sentence == "“经营面积”的单位是 ㎡，这里是 米，换算不了。"


def test_own_words_stay_when_asked_for():
    mine = form(type="number", **{"x-type": "number", "x-i18n": {"en": {"title": "Floor"}}})

    got = taken(mine, "area", AREA, keep_words=True)

    assert (got["title"], got["x-i18n"]) == ("面积", {"en": {"title": "Floor"}})


def staff(**column):
    rows = {"type": "object", "additionalProperties": False, "properties": {"who": column}}
    table = {"type": "array", "title": "员工", "x-type": "table", "x-section": "s1", "maxItems": 9}
    return with_field("staff", {**table, "items": {**rows, "required": ["who"]}})


def test_a_column_is_bound_and_let_go_again():
    mine = staff(type="string", title="名字", maxLength=30, **{"x-type": "text"})

    new = adopt(mine, "staff/who", NAME)
    bound = property_at(new, "staff/who")
    free = property_at(unbind(new, "staff/who"), "staff/who")

    assert (bound["title"], bound["minLength"], bound["maxLength"]) == ("姓名", 2, 30)
    assert (bound["x-element"], bound["x-i18n"]["pt"]) == ("person_name", {"title": "Nome"})
    assert new["properties"]["staff"]["items"]["required"] == ["who"]
    assert free == {k: v for k, v in bound.items() if k != "x-element"}


def test_options_that_are_fewer_stay_others_become_the_elements():
    fewer = staff(type="string", title="性别", enum=["女"], **{"x-type": "choice"})
    other = staff(type="string", title="性别", enum=["F", "M"], **{"x-type": "choice"})

    assert taken(fewer, "staff/who", SEX)["enum"] == ["女"]
    assert taken(other, "staff/who", SEX)["enum"] == ["男", "女"]


def test_a_new_question_speaks_every_language_of_its_element():
    assert asking(NAME)["x-i18n"] == {"en": {"title": "Name"}, "pt": {"title": "Nome"}}
