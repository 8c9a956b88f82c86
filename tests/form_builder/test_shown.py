"""Which fields are shown: the compiled tests agree with the conditions as they are written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_builder.conditions import from_expression, hidden
from form_builder.shown import compiled, shown_of
from schemas.judge import accepts
from tests.form_builder.schemas_made import INSTANCES, SCHEMAS

EXPRESSIONS = [
    "format == '食品销售经营者'",
    "accept_kind != '其他'",
    "top >= 10 || face >= 10",
    "right in ['租赁','无偿使用']",
    "includes(projects,'糕点') && !(online == true)",
]
NAMES = ["format", "accept_kind", "top", "face", "right", "projects", "online"]
VALUES = st.one_of(
    st.sampled_from(["食品销售经营者", "其他", "租赁", True, False, 9, 10, 10.5, ["糕点"], []])
)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(answers=st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_a_compiled_condition_is_the_condition(expression, answers):
    condition = from_expression(expression)

    assert compiled(condition)(answers) == accepts(condition, answers)


@given(SCHEMAS, INSTANCES)
def test_any_schema_can_be_a_condition(schema, instance):
    assert compiled(schema)(instance) == accepts(schema, instance)


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["甲", "乙"])), st.randoms())
def test_hiding_agrees_with_the_conditions_and_settles_even_in_a_ring(answers, random):
    condition = {"properties": {"x": {"const": "甲"}}, "required": ["x"]}
    fields = {}
    for key in "abcd":
        other = json.loads(json.dumps(condition).replace("x", random.choice("abcd")))
        fields[key] = {"x-show-when": random.choice([other, {"not": other}])}
    schema = {"properties": fields}

    assert shown_of(schema).hidden(answers) == hidden(schema, answers)
