"""Conditions hide what they should, and guard it for every other validator."""

from form_builder.conditions import hidden, settle, visible
from form_builder.expressions import from_expression


def test_hidden_answers_show_nothing_themselves():
    form = {
        "properties": {
            "a": {},
            "b": {"x-show-when": from_expression("a == 'x'")},
            "c": {"x-show-when": from_expression("b == 'x'")},
            "d": {"x-show-when": from_expression("b == ''")},
        }
    }

    assert visible(form, {"a": "x", "b": "x", "c": 1, "d": 2}) == {"a": "x", "b": "x", "c": 1}
    assert visible(form, {"a": "y", "b": "x", "c": 1, "d": 2}) == {"a": "y", "d": 2}
    assert hidden(form, {}) == {"b", "c"}


def test_settling_guards_each_conditional_field_once():
    shown = from_expression("a == 'x'")
    form = {
        "required": ["a", "b"],
        "properties": {"a": {}, "b": {"x-show-when": shown}, "c": {"x-show-when": shown}},
    }

    settled = settle(form)

    assert settled["required"] == ["a"]
    assert settled["allOf"] == [
        {
            "x-guard": "b",
            "if": shown,
            "then": {"required": ["b"]},
            "else": {"properties": {"b": False}},
        },
        {"x-guard": "c", "if": shown, "else": {"properties": {"c": False}}},
    ]
    assert settle(settled) == settled


def test_a_field_that_loses_its_condition_stays_required():
    shown = from_expression("a == 'x'")
    settled = settle({"required": ["b"], "properties": {"a": {}, "b": {"x-show-when": shown}}})

    freed = settle({**settled, "properties": {"a": {}, "b": {}}})

    assert freed == {"required": ["b"], "properties": {"a": {}, "b": {}}}
