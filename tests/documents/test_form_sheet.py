from documents.form_sheet import (
    NARROWEST,
    ROOM,
    Cell,
    Grid,
    Note,
    Option,
    Rows,
    SheetSection,
    form_sheet,
)
from schemas.form import read_form
from schemas.layout import FieldLayout, Layout
from tests.documents.examples import ANSWERS, FORM, a_permit


def a_form(**properties):
    return read_form(
        {
            "$id": "urn:yizhao:form:x",
            "x-sections": [{"key": "s", "title": "基本信息"}],
            "properties": {k: {"x-section": "s", **v} for k, v in properties.items()},
        }
    )


def blocks(form, **answers):
    return form_sheet(form, answers, "zh_Hans")[0].blocks


NAME = {"type": "string", "title": "名称", "x-type": "text"}
CLASS = {"type": "string", "enum": ["甲", "乙"], "title": "类别", "x-type": "choice"}


def test_two_short_answers_share_a_row():
    form = a_form(a=NAME, b=NAME, c=NAME)

    assert blocks(form, a="一", b="二") == (
        Grid(((Cell("名称", "一"), Cell("名称", "二")), (Cell("名称", "—"),))),
    )


def test_a_long_answer_has_a_row_of_its_own():
    long = "珠海香洲阿嬷的茶餐饮有限公司海韵城分店"

    assert blocks(a_form(a=NAME, b=NAME), a=long, b="二") == (
        Grid(((Cell("名称", long),), (Cell("名称", "二"),))),
    )


def test_a_choice_shows_every_option_and_ticks_one():
    options = (Option("甲", False), Option("乙", True))

    assert blocks(a_form(a=CLASS), a="乙") == (Grid(((Cell("类别", "乙", options),),)),)


def test_options_beside_another_cell_never_run_over_it():
    """At 60 mm a label leaves 27 mm: six characters, which an option's words are broken over."""
    long = CLASS | {"enum": ["为其他生产经营企业提供贮存", "自行配送"]}
    narrow = Layout(label_mm=60, fields={k: FieldLayout("half") for k in "ab"})

    def columns(layout):
        (grid,) = form_sheet(a_form(a=long, b=long), {}, "zh_Hans", layout)[0].blocks
        return [[c.columns for c in row] for row in grid.rows]

    assert columns(narrow) == [[1, 1]]
    assert columns(Layout(label_mm=60)) == [[0], [0]]


def test_what_would_be_broken_beside_another_cell_has_its_own_row():
    code = {"type": "string", "title": "代码", "x-type": "uscc"}
    form = a_form(a=code, b=code)

    def rows(label_mm):
        answers = dict.fromkeys("ab", "91440400MA5B2CD34X")
        (grid,) = form_sheet(form, answers, "zh_Hans", Layout(label_mm=label_mm))[0].blocks
        return len(grid.rows)

    assert (rows(33), rows(60)) == (1, 2)


def test_a_question_whose_condition_does_not_hold_is_not_printed():
    hidden = {**NAME, "x-show-when": {"properties": {"a": {"const": "甲"}}, "required": ["a"]}}
    form = a_form(a=CLASS, b=hidden)

    labels = [[c.label for row in blocks(form, a=a)[0].rows for c in row] for a in ("甲", "乙")]
    assert labels == [["类别", "名称"], ["类别"]]


def test_an_unanswered_table_keeps_its_heads_and_an_empty_row():
    table = {
        "type": "array",
        "title": "设备",
        "x-type": "table",
        "items": {"type": "object", "properties": {"n": NAME}},
    }

    assert blocks(a_form(t=table)) == (Rows("设备", ("名称",), (100.0,), (("—",),)),)


def test_a_statement_stands_as_a_note():
    statement = {"title": "填表须知", "description": "请如实填写。", "x-type": "statement"}

    assert blocks(a_form(s=statement)) == (Note("填表须知", "请如实填写。"),)


def test_sections_keep_the_departments_order_and_empty_ones_are_left_out():
    form = read_form({**FORM, "x-sections": [*FORM["x-sections"], {"key": "no", "title": "空"}]})

    titles = [s.title for s in form_sheet(form, ANSWERS, "zh_Hans")]
    assert titles == ["一、基本信息", "二、主体业态与经营项目", "三、从业人员"]


def test_labels_come_in_the_readers_language_where_one_exists():
    name = {**NAME, "x-i18n": {"en": {"title": "Name"}}}

    assert form_sheet(a_form(a=name), {"a": "x"}, "en") == (
        SheetSection("基本信息", (Grid(((Cell("Name", "x"),),)),)),
    )


def test_widths_never_leave_the_page():
    rows = next(
        b
        for s in form_sheet(a_permit().form, ANSWERS, "zh_Hans")
        for b in s.blocks
        if isinstance(b, Rows)
    )

    assert 99 < sum(rows.widths) <= 100


def test_a_column_among_many_keeps_room_for_two_characters():
    """执业资格 with 陈娿 in it stood one character above the other between seven wider columns."""
    names = ("岗位", "姓名", "身份证号", "执业资格", "职称", "学历", "年限")
    columns = {f"c{n}": {**NAME, "title": name} for n, name in enumerate(names)}
    table = {
        "title": "人员",
        "type": "array",
        "x-type": "table",
        "items": {"type": "object", "properties": columns},
    }
    long, short = "质量管理机构负责人（质管员）", "陈娿"
    row = {f"c{n}": long for n in range(7)} | {"c2": "440402199012026783", "c3": short}

    (rows,) = blocks(a_form(t=table), t=[row])
    assert min(rows.widths) == rows.widths[3] > 99 * NARROWEST / ROOM[True]
