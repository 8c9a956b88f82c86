"""Every rule under which nothing is left, and witnesses where something is: True or False, never unknown."""

import pytest

from form_builder.meet import meet

TREE = {"$defs": {"n": {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}}}}}
ENDLESS = {"$defs": {"n": {**TREE["$defs"]["n"], "required": ["next"]}}, "$ref": "#/$defs/n"}
ITEM = {"type": "array", "minItems": 1}

EMPTY = [
    ("patterns apart", [{"type": "string", "pattern": "^[0-9]+$"}, {"pattern": "^[a-z]+$"}]),
    ("a pattern too long", [{"type": "string", "pattern": "^[0-9]{18}$"}, {"maxLength": 15}]),
    ("a pattern no format has", [{"type": "string", "format": "date"}, {"pattern": "^[a-z]"}]),
    ("a day that is not", [{"type": "string", "format": "date"}, {"pattern": "-02-30$"}]),
    ("no such leap day", [{"type": "string", "format": "date"}, {"pattern": "^2023-02-29$"}]),
    ("a pattern within another, refused", [{"type": "string", "pattern": "^ab$"}, {"not": {"pattern": "b$"}}]),
    ("a text in two lines", [{"type": "string", "pattern": "^a$"}, {"enum": ["a\n"]}]),
    ("one value refused", [{"const": 1}, {"not": {"enum": [1.0]}}]),
    ("a finite pattern used up", [{"type": "string", "pattern": "^[ab]$"}, {"not": {"enum": ["a", "b"]}}]),
    ("whole, and not a multiple of one", [{"type": "integer"}, {"not": {"multipleOf": 1}}]),
    ("no hundredth between", [{"type": "number", "multipleOf": 0.01}, {"exclusiveMinimum": 0.01, "exclusiveMaximum": 0.02}]),
    ("all the whole numbers refused", [{"type": "integer", "minimum": 1, "maximum": 3}, {"not": {"enum": [1, 2, 3]}}]),
    ("big bounds cross", [{"type": "integer", "minimum": 10**30 + 1}, {"maximum": 10**30}]),
    ("not its type", [{"type": ["string", "null"]}, {"not": {"type": ["string", "null"]}}]),
    ("both and exactly one", [{"oneOf": [{"type": "string"}, {"minLength": 1}]}, {"type": "string", "minLength": 1}]),
    ("no alternative", [{"anyOf": [{"minimum": 5}, {"multipleOf": 7}]}, {"type": "integer", "minimum": 1, "maximum": 4}]),
    (
        "neither branch of a condition",
        [{"if": {"minimum": 5}, "then": {"maximum": 4}, "else": {"minimum": 6}}, {"type": "number"}],
    ),
    ("nothing to contain", [{**ITEM, "contains": {"type": "string"}}, {"items": {"type": "number"}}]),
    ("more than may be", [{"type": "array", "contains": {"type": "null"}, "maxContains": 1, "items": {"type": "null"}}, {"minItems": 2}]),
    ("contained, not held", [{"type": "array", "contains": {"const": 1}}, {"contains": {"const": 2}, "maxItems": 1}]),
    ("too few different", [{"type": "array", "uniqueItems": True, "minItems": 3}, {"items": {"type": "boolean"}}]),
    ("two words in three places", [{"type": "array", "items": {"pattern": "^[ab]$", "type": "string"}}, {"uniqueItems": True, "minItems": 3}]),
    ("repeated and distinct", [{"type": "array", "uniqueItems": True}, {"not": {"uniqueItems": True}}]),
    ("more names than places", [{"type": "object", "required": ["a", "b"]}, {"maxProperties": 1}]),
    ("more members than names", [{"type": "object", "minProperties": 2}, {"properties": {"a": {}}, "additionalProperties": False}]),
    ("a name that may not be", [{"type": "object", "required": ["a1"]}, {"propertyNames": {"pattern": "^[a-z]+$"}}]),
    ("what it brings is forbidden", [{"type": "object", "required": ["a"], "dependentRequired": {"a": ["b"]}}, {"properties": {"b": False}}]),
    ("what it brings is refused", [{"type": "object", "required": ["a"]}, {"dependentSchemas": {"a": {"required": ["b"]}}, "not": {"required": ["b"]}}]),
    ("a member by pattern", [{"type": "object", "required": ["ab"], "patternProperties": {"^a": {"type": "string"}}}, {"properties": {"ab": {"type": "number"}}}]),
    ("seen by nobody", [{"type": "object", "required": ["b"]}, {"properties": {"a": {}}, "unevaluatedProperties": False}]),
    ("without end", [ENDLESS, {"type": "object"}]),
    ("two definitions of one name", [{"$defs": {"x": {"type": "string"}}, "$ref": "#/$defs/x"}, {"$defs": {"x": {"type": "null"}}, "$ref": "#/$defs/x"}]),
]  # fmt: skip

