"""Moving answers to another version: a matrix of edits and what becomes of the answer. Nothing is ever lost."""

from random import Random
from typing import Any

import pytest

from form_builder.conditions import settle
from form_builder.merge import merge
from form_builder.rebase import Moved, rebase
from form_builder.sample import sample_merged
from form_builder.validate import failures
from schemas.merged import MergedForm
from tests.form_builder.shipped import source
from tests.form_builder.test_merge import a_form, a_source, choice

TEXT = {"type": "string", "minLength": 1, "maxLength": 100, "title": "备注", "x-type": "text"}
AREA = {"type": "number", "minimum": 1, "title": "面积", "x-type": "number", "x-unit": "㎡"}
COUNT = {"type": "integer", "minimum": 0, "title": "人数", "x-type": "integer"}
DAY = {"type": "string", "format": "date", "title": "开业日期", "x-type": "date"}
WAY = choice("零售", "批发", title="经营方式")
WAYS = {
    "type": "array",
    "items": {"enum": ["堂食", "外卖"]},
    "uniqueItems": True,
    "minItems": 1,
    "title": "方式",
    "x-type": "choices",
}
PAPER = {
    "type": "array",
    "items": {"type": "string"},
    "title": "平面图",
    "x-type": "material",
    "x-material": {"treatment": "required"},
}
SHA = "a" * 64
ELEMENT = "x-element"

# (edit, the question before, after (None: removed), the answer, its fate, aspects, answer afterwards,
#  is it kept aside, the words said beside it). None as an answer: there is none.
MATRIX: list[tuple[str, Any, Any, Any, str, tuple[str, ...], Any, bool, str]] = [
    ("nothing", AREA, AREA, 30, "same", (), 30, False, ""),
    ("rename", AREA, AREA | {"title": "营业面积"}, 30, "kept", ("label",), 30, False, ""),
    ("explain", AREA, AREA | {"description": "不含仓库"}, 30, "kept", ("hint",), 30, False, ""),
    ("tighten, fits", AREA, AREA | {"minimum": 20}, 30, "kept", ("limits",), 30, False, ""),
    ("tighten, breaks", AREA, AREA | {"minimum": 60}, 30, "needs", ("limits",), 30, False, ""),
    ("loosen", AREA, AREA | {"minimum": 0}, 30, "kept", ("limits",), 30, False, ""),
    ("loosen what was wrong", AREA | {"minimum": 60}, AREA, 30, "kept", ("limits",), 30, False, ""),
    ("shorten, fits", TEXT, TEXT | {"maxLength": 5}, "三个字", "kept", ("limits",), "三个字", False, ""),
    ("shorten", TEXT, TEXT | {"maxLength": 2}, "三个字", "needs", ("limits",), "三个字", False, ""),
    ("remove", AREA, None, 30, "gone", (), None, True, "30 ㎡"),
    ("remove, unanswered", AREA, None, None, "gone", (), None, False, ""),
    ("number to text", COUNT, TEXT, 3, "kept", ("label", "type", "limits"), "3", False, ""),
    ("text to number", TEXT, COUNT, "12", "kept", ("label", "type", "limits"), 12, False, ""),
    ("text to number, words", TEXT, COUNT, "三人", "needs", ("label", "type", "limits"), None, True, "三人"),
    ("date to text", DAY, TEXT, "2026-12-01", "kept", ("label", "type", "limits"), "2026-12-01", False, ""),
    ("text to date", TEXT, DAY, "年底", "needs", ("label", "type", "limits"), None, True, "年底"),
    ("choice to text", WAY, TEXT, "零售", "kept", ("label", "type", "options", "limits"), "零售", False, ""),
    ("one to several", WAY, WAYS | {"items": {"enum": ["零售", "批发"]}}, "零售", "kept",
     ("label", "type", "limits"), ["零售"], False, ""),
    ("option added", WAY, WAY | {"enum": ["零售", "批发", "都有"]}, "零售", "kept", ("options",), "零售", False, ""),
    ("option removed, not chosen", WAY, WAY | {"enum": ["零售"]}, "零售", "kept", ("options",), "零售", False, ""),
    ("option removed, chosen", WAY, WAY | {"enum": ["批发"]}, "零售", "needs", ("options",), None, True, "零售"),
    ("one of several removed", WAYS, WAYS | {"items": {"enum": ["堂食"]}}, ["堂食", "外卖"], "needs",
     ("options", "limits"), None, True, "堂食、外卖"),
    ("unit", AREA, AREA | {"x-unit": "亩"}, 30, "needs", ("unit",), None, True, "30 ㎡"),
    ("material gone", PAPER, None, [SHA], "gone", (), None, True, ""),
    ("material kept", PAPER, PAPER | {"title": "布局图"}, [SHA], "kept", ("label",), [SHA], False, ""),
    ("half typed stays", DAY, DAY | {"title": "开张日期"}, "2029-06-", "kept", ("label",), "2029-06-", False, ""),
]  # fmt: skip


