"""Small forms that tests begin with."""

from typing import Any

from form_builder.conditions import settle

SHOP = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:yizhao:form:shop",
    "title": "小店申请书",
    "x-sections": [{"key": "s1", "title": "店铺"}, {"key": "s2", "title": "人员"}],
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "way"],
    "properties": {
        "name": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100,
            "title": "店名",
            "x-type": "text",
            "x-section": "s1",
            "x-element": "ent_name",
            "x-i18n": {"en": {"title": "Shop name"}},
        },
        "way": {
            "type": "string",
            "enum": ["零售", "批发", "批零兼营"],
            "title": "经营方式",
            "x-type": "choice",
            "x-section": "s1",
        },
        "area": {
            "type": "number",
            "minimum": 1,
            "title": "面积",
            "x-type": "number",
            "x-unit": "㎡",
            "x-section": "s1",
        },
        "depot": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200,
            "title": "仓库地址",
            "x-type": "text",
            "x-section": "s1",
            "x-show-when": {"properties": {"way": {"const": "批发"}}, "required": ["way"]},
        },
        "staff": {
            "type": "array",
            "minItems": 1,
            "maxItems": 200,
            "title": "从业人员",
            "x-type": "table",
            "x-section": "s2",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "minLength": 1, "title": "姓名", "x-type": "text"},
                    "job": {"type": "string", "minLength": 1, "title": "岗位", "x-type": "text"},
                },
            },
        },
        "plan": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "minItems": 1,
            "maxItems": 10,
            "title": "平面图",
            "x-type": "material",
            "x-section": "s2",
            "x-material": {"treatment": "deferrable"},
        },
    },
}


def a_form(**changes: Any) -> dict[str, Any]:
    """A shop's form, settled, with some of its top level changed."""
    return settle({**SHOP, **changes})


def with_field(key: str, **changes: Any) -> dict[str, Any]:
    """The shop's form with one field's keywords changed (None removes a keyword)."""
    field = {**SHOP["properties"][key], **changes}
    field = {k: v for k, v in field.items() if v is not None}
    return a_form(properties={**SHOP["properties"], key: field})