FILLED = [
    ("a word of two patterns", [{"type": "string", "pattern": "^[a-z]{3}[0-9]+$"}, {"pattern": "x.*7$", "minLength": 8}]),
    ("a code with its check character", [{"type": "string", "format": "uscc"}, {"pattern": "^91440400"}]),
    ("a person born in a month", [{"type": "string", "format": "resident-id"}, {"pattern": "^440402199002"}]),
    ("a day in a month", [{"type": "string", "format": "date"}, {"pattern": "^2024-02-2"}, {"not": {"const": "2024-02-20"}}]),
    ("an address on a domain", [{"type": "string", "format": "email"}, {"pattern": "@gov\\.cn$", "maxLength": 12}]),
    ("a hundredth", [{"type": "number", "multipleOf": 0.01}, {"exclusiveMinimum": 19.98, "exclusiveMaximum": 20}]),
    ("a multiple of both", [{"type": "number", "multipleOf": 0.6}, {"multipleOf": 0.4, "minimum": 100}]),
    ("not whole", [{"type": "number", "minimum": 3, "maximum": 4}, {"not": {"type": "integer"}}]),
    ("big", [{"type": "integer", "minimum": 10**30}, {"multipleOf": 7}]),
    ("three different flags", [{"type": "array", "uniqueItems": True, "minItems": 3}, {"items": {"type": ["boolean", "null"]}}]),
    ("two of two kinds", [{"type": "array", "contains": {"type": "string"}, "minContains": 2}, {"contains": {"type": "number"}, "maxItems": 3}]),
    ("one that is both", [{"type": "array", "contains": {"minimum": 3, "type": "number"}}, {"contains": {"multipleOf": 4, "type": "number"}, "maxItems": 1}]),
    ("twice the same", [{"type": "array", "items": {"type": "integer"}}, {"not": {"uniqueItems": True}}]),
    ("members by pattern", [{"type": "object", "minProperties": 3}, {"patternProperties": {"^x": {"type": "null"}}, "additionalProperties": False}]),
    ("an ill-named member", [{"type": "object"}, {"not": {"propertyNames": {"maxLength": 3}}}]),
    ("what a member brings", [{"type": "object", "required": ["a"]}, {"dependentSchemas": {"a": {"required": ["b"], "properties": {"b": {"const": 2}}}}}]),
    ("the other branch", [{"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": False}, {"type": "object", "required": ["a"]}]),
    ("exactly one", [{"oneOf": [{"minimum": 2}, {"maximum": 3}]}, {"type": "integer"}]),
    ("a tree", [{**TREE, "$ref": "#/$defs/n"}, {"required": ["next"]}]),
]  # fmt: skip


@pytest.mark.parametrize("schemas", [c[1] for c in EMPTY], ids=[c[0] for c in EMPTY])
def test_nothing_is_left(schemas):
    assert (meet(schemas).schema, meet(schemas).satisfiable) == (False, False)


@pytest.mark.parametrize("schemas", [c[1] for c in FILLED], ids=[c[0] for c in FILLED])
def test_something_is_left(schemas):
    assert meet(schemas).satisfiable is True


def test_steps_that_no_float_can_write_stay_side_by_side():
    odd = [{"type": "number", "multipleOf": 0.1234567890123}, {"multipleOf": 0.9876543210987}]

    assert meet(odd).schema["allOf"] == [
        {"multipleOf": 0.1234567890123},
        {"multipleOf": 0.9876543210987},
    ]


def test_a_meet_stands_by_itself_wherever_it_is_put():
    tree = {**TREE, "$ref": "#/$defs/n", "title": "甲"}
    inside = {"type": "object", "properties": {"a": meet([tree, {"minProperties": 1}]).schema}}

    assert meet([inside, {"required": ["a"]}]).satisfiable
    assert meet([meet([tree]).schema]) == meet([tree])
