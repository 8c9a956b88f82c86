"""Example answers: valid, likely, the same for the same seed."""

from random import Random

import pytest
import re2

from form_builder.merge import merge
from form_builder.sample import sample, sample_merged
from form_builder.sample_text import text_like
from form_builder.sample_value import value
from schemas.formats import is_resident_id, is_uscc
from schemas.judge import accepts
from tests.form_builder.test_merge import NAME, a_form, a_source, choice

PATTERNS = [
    "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$",
    "^(1[3-9][0-9]{9}|(0[0-9]{2,3}-)?[0-9]{7,8})$",
    "^([0-9]{1,3}\\.){3}[0-9]{1,3}$",
    "^https?://[^\\s/]+(/\\S*)?$",
    "^\\w+-\\d?$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_text_like_its_pattern(pattern):
    for seed in range(20):
        assert re2.search(pattern, text_like(pattern, Random(seed)))


def test_codes_have_their_check_characters():
    form = a_form(
        ("code", "person"),
        code={"type": "string", "format": "uscc"},
        person={"type": "string", "format": "identity-document"},
    )
    answers = sample(form, Random(1))

    assert (is_uscc(answers["code"]), is_resident_id(answers["person"])) == (True, True)


def test_the_same_seed_gives_the_same_answers():
    form = a_form(("name",), name=NAME, kind=choice("甲", "乙"))

    assert sample(form, Random(5)) == sample(form, Random(5))


def test_a_files_digest_comes_from_the_caller():
    plan = {"type": "array", "x-type": "material", "minItems": 2, "items": {"pattern": "^f"}}
    form = a_form(("plan",), plan=plan)

    answers = sample(form, Random(0), files=lambda key, number: f"f{number} {key}")

    assert answers == {"plan": ["f0 form.plan", "f1 form.plan"]}


def test_what_cannot_be_filled_is_said():
    clash = [
        a_source(n, a_form(("x",), x=choice(o, **{"x-element": "x"})))
        for n, o in (("a", "甲"), ("b", "乙"))
    ]

    with pytest.raises(ValueError, match="still wrong: x"):
        sample_merged(merge(clash), Random(0))


def test_conditional_fields_are_answered_when_shown():
    shown = {"properties": {"way": {"const": "甲"}}, "required": ["way"]}
    form = a_form(("way",), way=choice("甲", "乙"), more={**NAME, "x-show-when": shown})
    found = [sample(form, Random(seed), share=1) for seed in range(20)]

    assert {(a["way"], "more" in a) for a in found} == {("甲", True), ("乙", False)}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
        {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"enum": [1, 2, 3]}},
        {"type": "array", "contains": {"const": 7}, "items": {"type": "integer"}},
        {"type": "object", "minProperties": 2, "additionalProperties": {"type": "boolean"}},
        {"anyOf": [False, {"type": "string", "minLength": 30, "maxLength": 30}]},
        {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 3},
    ],
)
def test_a_value_of_any_schema(schema):
    assert accepts(schema, value(schema, Random(2)))
