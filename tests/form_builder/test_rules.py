"""Rules between answers: part of each source's own verdict, so that merging keeps everyone's."""

from random import Random

import pytest

from form_builder.check import problems
from form_builder.compare import differences
from form_builder.conditions import settle
from form_builder.edit import remove_field
from form_builder.formulas.wording import names_of, read
from form_builder.merge import merge
from form_builder.rules import formulas
from form_builder.sample import sample, sample_merged
from form_builder.sentences import sentence
from form_builder.split import computed, split
from form_builder.validate import failures
from schemas.field_types import FIELD_TYPES
from schemas.merged import Source
from tests.form_builder.shipped import permits


def a_form(permit, fields, rules=()):
    properties = {
        key: FIELD_TYPES[kind].base() | {"title": title, "x-section": "s1"} | dict(more)
        for key, (kind, title, more) in fields.items()
    }
    names = names_of(properties)
    form = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:yizhao:form:{permit}",
        "title": "申请表",
        "x-sections": [{"key": "s1", "title": "基本信息"}],
        "type": "object",
        "additionalProperties": False,
        "required": [],
        "properties": properties,
    }
    for key, schema in properties.items():
        if isinstance(schema.get("x-formula"), str):
            properties[key] = schema | {"x-formula": read(schema["x-formula"], names)}
    if rules:
        form["x-rules"] = [
            {"key": f"r{n}", "title": title, "check": read(check, names)}
            for n, (title, check) in enumerate(rules, 1)
        ]
    return settle(form)


STAFF = {
    "all": ("integer", "从业人员数", {"x-unit": "人", "x-element": "staff_total"}),
    "food": ("integer", "接触食品人数", {"x-unit": "人"}),
    "share": ("calculated", "其他人数", {"x-unit": "人", "x-formula": "「从业人员数」 - 「接触食品人数」"}),
}  # fmt: skip
RULE = ("接触食品的人数不能多于从业人员数", "「接触食品人数」 ≤ 「从业人员数」")
FOOD = Source("food", "market", a_form("food", STAFF, [RULE]))
BATH = Source(
    "bath",
    "health",
    a_form("bath", {"people": STAFF["all"]}, [("至少要有 5 人", "「从业人员数」 ≥ 5人")]),
)


def test_a_rule_is_said_where_its_first_answer_stands_in_the_departments_own_words():
    merged = merge([FOOD])

    broken = failures(merged, {"staff_total": 3, "food.food": 4})

    assert [(f.field, f.rule) for f in broken] == [("food.food", "x-rules")]
    assert sentence(broken[0], merged.field("food.food")) == RULE[0]


def test_a_rule_waits_for_its_answers():
    assert failures(merge([FOOD]), {"food.food": 4}) == ()


def test_merging_keeps_the_rules_of_every_department():
    merged = merge([FOOD, BATH])

    broken = failures(merged, {"staff_total": 3, "food.food": 4})

    assert [(f.source, f.field) for f in broken] == [("bath", "staff_total"), ("food", "food.food")]
    assert merged.satisfiable is True
    assert failures(merged, merged.witness) == ()


def test_a_rule_of_two_departments_that_no_answer_keeps_is_not_proved_fillable():
    few = Source(
        "few", "x", a_form("few", {"n": STAFF["all"]}, [("最多 4 人", "「从业人员数」 ≤ 4")])
    )
    many = a_form("many", {"n": STAFF["all"]}, [("至少 5 人", "「从业人员数」 ≥ 5")])
    many = settle(many | {"required": ["n"]})
    few = Source("few", "x", settle(few.schema | {"required": ["n"]}))

    assert merge([few, Source("many", "y", many)]).satisfiable is None


def test_a_calculated_value_goes_along_in_its_own_part_and_nowhere_else():
    merged = merge([FOOD, BATH])
    answers = {"staff_total": 7, "food.food": 4, "food.share": 99}

    assert split(merged, answers)["food"] == {"all": 7, "food": 4, "share": 3}
    assert split(merged, answers)["bath"] == {"people": 7}
    assert computed(merged, answers) == {"food.share": 3}


def test_a_calculated_value_is_judged_like_any_other():
    merged = merge([FOOD])

    broken = failures(merged, {"staff_total": 3, "food.food": 4})
    low = a_form("food", STAFF)

    assert [
        f.rule for f in failures(merge([Source("f", "m", low)]), {"staff_total": 3, "f.food": 4})
    ] == []
    assert len(broken) == 1


