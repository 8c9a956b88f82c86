"""The guide: answers to permits, with reasons."""

from dataclasses import replace

from form_builder.conditions import from_expression
from form_builder.guide import Result, hidden, paths, reachable, results, unanswered
from schemas.scenario import Question, Rule, Scenario

GYM = Scenario(
    "gym",
    "健身房",
    "R8930",
    (
        Question("area", "面积多大?", "number", unit="㎡"),
        Question("pool", "有泳池吗?", "yes_no"),
        Question("drinks", "卖饮料吗?", "choice", ("现做", "包装", "不卖")),
    ),
    (
        Rule({}, ("gym_filing",)),
        Rule(from_expression("area >= 300"), ("fire_safety",)),
        Rule(from_expression("pool == true"), ("high_risk_sport", "public_health")),
        Rule(from_expression("drinks == '现做'"), ("food_business",)),
        Rule(from_expression("drinks != '不卖'"), ("prepackaged_filing",)),
    ),
)


def test_every_permit_comes_with_the_answers_that_brought_it():
    assert results(GYM, {"area": 300, "pool": True, "drinks": "不卖"}, {}) == (
        Result("gym_filing", ()),
        Result("fire_safety", (("area", 300),)),
        Result("high_risk_sport", (("pool", True),)),
        Result("public_health", (("pool", True),)),
    )


def test_of_two_that_exclude_each_other_the_first_stays():
    excludes = {"prepackaged_filing": ("food_business",)}

    found = results(GYM, {"drinks": "现做"}, excludes)

    assert [r.permit for r in found] == ["gym_filing", "food_business"]


def test_open_questions_are_asked_in_order():
    assert [q.id for q in unanswered(GYM, {"pool": False})] == ["area", "drinks"]


def test_paths_try_both_sides_of_every_limit():
    assert sorted({path["area"] for path in paths(GYM)}) == [299, 300, 301]
    assert reachable(GYM) == {
        "gym_filing",
        "fire_safety",
        "high_risk_sport",
        "public_health",
        "food_business",
        "prepackaged_filing",
    }


def test_a_question_that_depends_on_others_is_passed_over_until_they_ask_for_it():
    lanes = Question("lanes", "几条泳道?", "number", when=from_expression("pool == true"))
    gym = replace(GYM, questions=(*GYM.questions, lanes))

    assert [hidden(gym, a) for a in ({}, {"pool": False}, {"pool": True})] == [
        {"lanes"},
        {"lanes"},
        frozenset(),
    ]
    assert [q.id for q in unanswered(gym, {"area": 1, "drinks": "不卖"})] == ["pool"]
