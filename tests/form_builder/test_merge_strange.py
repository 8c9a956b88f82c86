"""Strange sources and strange documents: what is neither a form of the dialect nor an answer to one."""

from typing import Any

import pytest

from form_builder.merge import merge
from form_builder.split import split
from form_builder.validate import failures
from schemas.judge import accepts
from schemas.merged import Source

DEEP: dict[str, Any] = {}
for _level in range(2000):
    DEEP = {"not": DEEP}
NAME = {"type": "string", "x-element": "name"}


def law_holds(sources: list[Source], answers: Any) -> bool:
    """True when the verdicts agree, and the merged schema refuses nothing that all accept."""
    merged = merge(sources)
    shares = split(merged, answers)
    verdict = all(accepts(s.schema, shares[s.id]) for s in sources)
    assert verdict == (failures(merged, answers) == ())
    assert accepts(merged.schema, answers) or not verdict
    return verdict


@pytest.mark.parametrize("answers", [None, True, 0, "x", [], [{"name": "a"}], 1e400])
def test_what_is_no_object_answers_nothing(answers):
    voluntary = Source("a", "a", {"type": "object", "properties": {"n": NAME}})
    needed = Source("a", "a", {**voluntary.schema, "required": ["n"]})

    assert law_holds([voluntary], answers)
    assert not law_holds([needed], answers)


@pytest.mark.parametrize(
    "key", ["__proto__", "a/b", "~", ".", "~0", "constructor", "", "名", "a.b"]
)
def test_members_nobody_binds_go_nowhere_whatever_they_are_called(key):
    form = {"additionalProperties": False, "properties": {key: {"type": "string"}, "n": NAME}}
    sources = [Source("a", "a", form)]

    assert split(merge(sources), {key: 1, "name": "x"}) == {"a": {"n": "x"}}
    assert law_holds(sources, {key: 1, "name": "x"})


@pytest.mark.parametrize("schema", [True, False, {}, {"not": {}}, {"type": "string"}])
def test_schemas_without_fields(schema):
    sources = [Source("a", "a", schema), Source("b", "b", {"properties": {"n": NAME}})]

    assert law_holds(sources, {"name": "x"}) == (schema in (True, {}))


def test_a_closed_object_is_closed_to_its_own_names_only():
    closed = {"properties": {"n": NAME}, "unevaluatedProperties": False}
    other = {"properties": {"m": {"x-element": "more"}}, "maxProperties": 1}
    merged = merge([Source("a", "a", closed), Source("b", "b", other)])

    assert failures(merged, {"name": "x", "more": 1, "nobody": 2}) == ()
    assert accepts(merged.schema, {"name": "x", "more": 1, "nobody": 2})


def test_a_pattern_over_names_is_a_rule_on_each_field_it_names():
    form = {
        "properties": {"tel_home": {"x-element": "home"}, "fax": {"x-element": "fax"}},
        "patternProperties": {"^tel_": {"type": "string", "maxLength": 5}},
    }
    merged = merge([Source("a", "a", form)])

    assert merged.field("home").schema == {"type": "string", "maxLength": 5}
    assert merged.field("fax").schema is True
    assert merged.field("home").origins[0].schema["allOf"] == [
        {"x-element": "home"},
        {"type": "string", "maxLength": 5},
    ]


def test_definitions_carry_bindings_and_rules():
    form = {
        "$defs": {"person": {"type": "object", "properties": {"n": NAME}, "required": ["n"]}},
        "properties": {"boss": {"$ref": "#/$defs/person", "x-element": "legal_rep"}},
        "required": ["boss"],
    }
    merged = merge([Source("a", "a", form)])

    assert [f.key for f in merged.fields] == ["legal_rep/name"]
    assert split(merged, {"legal_rep": {"name": "x"}}) == {"a": {"boss": {"n": "x"}}}
    assert [f.field for f in failures(merged, {})] == ["legal_rep/name"]


def test_a_tree_is_one_answer():
    form = {
        "$defs": {
            "tree": {
                "type": "object",
                "properties": {"leaf": NAME, "more": {"items": {"$ref": "#/$defs/tree"}}},
            }
        },
        "properties": {"tree": {"$ref": "#/$defs/tree"}},
    }
    sources = [Source("a", "a", form)]
    deep: Any = {"name": "x"}
    for _ in range(30):
        deep = {"a.tree.more": [{"more": [deep]}]}

    assert law_holds(sources, deep)


def test_a_form_may_ask_only_under_its_own_rules():
    form = {
        "properties": {"liquor": {"type": "boolean", "x-element": "liquor"}},
        "if": {"properties": {"liquor": {"const": True}}, "required": ["liquor"]},
        "then": {"properties": {"permit": {"x-element": "permit_no"}}, "required": ["permit"]},
    }
    sources = [Source("a", "a", form)]

    assert law_holds(sources, {"liquor": True, "permit_no": 1})
    assert not law_holds(sources, {"liquor": True})
    assert not accepts(merge(sources).schema, {"liquor": True})


def test_a_whole_and_its_part_may_both_be_asked():
    whole = {"properties": {"a": {"type": "object", "x-element": "a"}}}
    part = {"properties": {"b": {"type": "string", "x-element": "a/b"}}, "required": ["b"]}
    sources = [Source("p", "p", whole), Source("q", "q", part)]

    assert split(merge(sources), {"a": {"b": "x"}}) == {"p": {"a": {"b": "x"}}, "q": {"b": "x"}}
    assert law_holds(sources, {"a": {"b": "x"}})
    assert not law_holds(sources, {"a": "x"})


def test_codes_under_a_not_are_never_told_half():
    field = {"not": {"minLength": 2}, "x-element": "e", "x-codes": [["甲", "一二"], ["乙", "一"]]}
    sources = [Source("p", "p", {"properties": {"f": field}})]

    assert law_holds(sources, {"e": "乙"})
    assert not law_holds(sources, {"e": "甲"})
    assert merge(sources).beyond_schema == ("e: minLength", "e: not")


def test_units_reach_through_lists_of_lists():
    items = {"type": "array", "items": {"type": "number", "maximum": 100}}
    field = {"type": "array", "items": items, "x-element": "e", "x-factor": "100"}
    sources = [Source("p", "p", {"properties": {"f": field}})]

    assert split(merge(sources), {"e": [[0.07], [1]]}) == {"p": {"f": [[7], [100]]}}
    assert merge(sources).field("e").schema["items"]["items"] == {"type": "number", "maximum": 1}


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({"properties": {"a": {"$ref": "#/$defs/no"}}}, "/properties/a/$ref"),
        ({"$ref": "https://elsewhere.example/form"}, "/$ref"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}, "$ref"),
        ({"properties": {"a": 5}}, "/properties/a"),
        ({"properties": {"a": {"required": "b"}}}, "/properties/a/required"),
        ({"not": DEEP}, "/not"),
        ({"properties": {"a": {"pattern": "(?=a)"}}}, "/properties/a/pattern"),
        (
            {"properties": {"a/b": {"x-codes": [["1", "x"], ["2", "x"]]}}},
            "/properties/a~1b/x-codes",
        ),
        ({"properties": {"a": {"x-codes": [[["1"], "x"]]}}}, "/properties/a/x-codes"),
        ({"properties": {"a": {"x-element": 7}}}, "/properties/a/x-element"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(form, place):
    with pytest.raises(ValueError, match=place.replace("$", r"\$").replace("/", "/")):
        merge([Source("a", "a", form)])