@pytest.mark.parametrize("case", MATRIX, ids=[m[0] for m in MATRIX])
def test_each_edit_does_to_the_answer_what_the_matrix_says(case):
    _edit, before, after, answer, kind, changes, left, aside, words = case
    old, new = one(before), one(after)
    answers = {} if answer is None else {"shop.q": answer}

    moved = rebase(old, new, answers)

    (fate,) = [f for f in moved.fates if f.key == "shop.q"]
    assert (fate.kind, fate.changes) == (kind, changes)
    assert moved.answers.get("shop.q") == left
    assert moved.kept == ({"shop.q": answer} if aside and answer is not None else {})
    assert beside(moved) == ({"shop.q": words} if words else {})


@pytest.mark.parametrize("case", MATRIX, ids=[m[0] for m in MATRIX])
def test_the_way_there_and_back_gives_the_answer_back(case):
    _edit, before, after, answer, *_expected = case
    old, new = one(before), one(after)
    answers = {} if answer is None else {"shop.q": answer}

    there = rebase(old, new, answers)
    back = rebase(new, old, there.answers, there.kept, there.earlier)

    assert back.answers == answers
    assert (back.kept, back.earlier) == ({}, {})


def test_a_question_that_must_now_be_answered_needs_an_answer():
    old = merge([a_source("shop", a_form(q=AREA))])
    new = merge([a_source("shop", a_form(("q",), q=AREA))])

    assert kinds(rebase(old, new, {})) == {"shop.q": "needs"}
    assert kinds(rebase(old, new, {"shop.q": 30})) == {"shop.q": "kept"}


def test_a_new_question_is_new_and_says_whether_it_must_be_answered():
    old = merge([a_source("shop", a_form(q=AREA))])
    new = merge([a_source("shop", a_form(("more",), q=AREA, more=COUNT, maybe=TEXT))])

    moved = rebase(old, new, {"shop.q": 30})

    assert kinds(moved) == {"shop.q": "same", "shop.more": "new", "shop.maybe": "new"}
    assert [bool(f.broken) for f in moved.of("new")] == [True, False]


def test_a_question_that_became_conditional_keeps_its_answer_while_it_is_hidden():
    old = merge([a_source("shop", settle(a_form(("way", "q"), way=WAY, q=AREA)))])
    shown = {"properties": {"way": {"const": "批发"}}, "required": ["way"]}
    form = settle(a_form(("way", "q"), way=WAY, q=AREA | {"x-show-when": shown}))
    new = merge([a_source("shop", form)])
    answers = {"shop.way": "零售", "shop.q": 30}

    moved = rebase(old, new, answers)

    assert (moved.answers, moved.kept) == (answers, {})
    assert kinds(moved) == {"shop.way": "same", "shop.q": "kept"}
    assert [f.changes for f in moved.of("kept")] == [("condition",)]
    assert failures(new, moved.answers) == ()


