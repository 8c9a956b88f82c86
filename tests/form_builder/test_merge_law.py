"""The law of merging, tried on generated worlds."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from form_builder.conditions import visible as left_by_conditions
from form_builder.merge import merge
from form_builder.split import split, visible
from form_builder.validate import failures
from schemas.judge import accepts
from schemas.merged import Source
from tests.form_builder.worlds import World, documents, worlds

WORLDS = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@WORLDS
@given(st.data())
def test_the_verdict_is_that_of_all_sources_on_their_split(data):
    world = data.draw(worlds())
    merged = world.merged
    for _ in range(4):
        answers = data.draw(documents(merged))
        shares = split(merged, answers)
        verdicts = [accepts(s.schema, shares[s.id]) for s in world.sources]

        assert (failures(merged, answers) == ()) == all(verdicts)


@WORLDS
@given(st.data())
def test_the_merged_schema_refuses_nothing_that_all_sources_accept(data):
    world = data.draw(worlds())
    merged = world.merged
    for _ in range(4):
        answers = data.draw(documents(merged))
        if failures(merged, answers) == ():
            assert accepts(merged.schema, answers)


@WORLDS
@given(st.data())
def test_the_merged_schema_says_everything_it_can(data):
    world = data.draw(worlds())
    merged = world.merged
    if world.is_exact and not merged.beyond_schema:
        for _ in range(4):
            answers = data.draw(documents(merged))
            assert accepts(merged.schema, answers) == (failures(merged, answers) == ())


@WORLDS
@given(st.data())
def test_splitting_agrees_with_a_plain_reading_of_the_forms(data):
    world = data.draw(worlds())
    answers = data.draw(documents(world.merged))

    assert split(world.merged, answers) == {
        s.id: left_by_conditions(s.schema, plainly_split(s, answers)) for s in world.sources
    }


@WORLDS
@given(st.data())
def test_order_and_repetition_of_sources_change_nothing(data):
    world: World = data.draw(worlds(most=4))
    shuffled = data.draw(st.permutations(world.sources))
    repeated = [*shuffled, data.draw(st.sampled_from(world.sources))]

    texts = {merge(s).text for s in (world.sources, shuffled, repeated)}

    assert texts == {world.merged.text}


@WORLDS
@given(st.data())
def test_every_failure_names_a_field_and_a_source_of_the_merged_form(data):
    merged = data.draw(worlds()).merged
    answers = data.draw(documents(merged))

    for failure in failures(merged, answers):
        assert failure.source in merged.field(failure.field).sources


@WORLDS
@given(st.data())
def test_a_witness_is_accepted_by_everyone(data):
    world = data.draw(worlds())
    merged = merge(world.sources)
    if merged.satisfiable:
        shares = split(merged, merged.witness)
        assert all(accepts(s.schema, shares[s.id]) for s in world.sources)


@WORLDS
@given(st.data())
def test_what_is_not_visible_reaches_no_one(data):
    merged = data.draw(worlds()).merged
    answers = data.draw(documents(merged))
    shown = visible(merged, answers)
    less = {k: v for k, v in answers.items() if k in shown}

    assert split(merged, less) == split(merged, answers)


def plainly_split(source: Source, answers: Any) -> dict[str, Any]:
    return plain_object(source.id, (), source.schema, answers)


def plain_object(source: str, path: tuple[str, ...], schema: Any, answers: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, field in schema["properties"].items():
        is_group = field.get("type") == "object" and any(
            "x-element" in p for p in field["properties"].values()
        )
        if is_group:
            inner = plain_object(source, (*path, name), field, answers)
            found |= {name: inner} if inner else {}
            continue
        key = field.get("x-element") or ".".join((source, *path, name))
        if key in answers:
            found[name] = plain_value(source, field, answers[key])
    return found


def plain_value(source: str, field: Any, value: Any) -> Any:
    if isinstance(value, list):
        if field.get("x-type") == "table":
            rows = field["items"]
            return [
                plain_object(source, (), rows, row) if isinstance(row, dict) else row
                for row in value
            ]
        return [plain_one(field, v) for v in value]
    return value if field.get("x-type") == "table" else plain_one(field, value)


def plain_one(field: Any, value: Any) -> Any:
    if "x-codes" in field:
        return plain_code(field["x-codes"], value)
    if "x-factor" in field and isinstance(value, int | float) and not isinstance(value, bool):
        exact = Fraction(str(value)) * Fraction(field["x-factor"])
        if exact.denominator == 1:
            return int(exact)
        return pytest.approx(float(exact), rel=1e-12)
    return value


def plain_code(pairs: Any, value: Any) -> Any:
    forward, backward = dict(pairs), {local: c for c, local in pairs}
    if not isinstance(value, str):
        return value
    if value in forward or value not in backward:
        return forward.get(value, value)
    while value in backward:
        value = backward[value]
    return value
