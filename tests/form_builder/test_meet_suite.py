"""The JSON-Schema-Test-Suite as facts: one group by itself, groups in pairs and in threes."""

from random import Random

import pytest

from form_builder.meet import meet
from schemas.judge import judge
from schemas.problem import Refused
from schemas.swift import swift
from tests.form_builder.meet_checks import wrong
from tests.form_builder.suite import groups, usable


@pytest.mark.parametrize("file", sorted({g.file for g in usable()}))
def test_the_judge_and_its_swift_twin_say_what_the_suite_says(file):
    for group in (g for g in usable() if g.file == file):
        told = [
            valid or (file == "format" and "format" in group.about) for _, valid in group.verdicts
        ]
        given = [document for document, _ in group.verdicts]
        judged, verdict = judge(group.schema), swift(group.schema)
        said = [judged.is_valid(d) for d in given]

        assert [verdict(d) for d in given] == said
        if file != "format":
            assert said == told, group.about


@pytest.mark.parametrize("file", sorted({g.file for g in usable()}))
def test_a_group_met_with_itself_says_the_same(file):
    for group in (g for g in usable() if g.file == file):
        found = meet([group.schema, group.schema])

        assert list(wrong([group.schema], found, [d for d, _ in group.verdicts])) == []
        assert (found.satisfiable is False) <= (not any(v for _, v in group.verdicts))


@pytest.mark.parametrize(("size", "number"), [(2, 400), (3, 100)])
def test_groups_together_say_what_each_says(size, number):
    rng, undecided = Random(size), 0
    for _ in range(number):
        some = rng.sample(usable(), size)
        schemas = [g.schema for g in some]
        found = meet(schemas)
        undecided += found.satisfiable is None

        documents = [d for g in some for d, _ in g.verdicts]
        assert list(wrong(schemas, found, documents)) == [], [str(g) for g in some]
    assert undecided <= number * 0.02


def test_what_needs_the_network_or_another_dialect_is_refused_by_name():
    refused = set()
    for group in groups():
        try:
            meet([group.schema])
        except Refused as problem:
            assert problem.pointer.startswith("/")
            refused.add(group)

    assert refused == {g for g in groups() if g.is_refused}
