"""Failures in people's words."""

import re
from typing import Any

import pytest

from form_builder.merge import merge
from form_builder.sentences import sentence
from form_builder.validate import failures
from tests.form_builder.test_merge import a_form, a_source

DAY = {"type": "string", "format": "date"}
ADDRESS = {
    "type": "object",
    "required": ["division", "detail"],
    "additionalProperties": False,
    "properties": {
        "division": {"type": "string", "pattern": "^[0-9]{6}$"},
        "detail": {"type": "string", "maxLength": 5},
    },
}
PERIOD = {
    "type": "object",
    "required": ["from", "to"],
    "properties": {"from": DAY, "to": {"anyOf": [DAY, {"const": "长期"}]}},
}
LIST = {"type": "array", "minItems": 2, "maxItems": 3, "uniqueItems": True}
ROW = a_form(
    ("name",), name={"type": "string", "title": "姓名", "x-type": "text", "x-element": "name"}
)

CASES = [
    ("text", {"type": "string"}, None, "请填写面积"),
    ("choice", {"enum": ["甲"]}, None, "请选择面积"),
    ("material", {"type": "array"}, None, "请上传“面积”"),
    ("table", {"type": "array", "items": ROW}, None, "请在“面积”中至少填写一行"),
    ("number", {"exclusiveMinimum": 0}, 0, "面积要大于 0 ㎡，例如 68"),
    ("number", {"minimum": 100}, 1, "面积不能小于 100 ㎡"),
    ("number", {"maximum": 10}, 11, "面积不能大于 10 ㎡"),
    ("number", {"exclusiveMaximum": 10}, 10, "面积要小于 10 ㎡"),
    ("number", {"type": "number"}, "多", "面积要填数字，例如 68"),
    ("integer", {"type": "integer", "maximum": 2}, 1.5, "面积要填整数，例如 1"),
    ("money", {"multipleOf": 0.01}, 1.001, "面积最多写到小数点后 2 位"),
    ("number", {"multipleOf": 5}, 7, "面积要是 5 的倍数，例如 68"),
    ("text", {"maxLength": 2}, "三个字", "面积最多 2 个字，现在是 3 个，请写短一些"),
    ("text", {"minLength": 4}, "三个字", "面积至少要 4 个字"),
    ("choice", {"enum": ["甲"]}, "乙", "请从“面积”给出的选项中选择"),
    ("phone", {"pattern": "^1[3-9][0-9]{9}$"}, "1", "面积是 11 位手机号码，例如 13800138000"),
    ("text", {"pattern": "^[0-9]{6}$"}, "1", "面积是 6 位数字，例如 519000"),
    ("uscc", {"format": "uscc"}, "1", "面积是 18 位，最后一位是校验码，请对照营业执照检查"),
    ("date", DAY, "2026-02-30", "面积要写成 2026-12-01 这样的日期"),
    ("email", {"format": "email"}, "a", "面积要写成 name@example.cn 这样"),
    ("address", ADDRESS, {"division": "440402"}, "请填写“面积”的详细地址，写到门牌号"),
    ("address", ADDRESS, {"division": "", "detail": "a"}, "请选择“面积”所在的区"),
    (
        "address",
        ADDRESS,
        {"division": "440402", "detail": "凤凰路128号"},
        "“面积”的详细地址最多 5 个字，请写短一些",
    ),
    ("period", PERIOD, {"from": "2026-01-01"}, "请填写“面积”的结束日期，没有期限的选“长期”"),
    ("choices", LIST, ["甲"], "“面积”至少要选 2 项"),
    ("choices", LIST, ["甲", "甲"], "“面积”里有重复的内容，请删去重复的"),
    ("material", LIST, ["a", "b", "c", "d"], "“面积”最多上传 3 个文件"),
    ("table", {"type": "array", "items": ROW}, [{"name": "甲"}, {}], "第 2 行：请填写姓名"),
    ("table", {"items": ROW, "minItems": 2}, [{"name": "甲"}], "“面积”至少要填 2 行，现在是 1 行"),
    ("text", {"not": {"const": "x"}}, "x", "请检查“面积”"),
]


