"""The swift verdict is the judge's."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from form_builder.sample import sample
from schemas.formats import FORMATS
from schemas.judge import accepts, judge
from schemas.swift import swift
from tests.form_builder.schemas_made import INSTANCES, SCHEMAS
from tests.form_builder.shipped import PERMITS, document


@settings(
    max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(SCHEMAS, st.lists(INSTANCES, min_size=8, max_size=8))
def test_any_schema_has_one_verdict(schema, instances):
    verdict = swift(schema)

    assert [verdict(i) for i in instances] == [accepts(schema, i) for i in instances]


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        ({"pattern": "^.$"}, "\r"),
        ({"pattern": "^\\s$"}, "\u00a0"),
        ({"pattern": "^a$"}, "a\n"),
        ({"pattern": "(?i)^k$"}, "\u212a"),
        ({"pattern": "^\\d$"}, "٣"),
        ({"pattern": "^\\S+$"}, "\ud800"),
        ({"patternProperties": {"^.$": False}}, {"\r": 1}),
        ({"patternProperties": {"^a": False}}, {"ab": 1}),
        ({"properties": {"pattern": {"pattern": "^.$"}}}, {"pattern": "\r"}),
        ({"enum": [{"pattern": "."}]}, {"pattern": "."}),
        ({"multipleOf": 0.01}, 19.99),
        ({"multipleOf": 0.01}, 19.995),
        ({"multipleOf": 1e-8}, 12391239123),
        ({"const": 10**30}, 10**30 + 1),
        ({"minimum": 10**30}, 10**30),
        ({"const": 1}, 1.0),
        ({"const": 1}, True),
        ({"uniqueItems": True}, [1, True]),
        ({"format": "hostname"}, "not a host"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"pattern": "^.$"}}}, "\r"),
    ],
    ids=str,
)
def test_where_engines_differ_the_judge_is_followed(schema, document):
    assert swift(schema)(document) is accepts(schema, document)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_formats_are_ours(name):
    for text in ("", "2024-02-30", "12:00:60Z", "a@b", "a:", "1.2.3.04", "::1%0", "9" * 18):
        assert swift({"format": name})(text) is accepts({"format": name}, text)


@pytest.mark.parametrize("name", PERMITS)
def test_shipped_forms_answered_rightly_and_with_one_answer_spoilt(name):
    form = document("permits", name)["form"]
    verdict, judged = swift(form), judge(form)
    answers = sample(form, Random(1))
    spoilt = [{**answers, key: wrong} for key in answers for wrong in (None, "\u3000", -0.001)]
    given = [answers, {}, *spoilt]

    assert [verdict(a) for a in given] == [judged.is_valid(a) for a in given]
    assert verdict(answers)
