import pytest

from form_builder.reading import Clause
from form_builder.rows import operators, read_value, to_groups, to_rows, to_schema
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
        ((Clause("way", "not_in", ("批发", "零售")), Clause("x", "excludes", "甲")),),
    ],
)
def test_a_condition_reads_back_as_the_rows_it_was_made_of(rows):
    assert to_rows(to_schema(rows)) == rows


RETAIL, SMALL = Clause("way", "is", "零售"), Clause("area", "maximum", 20)


def test_groups_joined_by_all_need_one_clause_each():
    schema = to_schema(((BULK, RETAIL), (BIG, SMALL)), "all")

    verdicts = [
        accepts(schema, answers)
        for answers in (
            {"way": "批发", "area": 100},
            {"way": "零售", "area": 20},
            {"way": "批发", "area": 50},
            {"way": "批零", "area": 100},
        )
    ]

    assert verdicts == [True, True, False, False]
    assert set(schema) == {"allOf"}


@pytest.mark.parametrize(
    ("join", "rows"),
    [
        ("all", ((BULK, RETAIL), (BIG, SMALL))),
        ("all", ((BULK, RETAIL), (BIG,))),
        ("any", ((BULK, BIG), (RETAIL, SMALL))),
        ("any", ((BULK, BIG),)),
        ("any", ((BULK,), (RETAIL,))),
    ],
)
def test_joined_groups_read_back_as_they_were_made(join, rows):
    assert to_groups(to_schema(rows, join)) == (join, rows)


@pytest.mark.parametrize(
    ("rows", "read"), [(((BULK,), (BIG,)), ((BULK, BIG),)), (((BULK, BIG),), ((BULK,), (BIG,)))]
)
def test_what_both_joins_can_say_is_read_as_any(rows, read):
    assert to_groups(to_schema(rows, "all")) == ("any", read)


def test_no_condition_is_no_rows():
    assert to_rows(None) == ()


def test_a_condition_that_rows_cannot_say_is_left_alone():
    assert to_rows({"not": to_schema(((BULK, BIG),))}) is None
    assert to_rows({"if": {}}) is None
    assert to_groups({"not": to_schema(((BULK, BIG),))}) is None
    deep = to_schema(((BULK, RETAIL), (BIG,)), "all")
    assert to_groups({"allOf": [{"anyOf": [deep, deep]}, deep]}) is None


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
    assert operators("choice") == ("is", "is_not", "in", "not_in", "answered", "empty")
    assert operators("text") == ("answered", "empty")
