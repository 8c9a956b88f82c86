"""What merging shows: fields, origins, labels, conflicts."""

from hashlib import sha256
from typing import Any

import pytest

from form_builder.canonical import schema_text
from form_builder.conditions import settle
from form_builder.merge import merge
from form_builder.split import split, visible
from form_builder.validate import distinct, failures
from schemas.judge import accepts
from schemas.merged import Conflict, Failure, Origin, Source

NAME = {"type": "string", "minLength": 1, "maxLength": 100, "title": "企业名称", "x-type": "text"}


def a_form(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def a_source(name: str, form: dict[str, Any], department: str | None = None) -> Source:
    return Source(name, department or name, form)


def choice(*options: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(options), "x-type": "choice", **more}


def test_same_element_from_two_departments_is_asked_once_with_the_tighter_limit():
    food = a_source("food", a_form(("name",), name={**NAME, "x-element": "ent_name"}))
    fire = a_source("fire", a_form(unit={**NAME, "maxLength": 50, "x-element": "ent_name"}))

    (field,) = merge([food, fire]).fields

    assert (field.key, field.required, field.schema) == (
        "ent_name",
        True,
        {"type": "string", "minLength": 1, "maxLength": 50},
    )
    assert field.origins[1] == Origin(
        "fire", "fire", ("unit",), "企业名称", False, fire.schema["properties"]["unit"]
    )


def test_questions_without_an_element_never_meet():
    sources = [a_source(n, a_form(note={"type": "string", "title": "备注"})) for n in ("a", "b")]

    assert [f.key for f in merge(sources).fields] == ["a.note", "b.note"]


def test_keys_cannot_collide_whatever_forms_call_their_fields():
    sources = [
        a_source("a", a_form(**{"b.c": {"type": "string"}})),
        a_source("a.b", a_form(c={"type": "string"})),
        a_source("x", a_form(c={"type": "string", "x-element": "a.b.c"})),
    ]

    assert len({f.key for f in merge(sources).fields}) == 3


def test_the_wording_of_most_departments_leads():
    forms = [
        a_source(n, a_form(name={**NAME, "title": title, "x-element": "ent_name"}))
        for n, title in (("a", "单位名称"), ("b", "企业名称"), ("c", "企业名称"))
    ]

    assert merge(forms).fields[0].label == "企业名称"


def test_options_keep_the_order_people_know():
    one = a_source(
        "a", a_form(right=choice("自有", "租赁", "其他", **{"x-element": "right", "title": "产权"}))
    )
    two = a_source(
        "b", a_form(own=choice("租赁", "自有", **{"x-element": "right", "title": "场地"}))
    )

    assert merge([one, two]).fields[0].schema == {"enum": ["自有", "租赁"]}


def test_options_are_offered_although_another_department_lets_people_write():
    one = a_source("a", a_form(kind=choice("砖混", "钢构", **{"x-element": "structure"})))
    others = [a_source(n, a_form(kind={**NAME, "x-element": "structure"})) for n in ("b", "c")]

    (field,) = merge([one, *others]).fields

    assert (field.type, field.schema) == ("choice", {"enum": ["砖混", "钢构"]})


def test_one_answer_feeds_units_codes_and_several_fields_of_one_form():
    form = a_form(
        width={"type": "number", "x-element": "width", "x-factor": "100"},
        width_m={"type": "number", "x-element": "width"},
        isp=choice("电信", "网通", **{"x-element": "isp", "x-codes": [["联通", "网通"]]}),
    )
    merged = merge([a_source("ad", form)])

    assert split(merged, {"width": 1.1, "isp": "联通", "nobody": 1}) == {
        "ad": {"width": 110, "width_m": 1.1, "isp": "网通"}
    }
    assert merged.field("isp").schema == {"enum": ["电信", "联通"]}


def test_a_local_code_is_no_canonical_value():
    isp = choice("电信", "网通", **{"x-element": "isp", "x-codes": [["联通", "网通"]]})
    merged = merge([a_source("cafe", a_form(isp=isp))])

    assert [f.rule for f in failures(merged, {"isp": "网通"})] == ["enum"]


def test_codes_that_are_not_reversible_are_refused():
    isp = choice("网通", **{"x-element": "isp", "x-codes": [["联通", "网通"], ["电信", "网通"]]})

    with pytest.raises(ValueError, match=r"^isp: x-codes"):
        merge([a_source("cafe", a_form(isp=isp))])


@pytest.mark.parametrize("factor", ["0", "-1", "1/0", "many", None, []])
def test_a_factor_that_is_none_is_refused_with_its_place(factor):
    width = {"type": "number", "x-element": "width", "x-factor": factor}

    with pytest.raises(ValueError, match=r"^width: "):
        merge([a_source("ad", a_form(width=width))])


def test_limits_are_told_in_the_dictionarys_unit():
    form = a_form(
        width={"type": "integer", "minimum": 150, "x-element": "width", "x-factor": "100"}
    )
    merged = merge([a_source("ad", form)])

    assert merged.fields[0].schema == {"type": "number", "minimum": 1.5, "multipleOf": 0.01}
    assert failures(merged, {"width": 1}) == (Failure("ad", "width", (), "minimum", 1.5, 1),)


def a_staff_table(source: str, key: str, /, **columns: Any) -> Source:
    row = a_form(tuple(columns), **columns)
    table = {"type": "array", "items": row, "minItems": 1, "x-type": "table", "x-element": "staff"}
    return a_source(source, a_form((key,), **{key: table}))


def test_tables_of_one_element_merge_row_by_row():
    hotel = a_staff_table("hotel", "people", xm={**NAME, "x-element": "name"})
    seal = a_staff_table(
        "seal",
        "workers",
        name={**NAME, "x-element": "name", "maxLength": 50},
        post={"type": "string", "title": "岗位"},
    )
    merged = merge([hotel, seal])
    answers = {"staff": [{"name": "陈敏", "seal.post": "刻章"}, {"name": "李伟"}]}

    assert [c.key for c in merged.field("staff").columns] == ["name", "seal.post"]
    assert split(merged, answers) == {
        "hotel": {"people": [{"xm": "陈敏"}, {"xm": "李伟"}]},
        "seal": {"workers": [{"name": "陈敏", "post": "刻章"}, {"name": "李伟"}]},
    }
    assert failures(merged, answers) == (Failure("seal", "staff", (1, "seal.post"), "required"),)


def test_groups_nest_and_a_missing_group_is_its_missing_answers():
    person = a_form(("name", "phone"), name={**NAME, "x-element": "name"}, phone={"type": "string"})
    form = a_form(("boss",), boss={**person, "x-element": "legal_rep"})
    merged = merge([a_source("food", form)])

    assert split(merged, {"legal_rep": {"name": "陈敏", "food.boss.phone": "1"}}) == {
        "food": {"boss": {"name": "陈敏", "phone": "1"}}
    }
    assert [f.field for f in failures(merged, {})] == [
        "legal_rep/name",
        "legal_rep/food.boss.phone",
    ]


def test_an_impossible_answer_that_someone_needs_is_a_conflict_with_its_culprits():
    forms = {
        "tobacco": choice("自有", "租赁", "无偿使用", **{"x-element": "right"}),
        "waste": choice("自有", "租赁", **{"x-element": "right"}),
        "odd": choice("借用", **{"x-element": "right"}),
    }
    merged = merge([a_source(n, a_form(("right",), right=f)) for n, f in forms.items()])

    assert (merged.satisfiable, merged.witness) == (False, None)
    assert [(c.about, c.kind, len(c.sources), "odd" in c.sources) for c in merged.conflicts] == [
        ("right", "presence", 2, True)
    ]


def test_three_departments_can_clash_where_no_two_do():
    pairs = {"a": ("甲", "乙"), "b": ("乙", "丙"), "c": ("丙", "甲")}
    merged = merge(
        [a_source(n, a_form(("x",), x=choice(*p, **{"x-element": "x"}))) for n, p in pairs.items()]
    )

    assert [(c.about, sorted(c.sources)) for c in merged.conflicts] == [("x", ["a", "b", "c"])]


def test_an_impossible_answer_nobody_needs_can_be_left_blank():
    forms = [
        a_source(n, a_form(x=choice(o, **{"x-element": "x"})))
        for n, o in (("a", "甲"), ("b", "乙"))
    ]
    merged = merge(forms)

    assert (merged.satisfiable, [c.kind for c in merged.conflicts]) == (True, ["field"])
    assert merged.conflicts[0] == Conflict(
        "x",
        "field",
        merged.conflicts[0].sources,
        ('{"enum":["乙"],"type":"string"}', '{"enum":["甲"],"type":"string"}'),
    )


def shown_when(key: str, value: Any) -> dict[str, Any]:
    return {"x-show-when": {"properties": {key: {"const": value}}, "required": [key]}}


def test_a_hidden_value_reaches_no_one_and_is_not_judged():
    form = a_form(
        online={"type": "boolean", "x-type": "yes_no"},
        site={"type": "string", "maxLength": 5, **shown_when("online", True)},
    )
    merged = merge([a_source("food", form)])
    answers = {"food.online": False, "food.site": "far too long"}

    assert split(merged, answers) == {"food": {"online": False}}
    assert failures(merged, answers) == ()
    assert accepts(merged.schema, answers)
    assert visible(merged, answers) == {"food.online"}


def test_what_a_hidden_answer_would_bring_up_is_not_needed():
    form = settle(
        a_form(
            ("third",),
            first={"type": "boolean"},
            second={"type": "boolean", **shown_when("first", True)},
            third={"type": "string", **shown_when("second", True)},
        )
    )
    merged = merge([a_source("food", form)])
    hidden = {"food.first": False, "food.second": True}
    shown = {"food.first": True, "food.second": True}

    assert (failures(merged, hidden), accepts(merged.schema, hidden)) == ((), True)
    assert [f.field for f in failures(merged, shown)] == ["food.third"]
    assert not accepts(merged.schema, shown)


def test_a_question_is_visible_when_any_department_shows_it():
    own = a_form(
        online={"type": "boolean"},
        site={"type": "string", "x-element": "website", **shown_when("online", True)},
    )
    other = a_form(url={"type": "string", "x-element": "website"})

    assert visible(merge([a_source("a", own)]), {}) == {"a.online"}
    assert visible(merge([a_source("a", own), a_source("b", other)]), {}) == {"a.online", "website"}


def test_a_shared_material_is_never_asked():
    licence = {"type": "array", "x-type": "material", "x-material": {"treatment": "shared"}}
    merged = merge([a_source("food", a_form(licence=licence))])

    assert visible(merged, {}) == frozenset()


def test_a_statement_is_shown_and_carries_no_answer():
    form = a_form(told={"title": "请如实填写", "x-type": "statement"})
    merged = merge([a_source("food", form)])

    assert visible(merged, {}) == {"food.told"}
    assert split(merged, {"food.told": "anything"}) == {"food": {}}


def test_questions_come_in_the_order_of_the_sections():
    form = a_form(b={"type": "string", "x-section": "s2"}, a={"type": "string", "x-section": "s1"})
    form["x-sections"] = [{"key": "s1", "title": "一"}, {"key": "s2", "title": "二"}]

    assert [f.key for f in merge([a_source("food", form)]).fields] == ["food.a", "food.b"]


def test_the_same_thing_to_mend_is_told_once():
    forms = [
        a_source(n, a_form(("name",), name={**NAME, "x-element": "ent_name"})) for n in ("a", "b")
    ]
    broken = failures(merge(forms), {})

    assert [f.source for f in broken] == ["a", "b"]
    assert distinct(broken) == (Failure("a", "ent_name", (), "required"),)


def test_two_different_forms_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two different forms are called food"):
        merge([a_source("food", a_form()), a_source("food", a_form(a={"type": "string"}))])


def test_what_the_merged_schema_cannot_say_is_listed():
    form = a_form(a={"type": "string"}) | {"maxProperties": 1}

    assert merge([a_source("odd", form)]).beyond_schema == ("odd: maxProperties",)


def test_the_text_is_the_canonical_text_of_the_schema():
    nested = {"properties": {"b": {"type": "string", "x-element": "a/b"}}, "required": ["b"]}
    guarded = settle(a_form(("k",), k={"type": "string", **shown_when("b", True)}, b=NAME))
    for forms in ([nested], [guarded], [nested, guarded], [{"properties": {"a": NAME}}, {}]):
        merged = merge([a_source(f"p{n}", form) for n, form in enumerate(forms)])

        assert merged.text == schema_text(merged.schema)
        assert merged.digest == sha256(merged.text.encode()).hexdigest()
