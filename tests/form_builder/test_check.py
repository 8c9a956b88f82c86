import json
import time
from itertools import product
from pathlib import Path

import pytest

from form_builder.check import Unreadable, judged, problems, read_document
from form_builder.edit import add_field
from form_builder.reading import Clause
from form_builder.rows import to_schema
from schemas.problem import Problem
from tests.form_builder.forms import SHOP, a_form, with_field

CATALOGUE = Path(__file__).parents[2] / "catalogue" / "permits"


def shown_when(*clauses):
    return to_schema((clauses,))


def test_a_sound_form_has_no_problems():
    assert problems(a_form()) == ()


MISTAKES = [
    (with_field("area", minimum=10, maximum=5), "/properties/area/minimum", "area"),
    (with_field("area", multipleOf=0), "/properties/area/multipleOf", "area"),
    (with_field("name", title=" "), "/properties/name/title", "name"),
    (with_field("name", title="<b>店名</b>"), "/properties/name/title", "name"),
    (with_field("name", pattern="(?=x)"), "/properties/name/pattern", "name"),
    (with_field("name", pattern="a" * 501), "/properties/name/pattern", "name"),
    (with_field("name", **{"x-section": "s9"}), "/properties/name/x-section", "name"),
    (with_field("way", enum=["批发", "批发"]), "/properties/way/enum", "way"),
    (
        with_field("way", **{"x-codes": [["a", "零售"], ["a", "批发"]]}),
        "/properties/way/x-codes",
        "way",
    ),
    (with_field("area", **{"x-factor": "1/0"}), "/properties/area/x-factor", "area"),
    (
        with_field("plan", **{"x-material": {"treatment": "maybe"}}),
        "/properties/plan/x-material",
        "plan",
    ),
    (with_field("area", **{"x-element": "ent_name"}), "/properties/area/x-element", "area"),
    (a_form(title=""), "/title", ""),
    (
        a_form(**{"x-sections": [*SHOP["x-sections"], {"key": "s1", "title": "又一个"}]}),
        "/x-sections/2",
        "",
    ),
]


@pytest.mark.parametrize(("form", "pointer", "field"), MISTAKES)
def test_each_mistake_is_said_where_it_is(form, pointer, field):
    found = problems(form)

    assert [(p.pointer, p.field) for p in found] == [(pointer, field)]


def test_after_an_edit_only_what_changed_is_judged_and_the_same_is_found():
    forms = [a_form(), *(form for form, *_rest in MISTAKES), with_field("area", minimun=3)]

    for old, new in product(forms, repeat=2):
        fields, before = new["properties"], old["properties"]
        same = {k for k in judged(old)[1] if fields.get(k) is before[k]}
        assert judged(new, sound=frozenset(same)) == judged(new)


def test_a_form_of_the_wrong_shape_vouches_for_no_field():
    assert judged(with_field("area", minimun=3))[1] == frozenset()


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (shown_when(Clause("depot", "answered")), "显示条件问的是这一题自己。请换一题。"),
        (
            shown_when(Clause("gone", "answered")),
            "显示条件要看“gone”，表单里没有这一题。请改条件。",
        ),
        (
            shown_when(Clause("way", "is", "代销")),
            "显示条件永远不会成立，申请人看不到这一题。请改条件。",
        ),
        (
            shown_when(Clause("way", "is", "批发"), Clause("way", "is", "零售")),
            "显示条件永远不会成立，申请人看不到这一题。请改条件。",
        ),
        (
            shown_when(Clause("area", "minimum", 10), Clause("area", "exclusiveMaximum", 10)),
            "显示条件永远不会成立，申请人看不到这一题。请改条件。",
        ),
        (
            shown_when(Clause("area", "maximum", 0)),
            "显示条件永远不会成立，申请人看不到这一题。请改条件。",
        ),
    ],
)
def test_a_condition_that_cannot_work_is_said_at_its_field(condition, sentence):
    form = with_field("depot", **{"x-show-when": condition})

    assert problems(form) == (Problem("/properties/depot/x-show-when", "depot", sentence),)


def test_conditions_in_a_circle_are_found_once_with_their_names():
    way = {**SHOP["properties"]["way"], "x-show-when": shown_when(Clause("depot", "answered"))}

    found = problems(a_form(properties={**SHOP["properties"], "way": way}))

    names = "条件绕成了圈：“经营方式” → “仓库地址” → “经营方式”。请去掉其中一个条件。"
    assert found == (Problem("/properties/way/x-show-when", "way", names),)


