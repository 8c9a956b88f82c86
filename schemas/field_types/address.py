"""An address: a division of GB/T 2260, a street of GB/T 10114 where the list knows it, and what follows."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from schemas.field_types.base import (
    ABSENT,
    FieldType,
    Level,
    Question,
    Submitted,
    autofill,
    narrow,
    written,
)
from schemas.wording import N_

_SHIPPED = json.loads(Path(__file__).with_name("divisions.json").read_text("utf-8"))
NAMES: Mapping[str, str] = _SHIPPED["divisions"]
STREETS: Mapping[str, str] = _SHIPPED["streets"]
HOME = ("440000", "440400")
LEVELS = ("province", "city", "district", "street")
WORDS = (N_("省"), N_("市"), N_("区或县"), N_("街道或镇"))


class Address(FieldType):
    """Province, city, district and street, then road and number. Only the division's code is kept.

    Codes that the list lacks are accepted: GB/T 2260 changes every year, and forms bring their own.
    """

    name, words, widget = "address", N_("地址"), "address"
    grouped, first = True, "province"

    def base(self) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["division", "detail"],
            "additionalProperties": False,
            "properties": {
                "division": {"type": "string", "pattern": "^[0-9]{6}$"},
                "street": {"type": "string", "pattern": "^[0-9]{9}$"},
                "detail": {"type": "string", "minLength": 1, "maxLength": 200},
            },
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        typed = {k: written(submitted, f"{name}.{k}") for k in (*LEVELS, "division", "detail")}
        texts = {k: text if k == "detail" else narrow(text) for k, (text, _) in typed.items()}
        problem = next((p for _, p in typed.values() if p), None)
        division = texts["division"] or _deepest(texts)
        untouched = not texts["detail"] and (division in ("", *HOME))
        if problem or (untouched and not (texts["division"] and not texts["city"])):
            return ABSENT, problem
        street = texts["street"] if _in(texts["street"], division, STREETS) else ""
        street = street if has_streets(field) else ""
        parts = {"division": division, "street": street, "detail": texts["detail"]}
        return {k: v for k, v in parts.items() if v}, _problem(division, texts["detail"])

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        if not isinstance(value, dict):
            return {}
        parts = ("division", "street", "detail")
        return {f"{name}.{k}": [str(value[k])] for k in parts if value.get(k)}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if not isinstance(value, dict):
            return ""
        street = str(value.get("street", ""))
        where = place(str(value.get("division", ""))) + STREETS.get(street, "")
        return where + str(value.get("detail", ""))

    def html(self, field: Question) -> dict[str, str]:
        detail = field.schema.get("properties", {}).get("detail", {})
        return autofill(field) | {"maxlength": str(detail.get("maxLength", 200))}

    def missing(self, part: str) -> str:
        if part == "division":
            return N_("请选择“%(label)s”所在的区")
        return N_("请填写“%(label)s”的详细地址，写到门牌号")

    def mistaken(self, part: str) -> str:
        return self.missing(part)

    def lists(self, field: Question, one: Callable[[str], str]) -> tuple[Level, ...]:
        return levels(one, streets=has_streets(field))

    def example(self, rng: Random) -> Any:
        return {"division": rng.choice(("440402", "440403", "440404")), "detail": "凤凰路128号"}


def has_streets(field: Question | None) -> bool:
    """Does this form keep the street apart? Those that were made before it did keep it in the detail."""
    return field is None or "street" in field.schema.get("properties", {})


def levels(one: Callable[[str], str], *, streets: bool) -> tuple[Level, ...]:
    """The lists to choose from, given what is typed under each part's name; Zhuhai while nothing is.

    A list with a single entry is settled; a code that no list knows is offered as it is.
    """
    texts = {k: one(k) for k in ("province", "city", "district", "division")}
    code = texts["division"] or _deepest(texts) or HOME[-1]
    wanted = (f"{code[:2]}0000", f"{code[:4]}00", code)
    found: list[Level] = []
    for depth, name in enumerate(LEVELS[:3]):
        options = _below(found[-1].chosen if found else "", depth)
        if depth == 2 and code not in NAMES:
            options = ((code, code), *options)
        pick = wanted[depth] if wanted[depth] in dict(options) else ""
        pick = options[0][0] if len(options) == 1 else pick
        found += [Level(name, WORDS[depth], options, pick)] if options else []
        if not pick:
            break
    below = _streets(found[-1].chosen) if streets and found else ()
    return (*found, Level("street", WORDS[3], below, one("street"))) if below else tuple(found)


def place(code: str) -> str:
    """The name of a division as an address begins with it: 广东省珠海市香洲区; the code if unknown."""
    if code not in NAMES:
        return code
    above = (f"{code[:2]}0000", f"{code[:4]}00")
    names = dict.fromkeys(NAMES[c] for c in (*above, code) if c in NAMES)
    return "".join(n for n in names if n not in _NO_NAMES)


# The list's stand-ins where a province has no cities in between.
_NO_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@cache
def _below(code: str, depth: int) -> tuple[tuple[str, str], ...]:
    """The divisions right below `code`, ours first; the districts of a city that has none are itself."""
    start = code[: 2 * depth]
    found = [(c, n) for c, n in NAMES.items() if c.startswith(start) and _is_at(c, depth)]
    if depth == 2 and not found and code in NAMES:
        return ()
    return tuple(sorted(found, key=lambda pair: pair[0] not in HOME))


def _is_at(code: str, depth: int) -> bool:
    if depth == 0:
        return code.endswith("0000")
    return code.endswith("00") != (depth == 2) and not code.endswith("0000")


@cache
def _streets(district: str) -> tuple[tuple[str, str], ...]:
    return tuple((c, n) for c, n in STREETS.items() if district and c.startswith(district))


def _deepest(texts: Mapping[str, str]) -> str:
    """The most exact of the lists' answers that lies in the ones above it: a list that still shows the
    cities of another province says nothing."""
    province, city = texts["province"], texts["city"]
    if not _in(city, province[:2], NAMES) and province:
        return province
    if not _in(texts["district"], city[:4], NAMES) and city:
        return city
    return texts["district"] or city or province


def _in(code: str, start: str, known: Mapping[str, str]) -> bool:
    return bool(code) and code.startswith(start) and code in known


def _problem(division: str, detail: str) -> str | None:
    if not re.fullmatch(r"[0-9]{6}", division):
        return N_("请选择所在的区或城市。")
    if division.endswith("0000") and _below(division, 1):
        return N_("请选到市。")
    if division.endswith("00") and _below(division, 2):
        return N_("请选到区或县。")
    return None if detail else N_("请写到路名、门牌号和房间号。")
