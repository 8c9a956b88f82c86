"""Contradictions: planted ones are found with their causes, small worlds are searched exactly."""

from random import Random
from typing import Any

import pytest

from form_builder.conditions import settle
from form_builder.merge import merge
from form_builder.validate import failures
from schemas.merged import Source
from tests.form_builder.small_worlds import differences, world


def a_source(name: str, required: tuple[str, ...] = (), **rest: Any) -> Source:
    """A form over the elements it names: fields as keywords, rules over them as `rules`."""
    rules = rest.pop("rules", ())
    fields = {k: {**f, "x-element": k} for k, f in rest.items()}
    form = {"type": "object", "additionalProperties": False, "properties": fields}
    return Source(name, name, settle({**form, "required": list(required), "allOf": list(rules)}))


def given(key: str, value: Any) -> dict[str, Any]:
    return {"properties": {key: {"const": value}}, "required": [key]}


YES_NO: dict[str, Any] = {"type": "boolean"}
TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
LIQUOR = given("liquor", True)


def test_an_answer_that_can_never_be_submitted_is_told_with_both_rules():
    health = a_source(
        "health",
        ("liquor",),
        liquor=YES_NO,
        permit=TEXT,
        rules=[{"if": LIQUOR, "then": {"required": ["permit"]}}],
    )
    zoning = a_source(
        "zoning",
        liquor=YES_NO,
        permit=TEXT,
        rules=[{"if": LIQUOR, "then": {"properties": {"permit": False}}}],
    )
    merged = merge([health, zoning])

    (told,) = merged.conflicts
    assert (told.about, told.kind, told.when) == ("liquor", "choice", '{"const":true}')
    assert (told.sources, told.keys, told.does) == (
        ("health", "zoning"),
        ("permit", "permit"),
        ("needs", "forbids"),
    )
    assert merged.satisfiable is True
    assert failures(merged, merged.witness) == ()


def test_a_show_when_counts_like_a_plain_rule():
    shown = a_source("a", liquor=YES_NO, permit={**TEXT, "x-show-when": LIQUOR})
    shown.schema["allOf"][0]["then"] = {"required": ["permit"]}
    never = a_source("b", rules=[{"propertyNames": {"not": {"const": "permit"}}}], permit=TEXT)

    kinds = {(c.about, c.kind) for c in merge([shown, never]).conflicts}

    assert kinds == {("liquor", "choice"), ("permit", "field")}


def test_a_chain_over_three_departments_leaves_no_answers():
    one = a_source(
        "one",
        ("way",),
        way={"enum": ["甲", "乙"]},
        kind={"enum": ["一", "二"]},
        rules=[{"if": given("way", w), "then": given("kind", "一")} for w in ("甲", "乙")],
    )
    two = a_source(
        "two",
        kind={"enum": ["一", "二"]},
        proof=TEXT,
        rules=[{"if": given("kind", "一"), "then": {"required": ["proof"]}}],
    )
    three = a_source("three", proof=TEXT, rules=[{"not": {"required": ["proof"]}}])
    merged = merge([one, two, three])

    assert (merged.satisfiable, merged.witness) == (False, None)
    assert [(c.kind, sorted(c.sources)) for c in merged.conflicts if c.kind == "form"] == [
        ("form", ["one", "three", "two"])
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"type": "number", "maximum": 10}, {"type": "number", "minimum": 11}),
        ({"type": "number", "maximum": 100, "x-factor": "100"}, {"type": "number", "minimum": 2}),
        ({"enum": ["甲"]}, {"enum": ["乙"]}),
        ({"enum": ["甲"]}, {"enum": ["甲"], "x-codes": [["乙", "甲"]]}),
        ({"type": "string", "format": "date"}, {"type": "string", "maxLength": 9}),
        ({"type": "string"}, {"type": "number"}),
        ({"type": "array", "minItems": 3}, {"type": "array", "maxItems": 2}),
        ({"type": "integer", "multipleOf": 7}, {"type": "integer", "minimum": 8, "maximum": 13}),
    ],
)
@pytest.mark.parametrize("is_needed", [True, False])
def test_two_limits_that_exclude_each_other_are_found_by_pairs(one, other, is_needed):
    sources = [
        a_source("one", ("x",) if is_needed else (), x=one),
        a_source("other", x=other),
        *(a_source(f"more{n}", y=TEXT) for n in range(5)),
    ]
    merged = merge(sources)

    assert [(c.about, c.kind, sorted(c.sources)) for c in merged.conflicts] == [
        ("x", "presence" if is_needed else "field", ["one", "other"])
    ]
    assert merged.satisfiable is not is_needed


def test_a_needed_group_with_a_dead_answer_and_a_needed_table_with_a_dead_column():
    group = {
        "type": "object",
        "required": ["age"],
        "properties": {"age": {"type": "integer", "maximum": 10, "x-element": "boss/age"}},
    }
    rows = {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["age"],
            "properties": {"age": {"type": "integer", "minimum": 18, "x-element": "age"}},
        },
    }
    children = {**rows, "items": {"properties": {"age": {"maximum": 17, "x-element": "age"}}}}
    boss = Source("boss", "boss", {"required": ["b"], "properties": {"b": group}})
    grown = Source(
        "grown", "grown", {"properties": {"a": {"minimum": 18, "x-element": "boss/age"}}}
    )
    staff = Source(
        "staff", "staff", {"required": ["t"], "properties": {"t": {**rows, "x-element": "t"}}}
    )
    young = Source("young", "young", {"properties": {"t": {**children, "x-element": "t"}}})

    assert [(c.about, c.kind) for c in merge([boss, grown]).conflicts] == [("boss/age", "presence")]
    assert [(c.about, c.kind) for c in merge([staff, young]).conflicts] == [("t", "presence")]


def test_rules_that_are_never_shown_together_are_no_conflict():
    sources = [
        a_source(
            name,
            ("way",),
            way={"enum": ["甲", "乙"]},
            limit={"enum": [option], "x-show-when": given("way", way)},
        )
        for name, way, option in (("a", "甲", "一"), ("b", "乙", "二"))
    ]

    assert (merge(sources).conflicts, merge(sources).satisfiable) == ((), True)


def test_what_was_not_decided_is_listed():
    odd = a_source("a", ("x",), x={"type": "string", "pattern": "^[ab]+$", "format": "uscc"})

    merged = merge([odd])

    assert (merged.satisfiable, merged.undecided) in ((None, ("x",)), (False, ()))


@pytest.mark.parametrize("seed", range(4))
def test_small_worlds_are_searched_as_if_every_document_was_tried(seed):
    worlds = [world(Random(f"{seed}.{n}")) for n in range(50)]

    assert [d for sources in worlds for d in differences(sources)] == []