def test_the_published_dialect_has_the_last_word():
    found = problems(with_field("name", type="number"))

    assert [(p.field, p.pointer.startswith("/properties/name")) for p in found] == [("name", True)]


def test_an_unknown_word_is_refused_with_the_nearest_known_one():
    found = problems(with_field("area", minimun=3))

    sentence = "不认识“minimun”。是想写“minimum”吗？"
    assert found == (Problem("/properties/area/minimun", "area", sentence),)


def test_a_reference_to_elsewhere_is_an_unknown_word():
    found = problems(with_field("name", **{"$ref": "http://example.org/x.json"}))

    assert [p.pointer for p in found] == ["/properties/name/$ref"]


def test_a_choice_without_options_cannot_be_answered_nor_asked_about():
    found = problems(with_field("way", enum=[]))

    assert [p.field for p in found] == ["way", "depot"]


def test_a_column_is_checked_as_a_field_is():
    row = SHOP["properties"]["staff"]["items"]
    columns = {
        **row["properties"],
        "job": {**row["properties"]["job"], "minLength": 9, "maxLength": 3},
    }

    found = problems(with_field("staff", items={**row, "properties": columns}))

    assert [p.field for p in found] == ["staff/job"]


def test_guards_that_do_not_fit_the_conditions_are_found():
    form = {**a_form(), "allOf": []}

    assert [p.pointer for p in problems(form)] == ["/allOf"]


def test_five_hundred_fields_pass_and_one_more_does_not():
    base = {"type": "string", "title": "题", "x-type": "text", "x-section": "s1"}
    many = a_form(properties={f"q{n}": base for n in range(500)}, required=[])

    assert problems(many) == ()
    assert [p.pointer for p in problems(add_field(many, "one_more", base, section="s1"))] == [
        "/properties"
    ]


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        "form",
        {},
        {"properties": []},
        {"title": 1, "x-sections": {}, "properties": {"a": 1}},
        {
            **SHOP,
            "properties": {
                "a": {"x-type": "table", "title": "t", "items": {"properties": {"b": 7}}}
            },
        },
        {**SHOP, "properties": {"a": {"x-type": "nonsense", "title": "t"}}},
        {**SHOP, "properties": {"a": {"x-type": ["text"], "title": ["t"]}}},
        {
            **SHOP,
            "properties": {"a": {"x-type": "text", "title": "t", "x-show-when": {"allOf": [3]}}},
        },
        {**SHOP, "properties": {"a": {"x-type": "address", "title": "t", "properties": 3}}},
        {**SHOP, "required": [3]},
        {**SHOP, "properties": {"a": {"x-type": "choice", "title": "t", "enum": [["x"]]}}},
        {**SHOP, "properties": {"a": {"x-type": "number", "title": "t", "minimum": "1"}}},
    ],
)
def test_whatever_is_sent_gets_sentences_and_never_an_exception(form):
    assert all(p.sentence for p in problems(form)) and problems(form)


def test_a_very_deep_condition_is_refused_at_once():
    deep: dict = {"required": ["way"]}
    for _ in range(3000):
        deep = {"not": deep}
    started = time.perf_counter()

    found = problems(
        {**SHOP, "properties": {"a": {"x-type": "text", "title": "t", "x-show-when": deep}}}
    )

    assert ([p.pointer for p in found], time.perf_counter() - started < 2) == ([""], True)


def test_a_form_written_as_json_is_read_as_it_was():
    assert read_document(json.dumps(a_form()).encode()) == a_form()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[1]",
        b"{",
        b"\xff\xfe",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b"[" * 100_000,
        b'{"a":' * 70 + b"1" + b"}" * 70,
        b'{"a": "' + b"x" * 1_000_001 + b'"}',
    ],
    ids=range(13),
)
def test_bytes_that_cannot_be_kept_are_refused_with_a_sentence(data):
    with pytest.raises(Unreadable, match="。"):
        read_document(data)


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.json")), ids=lambda p: p.stem)
def test_every_shipped_form_may_be_published(path):
    assert problems(json.loads(path.read_text("utf-8"))["form"]) == ()