def test_a_rule_counts_in_its_own_units():
    wide = {"w": ("number", "宽", {"x-unit": "cm", "x-element": "ad_width", "x-factor": "100"})}
    form = a_form("ad", wide, [("最宽 200 厘米", "「宽」 ≤ 200cm")])
    merged = merge([Source("ad", "city", form)])

    assert [f.rule for f in failures(merged, {"ad_width": 2.01})] == ["x-rules"]
    assert failures(merged, {"ad_width": 2}) == ()


def test_formulas_are_made_in_the_order_they_need():
    fields = {
        "c": ("calculated", "丙", {"x-formula": "「乙」 × 2"}),
        "b": ("calculated", "乙", {"x-formula": "「甲」 + 1"}),
        "a": ("number", "甲", {}),
    }
    form = a_form("x", fields)

    assert [key for key, _formula in formulas(form)] == ["b", "c"]
    assert split(merge([Source("x", "d", form)]), {"x.a": 1.5})["x"] == {"a": 1.5, "b": 2.5, "c": 5}


@pytest.mark.parametrize(
    ("fields", "rules", "said"),
    [
        ({"a": ("calculated", "甲", {"x-formula": "「甲」 + 1"})}, [], "这条公式绕回了自己。请改公式。"),
        ({"a": ("number", "甲", {}), "b": ("calculated", "乙", {"x-formula": "「甲」 > 1"})}, [], "这里要数，写的却是是或否。"),
        ({"a": ("calculated", "甲", {"x-formula": "1", "x-element": "area"})}, [], "计算得出的题不能绑定数据元：它只属于这一张表。"),
        ({"a": ("number", "甲", {})}, [("甲", "「甲」 + 1")], "规则“甲”：规则要能说是或不是，例如一边不大于另一边。"),
        ({"a": ("number", "甲", {})}, [("<b>甲</b>", "「甲」 > 1")], "规则要有一句话，最多 200 个字，不能有 HTML 标签。"),
        ({"a": ("number", "甲", {"x-unit": "人"})}, [("甲", "「甲」 > 1㎡")], "规则“甲”：单位不同：一边是人，一边是平方米。可以给数字写上单位，例如 1.5平方米/人。"),
    ],
)  # fmt: skip
def test_the_gate_says_what_is_wrong_with_a_formula(fields, rules, said):
    assert said in [p.sentence for p in problems(a_form("x", fields, rules))]


@pytest.mark.parametrize(
    "rule",
    [
        {"key": "r1", "title": "甲", "check": {"do": "eval", "with": [{"text": "1"}]}},
        {"key": "r1", "title": "甲", "check": {"do": "<=", "with": 7}},
        {"key": "r1", "title": "甲", "check": {"number": "1e999"}},
        {"key": "r1", "title": "甲", "check": {"do": "<="}},
        {"key": "r1", "title": "甲", "check": {"do": ["<="], "with": [{"answer": {}}]}},
        {"title": "甲", "check": {"answer": "a"}},
        {"key": "r1", "title": 7, "check": {}},
        "rule",
    ],
)
def test_a_broken_rule_is_refused_and_breaks_nothing(rule):
    form = a_form("x", {"a": ("number", "甲", {})}) | {"x-rules": [rule]}

    assert problems(form)


def test_a_question_that_a_rule_uses_cannot_be_removed():
    refused = remove_field(FOOD.schema, "food")

    assert refused.sentence == (
        "“其他人数”、规则“接触食品的人数不能多于从业人员数” 要用到它。请先改掉那里的公式，再删。"
    )


def test_a_changed_rule_is_told_in_words():
    looser = a_form("food", STAFF, [(RULE[0], "「接触食品人数」 ≤ 「从业人员数」 + 1人")])

    assert differences(FOOD.schema, looser) == (
        "规则“接触食品的人数不能多于从业人员数”改为：「接触食品人数」 ≤ 「从业人员数」 + 1人。",
    )


RULED = (
    "food_business",
    "drug_retail",
    "drainage",
    "vehicle_repair",
    "song_dance",
    "internet_cafe",
)


@pytest.mark.parametrize("permit", RULED)
def test_the_rules_of_the_shipped_forms_are_sound_and_can_be_kept(permit):
    form = permits()[permit].form.schema

    assert form["x-rules"] and problems(form) == ()
    for seed in range(4):
        sample(form, Random(seed))


def test_all_ruled_forms_together_can_be_filled_in():
    merged = merge(Source(p, permits()[p].department, permits()[p].form.schema) for p in RULED)

    assert failures(merged, sample_merged(merged, Random(1))) == ()
