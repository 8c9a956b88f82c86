"""What is proved of a guide, and what a planted fault looks like."""

from dataclasses import replace
from itertools import product

import pytest

from form_builder.conditions import from_expression
from form_builder.guide import results
from form_builder.prove_guide import Finding, prove_guide
from schemas.scenario import Question, Rule, Scenario
from tests.form_builder.shipped import SCENARIOS, permits, scenario

EXCLUDES = {k: p.excludes for k, p in permits().items()}
SHOP = Scenario(
    "shop",
    "小店",
    "F5200",
    (
        Question("food", "卖什么吃的？", "choices", ("包装", "散装", "现做")),
        Question("books", "卖书吗？", "yes_no"),
        Question("area", "多大？", "number"),
    ),
    (
        Rule(from_expression("includes(food,'散装') || includes(food,'现做')"), ("food_business",)),
        Rule(from_expression("includes(food,'包装')"), ("prepackaged_filing",)),
        Rule(from_expression("books == true"), ("publication_retail",)),
        Rule(from_expression("area >= 300 && books == true"), ("fire_safety",)),
    ),
)


def with_question(*more):
    return replace(SHOP, questions=(*SHOP.questions, *more))


def with_rule(*more):
    return replace(SHOP, rules=(*SHOP.rules, *more))


def findings(shop):
    return prove_guide(shop, EXCLUDES, permits()).findings


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_guide_is_proved(name):
    proof = prove_guide(scenario(name), EXCLUDES, permits())

    assert proof.findings == ()
    assert set(proof.permits) == {p for r in scenario(name).rules for p in r.permits}
    assert sorted(proof.order) == sorted(q.id for q in scenario(name).questions)
    assert 0 < proof.average <= proof.naive <= len(scenario(name).questions)


def test_a_sound_guide_has_no_findings_and_says_how_many_are_answered():
    proof = prove_guide(SHOP, EXCLUDES, permits())

    assert proof.findings == ()
    assert proof.order == ("food", "books", "area")
    # The size matters only to those who sell books.
    assert proof.average == pytest.approx(1 + 1.5)


def test_a_better_order_is_found():
    backwards = replace(SHOP, questions=SHOP.questions[::-1])

    proof = prove_guide(backwards, EXCLUDES, permits())

    assert (proof.naive, proof.average) == (pytest.approx(3), pytest.approx(2.5))


@pytest.mark.parametrize(
    ("shop", "finding"),
    [
        (with_question(Question("colour", "什么颜色？", "choice", ("红", "蓝"))), Finding("dead", "colour")),
        (with_rule(Rule(from_expression("books == true && books == false"), ("tobacco",))), Finding("unreachable", "tobacco")),
        (with_rule(Rule(from_expression("area < 0"), ("tobacco",))), Finding("rule", "5")),
        (with_rule(Rule(from_expression("includes(food,'活鱼')"), ("tobacco",))), Finding("unreachable", "tobacco")),
        (with_rule(Rule(from_expression("books == true"), ("circus",))), Finding("unknown_permit", "circus")),
        (with_rule(Rule(from_expression("moon == true"), ("tobacco",))), Finding("unknown_question", "5")),
        (with_rule(Rule(from_expression("!includes(food,'现做')"), ("tobacco",))), Finding("reasonless", "tobacco")),
        (with_question(Question("a", "甲？", "yes_no", when=from_expression("b == true")), Question("b", "乙？", "yes_no", when=from_expression("a == true"))), Finding("circle", "a")),
        (with_question(Question("again", "又问？", "yes_no")) and replace(with_question(Question("again", "又问？", "yes_no")), rules=(*SHOP.rules, Rule(from_expression("again == true || again == false"), ("tobacco",)))), Finding("needless", "again")),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(shop, finding):
    assert finding in findings(shop)


def test_a_permit_that_an_earlier_rule_always_excludes_is_unreachable():
    shop = replace(SHOP, rules=(Rule(from_expression("true"), ("food_business",)), *SHOP.rules[1:]))

    assert Finding("unreachable", "prepackaged_filing") in findings(shop)


def test_groups_find_the_same_permits_as_the_whole_product():
    values = {
        "food": [[], ["包装"], ["散装"], ["现做"], ["包装", "散装"], ["包装", "散装", "现做"]],
        "books": [True, False],
        "area": [0, 299, 300, 301],
    }
    found = {
        r.permit
        for picked in product(*values.values())
        for r in results(
            SHOP, {k: v for k, v in zip(values, picked, strict=True) if v != []}, EXCLUDES
        )
    }

    assert set(prove_guide(SHOP, EXCLUDES).permits) == found


def test_a_question_that_is_not_asked_decides_nothing():
    late = Question("late", "开到半夜吗？", "yes_no", when=from_expression("books == true"))
    shop = replace(
        with_question(late),
        rules=(*SHOP.rules, Rule(from_expression("late == true"), ("song_dance",))),
    )

    assert prove_guide(shop, EXCLUDES, permits()).findings == ()