def test_a_new_binding_takes_its_answer_along_when_nobody_else_asks_the_element():
    old, new = one(TEXT), one(TEXT | {ELEMENT: "contact_name"})

    moved = rebase(old, new, {"shop.q": "王芳"})

    assert moved.answers["contact_name"] == "王芳"
    assert kinds(moved) == {"contact_name": "kept"}
    assert rebase(new, old, moved.answers, moved.kept).answers == {"shop.q": "王芳"}


def test_a_new_binding_tells_nobody_else_what_was_said_to_one_department():
    fire = a_source("fire", a_form(who=TEXT | {ELEMENT: "contact_name"}))
    old = merge([a_source("shop", a_form(q=TEXT)), fire])
    new = merge([a_source("shop", a_form(q=TEXT | {ELEMENT: "contact_name"})), fire])

    alone = rebase(old, new, {"shop.q": "王芳"})
    both = rebase(old, new, {"shop.q": "王芳", "contact_name": "李雷"})

    assert "contact_name" not in alone.answers
    assert beside(alone)["contact_name"] == "王芳"
    assert (both.answers, both.kept) == ({"contact_name": "李雷"}, {"shop.q": "王芳"})


def test_a_new_factor_alone_changes_no_answer_since_answers_are_in_the_dictionarys_unit():
    width = AREA | {ELEMENT: "ad_width", "x-unit": "cm", "x-factor": "100"}
    old, new = one(width), one(width | {"x-unit": "mm", "x-factor": "1000"})

    assert rebase(old, new, {"ad_width": 3}).answers == {"ad_width": 3}


def table(**columns: Any) -> dict[str, Any]:
    needed = tuple(k for k, c in columns.items() if "needed" in c)
    bare = {k: {n: v for n, v in c.items() if n != "needed"} for k, c in columns.items()}
    row = a_form(needed, **{k: c | {ELEMENT: k} for k, c in bare.items()})
    return {"type": "array", "items": row, "minItems": 1, "title": "人员", "x-type": "table"}


NAME, PHONE, POST = ({**TEXT, "title": t} for t in ("姓名", "电话", "岗位"))
ROWS = [{"name": "甲", "phone": "1"}, {"name": "乙"}, {"name": "丙", "phone": "3"}]


def test_a_column_that_goes_is_kept_row_by_row_and_comes_back_to_the_right_rows():
    old = one(table(name=NAME, phone=PHONE))
    new = one(table(name=NAME))
    answers = {"shop.q": ROWS}

    moved = rebase(old, new, answers)
    rows = moved.answers["shop.q"]
    # Meanwhile the first row is taken away, the last renamed, and one is added.
    rows = [rows[1], {**rows[2], "name": "丁"}, {"name": "戊"}]
    back = rebase(new, old, {"shop.q": rows}, moved.kept)

    assert [{k: v for k, v in r.items() if k != "#"} for r in moved.answers["shop.q"]] == [
        {"name": "甲"},
        {"name": "乙"},
        {"name": "丙"},
    ]
    assert back.answers["shop.q"] == [{"name": "乙"}, {"name": "丁", "phone": "3"}, {"name": "戊"}]
    assert kinds(moved) == {"shop.q": "kept"} and kinds(back) == {"shop.q": "kept"}


def test_a_column_that_must_be_answered_needs_an_answer_in_every_row_and_keeps_the_rows():
    old = one(table(name=NAME))
    new = one(table(name=NAME, post={**POST, "needed": True}))

    moved = rebase(old, new, {"shop.q": [{"name": "甲"}, {"name": "乙"}]})

    assert moved.answers == {"shop.q": [{"name": "甲"}, {"name": "乙"}]}
    assert [(f.kind, f.changes, len(f.broken)) for f in moved.fates] == [("needs", ("columns",), 2)]


