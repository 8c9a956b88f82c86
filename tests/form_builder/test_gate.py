"""Hostile schemas are refused in one sentence, with their place, soon."""

import time

import pytest

from form_builder.check import Unreadable, read_document
from form_builder.gate import admit
from form_builder.meet import meet
from schemas.problem import Refused


def nested(times, word="not"):
    schema = {}
    for _ in range(times):
        schema = {word: schema}
    return schema


def doubling(times):
    defs = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(times)}
    return {"$ref": "#/$defs/d0", "$defs": defs | {f"d{times}": {"type": "string"}}}


HOSTILE = [
    ("no schema", 3, ""),
    ("no schema either", None, ""),
    ("an unknown type", {"properties": {"a": {"type": "text"}}}, "/properties/a/type"),
    ("a step of nothing", {"multipleOf": 0}, "/multipleOf"),
    ("a remote reference", {"items": {"$ref": "https://x.example/y"}}, "/items/$ref"),
    ("a reference to nothing", {"$ref": "#/$defs/a"}, "/$ref"),
    ("a reference to itself", {"$ref": "#"}, "/$ref"),
    (
        "two references to each other",
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        "/$defs/b/$ref",
    ),
    (
        "a pattern that looks ahead",
        {"properties": {"a/b": {"pattern": "(?=a)"}}},
        "/properties/a~1b/pattern",
    ),
    ("a pattern without an end", {"patternProperties": {"(": {}}}, "/patternProperties/("),
    ("a pattern of a million", {"pattern": "a{1000}{1000}"}, "/pattern"),
    ("another dialect", {"$schema": "http://json-schema.org/draft-07/schema#"}, "/$schema"),
    ("not a number", {"minimum": float("nan")}, "/minimum"),
    ("endless", {"allOf": [{"maximum": float("inf")}]}, "/allOf/0/maximum"),
    ("no JSON", {"enum": [object()]}, "/enum/0"),
    ("objects where names are due", {"required": [{"a": n} for n in range(5000)]}, "/required/0"),
]


@pytest.mark.parametrize(
    ("schema", "pointer"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_a_hostile_schema_is_refused_at_its_place(schema, pointer):
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        meet([{"type": "string"}, schema])

    assert (refused.value.pointer, "\n" in refused.value.sentence) == (pointer, False)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "schema", [nested(70), nested(100_000), nested(100, "items"), doubling(40)]
)
def test_what_is_too_deep_or_doubles_is_refused(schema):
    with pytest.raises(Refused) as refused:
        meet([schema])

    assert refused.value.pointer.startswith("/")


def test_a_schema_may_hold_itself():
    tree = {"type": "object", "properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}}

    admit(tree)
    assert meet([tree, {"required": ["left"]}]).satisfiable


def test_thousands_of_distinct_objects_are_judged_soon():
    began = time.process_time()
    found = meet([{"enum": [[{"a": n} for n in range(3000)]]}, {"uniqueItems": True}])

    assert (found.satisfiable, time.process_time() - began < 2) == (True, True)


@pytest.mark.parametrize(
    "data", [b"[" * 10_000_000, b'{"a":' * 150_000, b'{"a":1,"a":2}', b'{"a":1e999}']
)
def test_bytes_that_no_parser_should_see(data):
    with pytest.raises(Refused) as refused:
        read_document(data)

    assert isinstance(refused.value, Unreadable)
