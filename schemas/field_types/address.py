"""An address: a division of GB/T 2260 and what follows it."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

from schemas.field_types.base import (
    ABSENT,
    FieldType,
    Question,
    Submitted,
    autofill,
    narrow,
    written,
)
from schemas.wording import N_

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = tuple(
    (group["name"], tuple((code, name) for code, name in group["divisions"]))
    for group in json.loads(Path(__file__).with_name("divisions.json").read_text("utf-8"))
)
NAMES = {code: name for _, divisions in GROUPS for code, name in divisions}


class Address(FieldType):
    """Zhuhai's districts come first; elsewhere the city or province, the rest in the detail.

    Codes that the list lacks are accepted: GB/T 2260 has thousands, and forms bring their own.
    """

    name, words, widget = "address", N_("地址"), "address"

    def base(self) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["division", "detail"],
            "additionalProperties": False,
            "properties": {
                "division": {"type": "string", "pattern": "^[0-9]{6}$"},
                "detail": {"type": "string", "minLength": 1, "maxLength": 200},
            },
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        division, bad = written(submitted, f"{name}.division")
        detail, worse = written(submitted, f"{name}.detail")
        if bad or worse or not (division or detail):
            return ABSENT, bad or worse
        parts = {"division": narrow(division), "detail": detail}
        return {k: v for k, v in parts.items() if v}, _problem(**parts)

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        if not isinstance(value, dict):
            return {}
        return {f"{name}.{k}": [str(value[k])] for k in ("division", "detail") if value.get(k)}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if not isinstance(value, dict):
            return ""
        code = str(value.get("division", ""))
        return place(code) + str(value.get("detail", ""))

    def html(self, field: Question) -> dict[str, str]:
        detail = field.schema.get("properties", {}).get("detail", {})
        return autofill(field) | {"maxlength": str(detail.get("maxLength", 200))}

    def example(self, rng: Random) -> Any:
        return {"division": rng.choice(("440402", "440403", "440404")), "detail": "凤凰路128号"}


def place(code: str) -> str:
    """The name of a division as an address begins with it: 广东省珠海市香洲区; the code if unknown."""
    if code not in NAMES:
        return code
    above = (f"{code[:2]}0000", f"{code[:4]}00")
    return "".join(dict.fromkeys(NAMES[c] for c in (*above, code) if c in NAMES))


def _problem(division: str, detail: str) -> str | None:
    if not re.fullmatch(r"[0-9]{6}", division):
        return N_("请选择所在的区或城市。")
    return None if detail else N_("请写到路名、门牌号和房间号。")
