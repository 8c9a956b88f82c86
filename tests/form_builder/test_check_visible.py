"""Conditions that never or always hold, through chains of conditions and whatever answers there may be."""

import pytest

from form_builder.check import mistakes
from form_builder.check_visible import ALWAYS, NEVER, verdict
from form_builder.conditions import from_expression, settle
from schemas.field_types import FIELD_TYPES


def a_form(required=(), **fields):
    properties = {
        key: FIELD_TYPES[kind].base()
        | {"title": key, "x-section": "s1"}
        | ({"x-show-when": from_expression(when)} if when else {})
        | more
        for key, (kind, when, more) in fields.items()
    }
    return settle(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:yizhao:form:x",
            "title": "申请表",
            "x-sections": [{"key": "s1", "title": "分区"}],
            "type": "object",
            "additionalProperties": False,
            "required": list(required),
            "properties": properties,
        }
    )


WAY = ("choice", "", {"enum": ["批发", "零售", "批零兼营"]})
AREA = ("number", "", {"minimum": 10, "maximum": 500})
GOODS = (
    "choices",
    "",
    {"items": {"type": "string", "enum": ["烟", "酒", "茶"]}, "minItems": 2},
)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("way == '批发' || way == '批零兼营'", ""),
        ("way == '批发' && way == '零售'", NEVER),
        ("way in ['批发','零售','批零兼营']", ALWAYS),
        ("way != '批发'", ""),
        ("(way == '批发' || way == '零售') && (area >= 100 || area < 20)", ""),
        ("(way == '批发' || way == '零售') && (way == '批零兼营' || area > 500)", NEVER),
        ("(way == '批发' || way != '批发') && (area >= 100 || area < 200)", ALWAYS),
        ("!(way == '批发') || way == '批发'", ALWAYS),
        ("area >= 10", ALWAYS),
        ("area > 500", NEVER),
        ("area > 499", ""),
        ("area > 100 && area < 100", NEVER),
        ("area > 100 || area <= 100", ALWAYS),
        ("(way == '批发' && area > 600) || (way == '零售' && area < 5)", NEVER),
        ("includes(goods,'烟') && includes(goods,'酒') && includes(goods,'茶')", ""),
        ("!includes(goods,'烟') && !includes(goods,'酒')", NEVER),
        ("includes(goods,'烟') || includes(goods,'酒')", ALWAYS),
        ("note != ''", ""),
        ("note == '甲'", ""),
        ("name != ''", ALWAYS),
        ("name == ''", NEVER),
    ],
)
def test_a_condition_is_tried_with_every_kind_of_answer(when, said):
    form = a_form(
        ["way", "area", "goods", "name"],
        way=WAY,
        area=AREA,
        goods=GOODS,
        name=("text", "", {}),
        note=("text", "", {}),
        depot=("text", when, {}),
    )

    assert verdict("depot", form) == said


def test_what_may_be_left_empty_does_not_always_hold():
    assert verdict("depot", a_form(area=AREA, depot=("text", "area >= 10", {}))) == ""


def test_a_condition_on_a_question_that_is_hidden_then_is_seen_through():
    form = a_form(
        ["way"],
        way=WAY,
        cold=("yes_no", "way == '批发'", {}),
        depot=("text", "cold == true && way == '零售'", {}),
    )

    assert verdict("depot", form) == NEVER


def test_a_required_question_that_nobody_can_see_is_told_as_such():
    form = a_form(["way", "depot"], way=WAY, depot=("text", "way == '代销'", {}))

    assert [p.sentence for p in mistakes(form)] == [
        "这一题必填，可是显示条件永远不会成立，没有人看得到。请改条件。"
    ]


def test_a_material_that_is_shared_is_never_an_answer():
    shared = {"x-material": {"treatment": "shared"}}
    form = a_form(paper=("material", "", shared), depot=("text", "paper != ''", {}))

    assert verdict("depot", form) == NEVER


def test_too_many_answers_to_try_are_left_untold():
    many = {f"n{k}": ("integer", "", {}) for k in range(12)}
    when = " && ".join(f"n{k} > {k}" for k in range(12))

    assert verdict("depot", a_form(**many, depot=("text", when, {}))) == ""
