"""Which documents are forms, and what is said about those that are not."""

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.dialect import META, dialect_problems
from schemas.field_types import FIELD_TYPES
from schemas.judge import judge
from schemas.swift import swift

SHOWN = {"properties": {"way": {"const": "零售"}}, "required": ["way"]}
FORM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:yizhao:form:shop",
    "title": "小店申请书",
    "x-i18n": {"en": {"title": "Shop"}},
    "x-sections": [{"key": "s1", "title": "店铺"}],
    "type": "object",
    "additionalProperties": False,
    "required": ["way", "staff"],
    "properties": {
        "way": {
            "type": "string",
            "enum": ["零售", "批发"],
            "title": "经营方式",
            "x-type": "choice",
            "x-section": "s1",
            "x-codes": [["retail", "零售"], ["wholesale", "批发"]],
        },
        "area": {
            "type": "number",
            "minimum": 1,
            "title": "面积",
            "x-type": "number",
            "x-section": "s1",
            "x-unit": "cm",
            "x-factor": "1/100",
            "x-element": "ad_width",
            "x-show-when": SHOWN,
        },
        "staff": {
            "type": "array",
            "minItems": 1,
            "maxItems": 200,
            "title": "人员",
            "x-type": "table",
            "x-section": "s1",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {
                        "type": "string",
                        "title": "姓名",
                        "x-type": "text",
                        "x-element": "name",
                    }
                },
            },
        },
    },
    "allOf": [
        {
            "x-guard": "area",
            "if": SHOWN,
            "then": {"required": ["area"]},
            "else": {"properties": {"area": False}},
        }
    ],
}


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """The form with one place set, or removed where `value` is None."""
    form = deepcopy(FORM)
    *path, last = pointer.strip("/").split("/")
    place: Any = form
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is None:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return form


def test_the_meta_schema_is_a_json_schema_and_the_form_keeps_it():
    meta = json.loads(META.read_text("utf-8"))

    Draft202012Validator.check_schema(meta)
    assert Draft202012Validator(meta).is_valid(FORM)
    assert dialect_problems(FORM) == ()


@pytest.mark.parametrize("name", sorted(FIELD_TYPES))
def test_every_field_type_begins_as_the_dialect_says(name: str):
    base = FIELD_TYPES[name].base()
    fields = {**FORM["properties"], "new": {"title": "新的一题", "x-section": "s1", **base}}

    assert dialect_problems({**FORM, "properties": fields}) == ()


SPOILT = [
    ("/title", None, ""),
    ("/$schema", "http://json-schema.org/draft-07/schema#", "/$schema"),
    ("/$id", "shop", "/$id"),
    ("/additionalProperties", True, "/additionalProperties"),
    ("/x-sections", [], "/x-sections"),
    ("/$ref", "https://example.com/other.json", ""),
    ("/properties/way/$ref", "#/$defs/x", "/properties/way"),
    ("/properties/way/x-colour", "red", "/properties/way"),
    ("/properties/way/minimum", 3, "/properties/way"),
    ("/properties/way/x-type", "colour", "/properties/way/x-type"),
    ("/properties/area/type", "string", "/properties/area/type"),
    ("/properties/area/x-factor", "-1", "/properties/area/x-factor"),
    ("/properties/area/x-factor", "1/0", "/properties/area/x-factor"),
    ("/properties/area/x-factor", "0", "/properties/area/x-factor"),
    ("/properties/area/x-section", "s9", "/properties/area/x-section"),
    ("/properties/area/x-unit", "", "/properties/area/x-unit"),
    (
        "/properties/staff/items/properties/name/x-show-when",
        SHOWN,
        "/properties/staff/items/properties/name",
    ),
    (
        "/properties/staff/items/properties/name/pattern",
        "(?=x)",
        "/properties/staff/items/properties/name/pattern",
    ),
    ("/properties/staff/items/required", ["nobody"], "/properties/staff/items/required"),
    (
        "/properties/way/x-codes",
        [["retail", "零售"], ["retail", "批发"]],
        "/properties/way/x-codes",
    ),
    ("/properties/way/x-codes", [["retail", "零售"]], "/properties/way/x-codes"),
    ("/required", ["nobody"], "/required"),
    ("/allOf", [], "/allOf"),
    ("/allOf/0/if", {"required": ["way"]}, "/allOf/0"),
    ("/allOf/0/else/properties", {"way": False}, "/allOf/0"),
    ("/required", ["way", "staff", "area"], "/allOf/0"),
]


@pytest.mark.parametrize(("pointer", "value", "where"), SPOILT)
def test_what_is_no_form_is_told_where(pointer: str, value: Any, where: str):
    assert {found for found, _ in dialect_problems(changed(pointer, value))} == {where}


def test_the_swift_verdict_on_a_form_is_the_meta_schemas():
    meta = json.loads(META.read_text("utf-8"))
    verdict, judged = swift(meta, own=True), judge(meta)
    spoilt = [changed(pointer, value) for pointer, value, _where in SPOILT]
    wrong = [
        {**FORM, "properties": {**FORM["properties"], "way": {**FORM["properties"]["way"], **more}}}
        for word in meta["$defs"]["question"]["properties"]
        for more in ({word: None}, {word: "text"}, {word: {"x": 1}})
    ]

    given = [FORM, *spoilt, *wrong, None, 7, [FORM]]
    assert [verdict(form) for form in given] == [judged.is_valid(form) for form in given]
    assert {verdict(form) for form in given} == {True, False}


def test_a_condition_looks_at_fields_of_the_form_and_never_at_itself():
    def about(name: str) -> tuple[tuple[str, str], ...]:
        shown = {"required": [name]}
        form = changed("/properties/area/x-show-when", shown)
        form["allOf"][0]["if"] = shown
        return dialect_problems(form)

    where = "/properties/area/x-show-when"
    assert about("staff") == ()
    assert about("nobody") == ((where, "显示条件要看 nobody，表里没有这个字段。"),)
    assert about("area") == ((where, "显示条件绕回了自己。"),)


def test_anything_may_be_asked_about():
    rng = Random(1)
    for hostile in (
        None,
        7,
        "form",
        [],
        {},
        {"properties": []},
        [FORM],
        {"x" * rng.randint(1, 9): FORM},
    ):
        assert dialect_problems(hostile) != ()
