"""Rules between answers that other departments' limits leave no way to keep."""

import itertools
from fractions import Fraction
from random import Random

import pytest

from form_builder.formulas.formula import evaluate
from form_builder.formulas.spans import Span, is_broken, span
from form_builder.merge import merge
from schemas.merged import Source


def number(element, **limits):
    return {"type": "number", "x-element": element, "title": element, **limits}


def form(properties, check=None, needed=True):
    rules = [{"key": "r1", "title": "合起来不能更大", "at": "", "check": check}] if check else []
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties] if needed else [],
        "x-rules": rules,
    }


def compared(do, one, other):
    return {"do": do, "with": [one, other]}


def answer(name):
    return {"answer": name}


SUM = compared("<=", compared("+", answer("a"), answer("b")), answer("c"))
PARTS = form({"a": number("hall"), "b": number("kitchen"), "c": number("whole")}, SUM)


def found(*schemas):
    merged = merge(Source(f"p{n}", f"d{n}", s) for n, s in enumerate(schemas))
    return merged, [(c.kind, c.about, set(c.sources)) for c in merged.conflicts]


def test_limits_of_others_that_break_a_rule_are_told_with_the_fewest_departments():
    merged, conflicts = found(
        PARTS,
        form({"x": number("hall", minimum=60)}),
        form({"x": number("whole", maximum=50)}),
        form({"x": number("kitchen", minimum=0)}),
        form({"x": number("kitchen", minimum=0, maximum=90), "y": number("whole", minimum=2)}),
    )

    assert merged.satisfiable is False
    assert conflicts == [("form", "whole", {"p0", "p1", "p2", "p4"})]
    assert merged.conflicts[0].does == ("relates", "limits", "limits", "limits")


@pytest.mark.parametrize(
    "others",
    [
        # The kitchen may have less than nothing, nobody needs the hall, the limits just fit.
        [{"hall": {"minimum": 60}}, {"whole": {"maximum": 50}}],
        [{"kitchen": {"minimum": 0}}, {"whole": {"maximum": 50}}],
        [{"hall": {"minimum": 50}}, {"kitchen": {"minimum": 0}}, {"whole": {"maximum": 50}}],
    ],
)
def test_what_can_be_kept_is_no_conflict(others):
    forms = [
        form({f"f{n}": number(element, **limits) for n, (element, limits) in enumerate(o.items())})
        for o in others
    ]

    merged, conflicts = found(PARTS, *forms)

    assert (merged.satisfiable, conflicts) == (True, [])


def test_a_rule_over_answers_nobody_must_give_is_no_conflict():
    optional = form({"a": number("hall"), "b": number("kitchen"), "c": number("whole")}, SUM, False)

    merged, conflicts = found(
        optional,
        form({"x": number("hall", minimum=60), "y": number("kitchen", minimum=0)}, needed=False),
        form({"x": number("whole", maximum=50)}),
    )

    assert (merged.satisfiable, conflicts) == (True, [])


def test_units_are_those_of_the_form_that_has_the_rule():
    """Its hall is in square decimetres, the other's limit of 60 in square metres."""
    rule = compared("<", answer("hall"), {"number": "6000"})
    wide = form({"hall": number("hall") | {"x-factor": "100"}}, rule)

    assert found(wide, form({"x": number("hall", minimum=60)}))[1] == [
        ("form", "hall", {"p0", "p1"})
    ]
    assert found(wide, form({"x": number("hall", minimum=59)}))[1] == []


def test_a_form_whose_own_rule_nobody_can_keep_is_told_alone():
    merged, conflicts = found(
        form({"a": number("hall", maximum=9)}, compared(">=", answer("a"), {"number": "10"}))
    )

    assert (merged.satisfiable, conflicts) == (False, [("form", "hall", {"p0"})])


DEEDS = ("+", "-", "*", "/", "sum")


def formula(rng, depth=2):
    if depth == 0 or rng.random() < 0.3:
        return rng.choice([answer(rng.choice("ab")), {"number": str(rng.randint(-3, 3))}])
    parts = [formula(rng, depth - 1), formula(rng, depth - 1)]
    return {"do": rng.choice(DEEDS), "with": parts}


@pytest.mark.parametrize("seed", range(40))
def test_every_value_lies_in_its_span_and_a_broken_rule_is_broken_everywhere(seed):
    rng = Random(seed)
    for _round in range(25):
        limits = {n: sorted(rng.sample(range(-4, 5), 2)) for n in "ab"}
        spans = {n: Span(Fraction(a), Fraction(b), sure=True) for n, (a, b) in limits.items()}
        left, right = formula(rng), formula(rng)
        check = compared(rng.choice(["<=", "<", ">=", ">", "=="]), left, right)
        broken, bounds = is_broken(check, spans), span(left, spans)
        for values in itertools.product(*(range(a, b + 1) for a, b in limits.values())):
            answers = dict(zip("ab", values, strict=True))
            value = evaluate(left, answers)
            assert value is None or bounds.low <= value <= bounds.high
            assert value is not None or not bounds.sure
            assert not broken or evaluate(check, answers) is False