@pytest.mark.parametrize(("kind", "rules", "answer", "expected"), CASES)
def test_sentence(kind: str, rules: dict[str, Any], answer: Any, expected: str):
    field = {**rules, "title": "面积", "x-type": kind, "x-element": "area"}
    if kind in ("number", "integer", "money"):
        field["x-unit"] = "㎡"
    merged = merge([a_source("fire", a_form(("area",), area=field))])

    (failure,) = failures(merged, {} if answer is None else {"area": answer})

    assert sentence(failure, merged.field("area")) == expected


FOREIGN = [
    ({"f": {"not": {"const": 1}}}, {}, {"e": 1}),
    ({"f": {"oneOf": [{"minimum": 1}, {"maximum": 3}]}}, {}, {"e": 2}),
    ({"f": {"anyOf": [{"minimum": 3}, {"type": "string"}]}}, {}, {"e": 1}),
    ({"f": {"if": {"minimum": 1}, "then": {"multipleOf": 2}}}, {}, {"e": 1}),
    ({"f": False}, {}, {"e": 1}),
    ({"f": {"contains": {"const": 1}}}, {}, {"e": [2]}),
    ({"f": {"contains": {"const": 1}, "minContains": 2}}, {}, {"e": [1]}),
    ({"f": {"contains": {"const": 1}, "maxContains": 1}}, {}, {"e": [1, 1]}),
    ({"f": {"prefixItems": [{}], "unevaluatedItems": False}}, {}, {"e": [1, 1]}),
    ({"f": {"properties": {"a": {}}, "unevaluatedProperties": False}}, {}, {"e": {"b": 1}}),
    ({"f": {"additionalProperties": False}}, {}, {"e": {"b": 1}}),
    ({"f": {"propertyNames": {"maxLength": 1}}}, {}, {"e": {"long": 1}}),
    ({"f": {"minProperties": 2}}, {}, {"e": {}}),
    ({"f": {"maxProperties": 0}}, {}, {"e": {"a": 1}}),
    ({"f": {"dependentRequired": {"a": ["b"]}}}, {}, {"e": {"a": 1}}),
    ({"f": {"required": ["b"]}}, {}, {"e": {}}),
    ({"f": {"dependentSchemas": {"a": {"maxProperties": 1}}}}, {}, {"e": {"a": 1, "b": 2}}),
    ({"f": {"type": ["null", "boolean"]}}, {}, {"e": 1}),
    ({"f": {"format": "ipv4"}}, {}, {"e": "1"}),
    ({"f": {}, "g": {"x-element": "g"}}, {"dependentRequired": {"f": ["g"]}}, {"e": 1}),
    ({"f": {}, "g": {"x-element": "g"}}, {"not": {"required": ["f", "g"]}}, {"e": 1, "g": 2}),
    ({"f": {}, "g": {"x-element": "g"}}, {"maxProperties": 1}, {"e": 1, "g": 2}),
    ({"f": {}, "g": {"x-element": "g"}}, {"minProperties": 2}, {"e": 1}),
    ({"f": {}, "g": {"x-element": "g"}}, {"oneOf": [True, {"required": ["g"]}]}, {"g": 1}),
    ({"f": {}}, {"propertyNames": {"minLength": 2}}, {"e": 1}),
    ({"f": {}}, {"allOf": [{"additionalProperties": False}]}, {"e": 1}),
    ({"f": {}}, {"if": {"required": ["f"]}, "then": False}, {"e": 1}),
    ({"f": {}}, {"const": {}}, {"e": 1}),
    ({"f": {}}, {"enum": [{}]}, {"e": 1}),
]


@pytest.mark.parametrize(("fields", "rules", "answers"), FOREIGN)
def test_every_rule_of_json_schema_has_words_of_our_own(fields, rules, answers):
    said_of = {"title": "面积", "x-element": "e"}
    own = {k: said_of if f is False else {**said_of, **f} for k, f in fields.items()}
    never = {k: f for k, f in fields.items() if f is False}
    form = {"allOf": [{"properties": never}], "properties": own, **rules}
    merged = merge([a_source("fire", form)])
    found = failures(merged, answers)

    assert found
    for failure in found:
        said = sentence(failure, merged.field(failure.field))
        assert said.isprintable()
        assert not re.search("[A-Za-z]{3,}", said), said