def test_a_cell_that_its_column_cannot_show_is_said_beside_it():
    old = one(table(name=NAME, way=choice("零售", "批发", title="方式")))
    new = one(table(name=NAME, way=choice("批发", title="方式")))
    rows = [{"name": "甲", "way": "零售"}, {"name": "乙", "way": "批发"}]

    moved = rebase(old, new, {"shop.q": rows})
    back = rebase(new, old, moved.answers, moved.kept, moved.earlier)

    assert moved.answers["shop.q"] == [{"name": "甲", "#": "1"}, {"name": "乙", "way": "批发"}]
    assert beside(moved) == {"shop.q#1.way": "零售"}
    assert (back.answers, back.kept, back.earlier) == ({"shop.q": rows}, {}, {})


def test_a_cell_that_changes_its_type_is_read_again():
    old, new = one(table(name=NAME, n=TEXT)), one(table(name=NAME, n=COUNT))

    moved = rebase(old, new, {"shop.q": [{"name": "甲", "n": "5"}, {"name": "乙", "n": "多"}]})

    assert moved.answers["shop.q"] == [{"name": "甲", "n": 5}, {"name": "乙", "#": "2"}]
    assert beside(moved) == {"shop.q#2.n": "多"}


def test_what_was_kept_for_a_permit_does_not_come_back_as_another_measure():
    tobacco = a_source("tobacco", a_form(own=TEXT))
    less = merge([tobacco])
    before, after = (
        merge([a_source("shop", a_form(q=q)), tobacco]) for q in (AREA, AREA | {"x-unit": "亩"})
    )

    gone = rebase(before, less, {"shop.q": 30})
    other = rebase(less, after, gone.answers, gone.kept, gone.earlier)
    same = rebase(less, before, gone.answers, gone.kept, gone.earlier)

    assert (other.answers, other.kept, beside(other)) == ({}, {"shop.q": 30}, {"shop.q": "30 ㎡"})
    assert (same.answers, same.kept, same.earlier) == ({"shop.q": 30}, {}, {})


def test_what_was_put_aside_stays_aside_when_something_else_moves():
    tobacco = a_source("tobacco", a_form(own=TEXT))
    for before, after, answer in ((AREA, AREA | {"x-unit": "亩"}, 30), (TEXT, COUNT, "三人")):
        there = rebase(one(before), one(after), {"shop.q": answer})
        more = merge([a_source("shop", a_form(q=after)), tobacco])

        again = rebase(one(after), more, there.answers, there.kept, there.earlier)

        assert (again.answers, again.kept) == ({}, {"shop.q": answer})
        assert beside(again) == beside(there) != {}


def test_a_text_that_becomes_a_table_keeps_its_words_in_sight():
    moved = rebase(one(TEXT), one(table(name=NAME)), {"shop.q": "张三、李四"})

    assert (moved.answers, beside(moved)) == ({}, {"shop.q": "张三、李四"})


BASKET = ("food_business", "tobacco", "song_dance", "game_hall", "hotel_special", "public_health")


@pytest.mark.parametrize("dropped", BASKET)
def test_dropping_and_adding_a_shipped_permit_gives_every_answer_back(dropped):
    """Whatever was answered, half-answered rows included, is there again: key by key, row by row."""
    whole = merge([source(p) for p in BASKET])
    less = merge([source(p) for p in BASKET if p != dropped])
    for seed in range(3):
        answers = sample_merged(whole, Random(seed), share=1.0)

        there = rebase(whole, less, answers)
        back = rebase(less, whole, there.answers, there.kept, there.earlier)

        assert failures(less, there.answers) == ()
        assert (back.answers, back.kept, back.earlier) == (answers, {}, {})


def one(question: dict[str, Any] | None) -> MergedForm:
    return merge([a_source("shop", a_form(**({"q": question} if question else {})))])


def kinds(moved: Moved) -> dict[str, str]:
    return {f.key: f.kind for f in moved.fates}


def beside(moved: Moved) -> dict[str, str]:
    return {k: told["words"] for k, told in moved.earlier.items() if told["words"]}
