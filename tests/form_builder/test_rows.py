import pytest

from form_builder.reading import Clause
from form_builder.rows import operators, read_value, to_rows, to_schema
from schemas.judge import accepts

BULK = Clause("way", "is", "批发")
BIG = Clause("area", "minimum", 100)


def test_clauses_of_a_group_hold_together_and_groups_hold_one_by_one():
    schema = to_schema(((BULK, BIG), (Clause("way", "is", "零售"),)))

    verdicts = [
        accepts(schema, answers)
        for answers in ({"way": "批发", "area": 100}, {"way": "批发", "area": 1}, {"way": "零售"})
    ]

    assert verdicts == [True, False, True]


@pytest.mark.parametrize(
    "rows",
    [
        ((BULK,),),
        ((BULK, BIG),),
        ((BULK,), (BIG,)),
        ((BULK, BIG), (Clause("x", "answered"),)),
        ((Clause("way", "in", ("批发", "零售")),),),
        ((Clause("way", "is_not", "批发"), Clause("x", "empty")),),
    ],
)
def test_a_condition_reads_back_as_the_rows_it_was_made_of(rows):
    assert to_rows(to_schema(rows)) == rows


def test_no_condition_is_no_rows():
    assert to_rows(None) == ()


def test_a_condition_that_rows_cannot_say_is_left_alone():
    assert to_rows({"not": to_schema(((BULK, BIG),))}) is None
    assert to_rows({"if": {}}) is None


def test_what_a_control_sent_becomes_the_kind_of_value_the_field_has():
    sent = (
        ("yes_no", "is", "true"),
        ("number", "minimum", "68.5"),
        ("integer", "is", "3"),
        ("choice", "is", "批发"),
        ("choice", "in", "批发、零售"),
        ("text", "answered", "whatever"),
    )

    values = [read_value({"x-type": kind}, operator, text) for kind, operator, text in sent]

    assert values == [True, 68.5, 3, "批发", ("批发", "零售"), None]


@pytest.mark.parametrize("text", ["", "很大", "nan", "inf"])
def test_a_number_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        read_value({"x-type": "number"}, "minimum", text)


def test_only_what_makes_sense_for_a_type_is_offered():
    assert operators("choice") == ("is", "is_not", "in", "answered", "empty")
    assert operators("text") == ("answered", "empty")
