"""The shipped permits, each with a made-up answer to every question that shows."""

import json
from pathlib import Path
from random import Random
from typing import Any

from documents.form_sheet import is_shown
from schemas.field_types import FIELD_TYPES
from schemas.form import Field
from schemas.permit import Department, Permit, PermitSchema

ROOT = Path(__file__).parent.parent.parent / "catalogue"
WORDS = {
    "text": (
        "陈㛃",
        "海韵城一层",
        "不锈钢双温冷藏柜 BCD-1200",
        "林䶮",
        "珠海香洲阿嬷的茶餐饮有限公司",
    ),
    "long_text": (
        "前厅与后厨分开，后厨按原料、加工、成品的顺序单向流动。\n粗加工、切配、烹饪分三个区域。"
        * 2,
    ),
    "phone": ("13800138000",),
    "tags": (["咖啡", "面包"],),
}


def shipped_permits() -> tuple[Permit, ...]:
    files = sorted((ROOT / "permits").glob("*.json"))
    return tuple(PermitSchema().load(json.loads(f.read_text("utf-8"))) for f in files)


def shipped_departments() -> dict[str, Department]:
    listed = json.loads((ROOT / "departments.json").read_text("utf-8"))
    return {d["id"]: Department(**d) for d in listed}


def answered(permit: Permit, rng: Random) -> dict[str, Any]:
    """Something in every visible field but materials; conditions are settled in form order."""
    answers: dict[str, Any] = {}
    for field in permit.form.fields:
        if not field.material and is_shown(field, answers):
            value = an_answer(field, rng)
            if value is not None:
                answers[field.key] = value
    return {
        f.key: answers[f.key]
        for f in permit.form.fields
        if f.key in answers and is_shown(f, answers)
    }


def an_answer(field: Field, rng: Random) -> Any:
    if field.columns:
        return [
            {c.key: v for c in field.columns if (v := an_answer(c, rng)) is not None}
            for _ in range(3)
        ]
    choices = field.schema.get("enum")
    if choices:
        return rng.choice(choices)
    many = field.schema.get("items", {}).get("enum")
    if many:
        return rng.sample(many, min(2, len(many)))
    if field.type in WORDS:
        return rng.choice(WORDS[field.type])
    return None if field.type == "statement" else FIELD_TYPES[field.type].example(rng)
