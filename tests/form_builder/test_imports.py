"""Forms from elsewhere: what is understood, changed and refused; nothing of them is run, nothing breaks."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from form_builder.check import problems
from form_builder.imports.incoming import read_form
from form_builder.sheets import write_sheets

SAMPLES = Path(__file__).parent / "samples"


def taken(document, name="form.json"):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_form(data, name, "shop")


def said(lines):
    return [line.sentence for line in lines]


@pytest.mark.parametrize(
    ("file", "kind", "fields", "refused"),
    [
        ("formio-datagrid.json", "formio", 5, 9),
        ("formio-editgrid.json", "formio", 1, 2),
        ("formio-table.json", "formio", 6, 0),
        ("surveyjs-contact.json", "surveyjs", 3, 0),
        ("surveyjs-branch.json", "surveyjs", 2, 1),
        ("surveyjs-panels.json", "surveyjs", 2, 0),
        ("flat_xlsform_test.xlsx", "xlsform", 37, 15),
        ("or_other.xlsx", "xlsform", 2, 1),
        ("select_one_external.xlsx", "xlsform", 3, 4),
    ],
)
def test_real_samples_become_forms_with_a_report(file, kind, fields, refused):
    found, result = read_form((SAMPLES / file).read_bytes(), file, "shop")

    assert found == kind
    assert (len(result.form["properties"]), len(result.of("refused"))) == (fields, refused)
    assert problems(result.form) == ()


def test_a_json_schema_with_groups_lists_and_references_is_understood():
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Shop",
        "type": "object",
        "required": ["shopName"],
        "definitions": {"money": {"type": "number", "minimum": 0, "title": "Rent"}},
        "properties": {
            "shopName": {"type": "string", "maxLength": 40},
            "kind": {"enum": ["food", "books"]},
            "rent": {"$ref": "#/definitions/money"},
            "owner": {"type": "object", "properties": {"mail": {"type": "string", "format": "email"}}},
            "staff": {
                "type": "array",
                "items": {"type": "object", "required": ["n"], "properties": {"n": {"type": "string"}}},
            },
            "far": {"$ref": "http://example.org/x.json"},
            "odd": {"type": "string", "not": {"const": "x"}},
        },
    }  # fmt: skip

    kind, result = taken(document)

    assert kind == "json_schema"
    assert {k: f["x-type"] for k, f in result.form["properties"].items()} == {
        "shop_name": "text",
        "kind": "choice",
        "rent": "number",
        "mail": "email",
        "staff": "table",
        "odd": "text",
    }
    assert result.form["required"] == ["shop_name"]
    assert "引用了别处的内容，没有收：http://example.org/x.json。" in said(result.of("refused"))
    assert "代号“shopName”改成了“shop_name”。" in said(result.of("changed"))


def test_conditions_are_read_and_what_cannot_be_said_is_refused():
    document = {
        "elements": [
            {"type": "dropdown", "name": "way", "choices": [{"value": "w", "text": "批发"}, {"value": "r", "text": "零售"}]},
            {"type": "text", "name": "depot", "visibleIf": "{way} = 'w' and {area} >= 10"},
            {"type": "text", "name": "area", "inputType": "number"},
            {"type": "text", "name": "late", "visibleIf": "iif({area} > 1, true, false)"},
        ]
    }  # fmt: skip

    _kind, result = taken(document)

    assert result.form["properties"]["depot"]["x-show-when"] == {
        "allOf": [
            {"properties": {"way": {"const": "批发"}}, "required": ["way"]},
            {"properties": {"area": {"type": "number", "minimum": 10}}, "required": ["area"]},
        ]
    }
    assert "x-show-when" not in result.form["properties"]["late"]
    assert any(s.startswith("显示条件没有收：iif(") for s in said(result.of("refused")))


def test_scripts_of_form_io_are_named_and_not_kept():
    component = {
        "type": "textfield",
        "key": "a",
        "label": "A",
        "customConditional": "show = evil()",
    }

    _kind, result = taken({"components": [component]})

    assert "脚本“customConditional”不会执行，没有收。" in said(result.of("refused"))
    assert "evil" not in json.dumps(result.form)


def test_a_list_of_questions_becomes_a_form():
    rows = [
        ["分区", "题目", "类型", "必填", "选项", "最小", "表格"],
        ["基本信息", "店名", "一行文字", "是", "", "2", ""],
        ["基本信息", "经营方式", "单选", "是", "批发\n零售", "", ""],
        ["人员", "员工", "", "", "", "", ""],
        ["人员", "姓名", "文本", "是", "", "", "员工"],
        ["人员", "面积", "魔方", "", "", "", ""],
    ]

    kind, result = taken(write_sheets({"题目": rows}), "fields.xlsx")

    assert kind == "sheet"
    assert [f["x-type"] for f in result.form["properties"].values()] == [
        "text",
        "choice",
        "table",
        "text",
    ]
    assert [s["title"] for s in result.form["x-sections"]] == ["基本信息", "人员"]
    assert problems(result.form) == ()
    assert "不认识题型“魔方”，改成了一行文字。" in said(result.of("changed"))


def test_a_csv_from_excel_is_read_too():
    rows = "题目,类型\n店名,一行文字\n面积,数字\n".encode("gb18030")

    assert list(taken(rows, "fields.csv")[1].form["properties"]) == ["q1", "q2"]


def test_hostile_words_come_in_as_words():
    evil = '<img src=x onerror=alert(1)>店{{7*7}}\u202e" onclick="x'

    _kind, result = taken({"properties": {"__proto__": {"title": evil}, "x" * 300: {"title": "<"}}})

    assert problems(result.form) == ()
    assert "<" not in "".join(f["title"] for f in result.form["properties"].values())
    assert all(len(key) <= 60 for key in result.form["properties"])


def test_ten_thousand_options_are_cut_and_told():
    _kind, result = taken({"properties": {"a": {"enum": [f"选项{n}" for n in range(10_000)]}}})

    assert len(result.form["properties"]["a"]["enum"]) == 1000
    assert said(result.of("changed")) == ["选项太多：只收了前 1000 个，还有 9000 个没有收。"]


def test_five_hundred_questions_are_the_most():
    _kind, result = taken({"properties": {f"a{n}": {"type": "string"} for n in range(600)}})

    assert len(result.form["properties"]) == 500


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def with_entity():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_sheets({"a": [["题目"]]}))) as good,
        zipfile.ZipFile(out, "w") as bad,
    ):
        for name in good.namelist():
            text = good.read(name)
            bad.writestr(
                name, b'<!DOCTYPE x [<!ENTITY e "e">]>' + text if "sheet1" in name else text
            )
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK" + b"0" * 50_000_000, "a.xlsx", "文件太大：最多 5 MB。"),
        (bomb(), "a.xlsx", "文件展开以后太大，没有读。"),
        (with_entity(), "a.xlsx", "这个文件不是能读的 xlsx 表格。"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "a.xls", "这是旧的 xls 文件。请另存为 xlsx 再上传。"),
        (b"PK\x03\x04 no zip", "a.xlsx", "这个文件不是能读的 xlsx 表格。"),
        (b"\xff\xfe\x00\x00", "a.csv", "文件要用 UTF-8 或 GB 18030 编码。"),
        (b'{"a": NaN}', "a.json", "NaN 不是 JSON 的数。"),
        (b"[" * 100_000, "a.json", "嵌套太深：最多 64 层。"),
        (b"[]", "a.json", "文件里要是一个 JSON 对象，以 { 开头。"),
        (b"{}", "a.json", "没有找到可以收的题。"),
        (b"\n", "a.csv", "第一行要有“题目”这一列，例如：分区、题目、类型、必填、选项。"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_cannot_be_read_is_refused_in_words(data, name, sentence):
    assert said(taken(data, name)[1].lines) == [sentence]


@pytest.mark.parametrize("value", [None, 7, "x", [], [[]], {"a": []}, {"type": 7}, {"type": []}])
@pytest.mark.parametrize(
    "word", ["properties", "components", "pages", "elements", "items", "required", "title", "enum"]
)
def test_nonsense_never_raises(word, value):
    for document in ({word: value}, {"properties": {"a": {word: value}}}, {"components": [{word: value}]},
                     {"elements": [{word: value, "type": "matrixdynamic"}]}):  # fmt: skip
        kind, result = taken(document)

        assert kind and result.lines
