"""A place on a sketch or plan: how far from the left and from the top, and in words what is there."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from schemas.field_types.base import (
    ABSENT,
    FieldType,
    Question,
    Setting,
    Submitted,
    narrow,
    written,
)
from schemas.wording import N_

SPOKEN = {
    "zh-Hans": "距左边 {x}%，距上边 {y}%",
    "zh-Hant": "距左邊 {x}%，距上邊 {y}%",
    "en": "{x}% from the left, {y}% from the top",
    "pt": "{x}% a contar da esquerda, {y}% a contar de cima",
}


class Place(FieldType):
    """`x-picture` names the material of the same form whose first picture the mark is set on; without
    one there is a plain grid. Both numbers are whole percents, so a mark can be typed as well as clicked."""

    name, words, widget = "place", N_("图上位置"), "place"
    grouped, in_tables, first = True, False, "x"

    def base(self) -> dict[str, Any]:
        percent = {"type": "integer", "minimum": 0, "maximum": 100}
        return {
            "type": "object",
            "required": ["x", "y", "note"],
            "additionalProperties": False,
            "properties": {
                "x": percent,
                "y": percent,
                "note": {"type": "string", "minLength": 1, "maxLength": 200},
            },
            "x-type": self.name,
        }

    def settings(self, field: Question, others: Sequence[Question]) -> tuple[Setting, ...]:
        pictures = tuple(
            (f.key, str(f.schema.get("title", f.key))) for f in others if f.type == "material"
        )
        hint = N_("申请人先上传这份材料，再在图上点出位置；没有图就点在空白格上。")
        return (
            Setting(
                "picture",
                N_("标在哪份图上"),
                (("", N_("空白格")), *pictures),
                (str(field.schema.get("x-picture", "")),),
                hint=hint,
            ),
        )

    def chosen(
        self, schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]
    ) -> dict[str, Any] | str:
        rest = {k: v for k, v in schema.items() if k != "x-picture"}
        picture = next(iter(values.get("picture", ())), "")
        return rest | ({"x-picture": picture} if picture else {})

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        typed = {k: written(submitted, f"{name}.{k}") for k in ("x", "y", "note")}
        broken = next((problem for _, problem in typed.values() if problem), None)
        found: dict[str, Any] = {k: text for k, (text, _) in typed.items() if text}
        if broken or not found:
            return ABSENT, broken
        for key in ("x", "y"):
            digits = narrow(str(found.get(key, ""))).rstrip("% ")
            if digits.isascii() and digits.isdigit() and len(digits) <= 3 and int(digits) <= 100:
                found[key] = int(digits)
            elif key in found:
                broken = N_("位置请写 0 到 100 的整数，例如 35。")
        if not broken and len(found) < 3:
            broken = N_("请写明距左边、距上边各多少，再用几个字说明是哪里。")
        return found, broken

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        if not isinstance(value, Mapping):
            return {}
        return {f"{name}.{k}": [str(value[k])] for k in ("x", "y", "note") if k in value}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if not isinstance(value, Mapping):
            return ""
        spot = SPOKEN.get(language, SPOKEN["zh-Hans"])
        said = spot.replace("{x}", str(value.get("x", ""))).replace("{y}", str(value.get("y", "")))
        joint = "：" if language.startswith("zh") else ": "
        return f"{value.get('note', '')}{joint}{said}"

    def html(self, field: Question) -> dict[str, str]:
        return {"autocomplete": "off"}

    def missing(self, part: str) -> str:
        return N_("请在“%(label)s”的图上标出位置，并写明是哪里")

    def mistaken(self, part: str) -> str:
        return N_("“%(label)s”的位置要写 0 到 100 的整数，说明最多 200 个字")

    def example(self, rng: Random) -> Any:
        return {"x": rng.randint(0, 100), "y": rng.randint(0, 100), "note": "大门左侧外墙"}
