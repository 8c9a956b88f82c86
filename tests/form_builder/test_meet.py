"""Every rule of the meet as a case."""

import pytest

from form_builder.meet import Meet, meet
from form_builder.meeting.intersect import intersection
from schemas.judge import accepts

OPTIONS = ["自有", "租赁", "无偿使用"]

CASES = [
    ("types intersect", [{"type": ["string", "null"]}, {"type": "string"}], {"type": "string"}),
    ("an integer is a number", [{"type": "integer"}, {"type": "number"}], {"type": "integer"}),
    ("different types leave nothing", [{"type": "string"}, {"type": "number"}], False),
    (
        "options are filtered by all the rest",
        [{"enum": OPTIONS}, {"maxLength": 2, "pattern": "自|赁"}],
        {"enum": ["租赁", "自有"]},
    ),
    (
        "three lists share one option",
        [{"enum": [1, 2]}, {"enum": [2, 3]}, {"const": 2.0}],
        {"enum": [2]},
    ),
    ("true is not 1", [{"enum": [1]}, {"const": True}], False),
    ("the higher minimum wins", [{"minimum": 20}, {"minimum": 30}], {"minimum": 30}),
    (
        "an exclusive bound wins a tie",
        [{"type": "number", "minimum": 0}, {"exclusiveMinimum": 0}],
        {"type": "number", "exclusiveMinimum": 0},
    ),
    (
        "integers have whole bounds",
        [{"type": "integer", "exclusiveMinimum": 0.5}, {"maximum": 2.5}],
        {"type": "integer", "minimum": 1, "maximum": 2},
    ),
    (
        "a whole number starts at the next whole one",
        [{"type": "integer"}, {"minimum": 1.5, "exclusiveMaximum": 4}],
        {"type": "integer", "minimum": 2, "maximum": 3},
    ),
    ("bounds that cross leave nothing", [{"type": "number", "minimum": 3}, {"maximum": 2}], False),
    (
        "steps meet at their least common multiple",
        [{"type": "number", "multipleOf": 0.5}, {"multipleOf": 0.2}],
        {"type": "integer"},
    ),
    (
        "no multiple between the bounds leaves nothing",
        [{"type": "number", "multipleOf": 10}, {"minimum": 11, "maximum": 19}],
        False,
    ),
    (
        "lengths tighten from both sides",
        [{"type": "string", "minLength": 1, "maxLength": 100}, {"maxLength": 50, "minLength": 2}],
        {"type": "string", "minLength": 2, "maxLength": 50},
    ),
    (
        "lengths that cross leave nothing",
        [{"type": "string", "minLength": 5}, {"maxLength": 4}],
        False,
    ),
    (
        "different patterns are both kept",
        [{"type": "string", "pattern": "^a"}, {"pattern": "b$"}],
        {"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "b$"}]},
    ),
    ("the same pattern is one", [{"pattern": "^a"}, {"pattern": "^a"}], {"pattern": "^a"}),
    (
        "formats that exclude each other leave no text",
        [{"type": "string", "format": "date"}, {"format": "email"}],
        False,
    ),
    (
        "a format may be too long for the limit",
        [{"type": "string", "format": "uscc"}, {"maxLength": 15}],
        False,
    ),
    (
        "items meet",
        [{"items": {"enum": OPTIONS}}, {"items": {"enum": OPTIONS[:2]}, "type": "array"}],
        {"type": "array", "items": {"enum": ["租赁", "自有"]}},
    ),
    (
        "a dead position ends the array",
        [
            {"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}]},
            {"prefixItems": [{}, {"type": "number"}]},
        ],
        {"type": "array", "items": {"type": "string"}, "maxItems": 1},
    ),
    (
        "rows nobody can fill are fine while none is needed",
        [{"type": "array", "items": {"type": "string"}}, {"items": {"type": "number"}}],
        {"type": "array", "maxItems": 0},
    ),
    (
        "rows nobody can fill are not when one is needed",
        [
            {"type": "array", "items": {"type": "string"}},
            {"items": {"type": "number"}, "minItems": 1},
        ],
        False,
    ),
    (
        "distinct options run out",
        [{"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True}, {"minItems": 3}],
        False,
    ),
    (
        "different contains are both kept",
        [{"type": "array", "contains": {"const": 1}}, {"contains": {"const": 2}}],
        {
            "type": "array",
            "minItems": 1,
            "allOf": [{"contains": {"enum": [1]}}, {"contains": {"enum": [2]}}],
        },
    ),
    (
        "named members meet, and what one side closes is closed",
        [
            {"type": "object", "properties": {"a": {"minimum": 1}, "b": {}}, "required": ["a"]},
            {"properties": {"a": {"minimum": 2}}, "additionalProperties": False},
        ],
        {
            "type": "object",
            "properties": {"a": {"minimum": 2}},
            "additionalProperties": False,
            "required": ["a"],
        },
    ),
    (
        "a needed member that is forbidden leaves nothing",
        [{"type": "object", "required": ["a"]}, {"properties": {"a": False}}],
        False,
    ),
    (
        "branches that the rest refuses are dropped",
        [{"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]}, {"type": "number"}],
        {"type": "integer", "minimum": 3},
    ),
    ("two equal branches of oneOf are never one", [{"oneOf": [{}, {}]}], False),
    (
        "no branch left leaves nothing",
        [{"oneOf": [{"const": 1}, {"const": 2}]}, {"const": 3}],
        False,
    ),
    ("words decide nothing", [{"title": "甲", "x-type": "text", "minimum": 1}], {"minimum": 1}),
    ("nothing asked accepts everything", [True, {}, {"description": "随便"}], True),
    ("nothing accepted accepts nothing", [{}, False], False),
]


@pytest.mark.parametrize(("schemas", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_meet_rule(schemas, expected):
    assert intersection(schemas) == expected


def test_a_meet_that_can_be_filled_carries_a_witness():
    assert meet([{"type": "integer", "minimum": 3}, {"maximum": 3}]) == Meet(
        {"type": "integer", "minimum": 3, "maximum": 3}, True, 3
    )


def test_a_meet_that_cannot_be_filled_says_so():
    assert meet([{"type": "string"}, {"type": "null"}]) == Meet(False, False)


def test_references_keep_the_definitions_they_name():
    even = {"$defs": {"step": {"multipleOf": 2}}, "$ref": "#/$defs/step"}
    triple = {"$defs": {"step": {"multipleOf": 3}}, "$ref": "#/$defs/step"}

    met = meet([even, triple, {"type": "integer", "minimum": 1, "maximum": 6}])

    assert (met.satisfiable, met.witness) == (True, 6)
    assert [n for n in range(13) if accepts(intersection([even, triple]), n)] == [0, 6, 12]
