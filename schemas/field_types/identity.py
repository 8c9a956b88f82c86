"""Codes with a check character: of an enterprise, and of a person."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from random import Random
from typing import Any

from schemas.field_types.base import FieldType, Question, Setting, narrow
from schemas.formats import is_resident_id, is_uscc
from schemas.wording import N_


class Code(FieldType):
    """How codes are typed: capitals, no spelling help, room for the spaces people put in."""

    def html(self, field: Question) -> dict[str, str]:
        return {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "maxlength": "24",
            "spellcheck": "false",
        }


class Uscc(Code):
    """统一社会信用代码, 18 characters (GB 32100)."""

    name, words = "uscc", N_("统一社会信用代码")

    def base(self) -> dict[str, Any]:
        return {
            "type": "string",
            "format": "uscc",
            "minLength": 18,
            "maxLength": 18,
            "x-type": self.name,
        }

    def parse(self, text: str) -> tuple[Any, str | None]:
        return re.sub(r"[\s-]", "", narrow(text)).upper(), None

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        return in_fours(super().present(value, field, language))

    def example(self, rng: Random) -> Any:
        body = f"91440400MA{rng.randint(0, 9999999):07}"
        return next(body + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(body + c))


RESIDENT, HK_MACAO, TAIWAN, PASSPORT = "resident", "hk_macao", "taiwan", "passport"
KINDS = {
    RESIDENT: N_("居民身份证（港澳台居民居住证也是）"),
    HK_MACAO: N_("港澳居民来往内地通行证"),
    TAIWAN: N_("台湾居民来往大陆通行证"),
    PASSPORT: N_("护照"),
}
SHAPES = {
    RESIDENT: "[1-9][0-9]{16}[0-9X]",
    HK_MACAO: "[HM][0-9]{8}([0-9]{2})?",
    TAIWAN: "[0-9]{8}",
    PASSPORT: "[A-Z0-9]{6,9}",
}
_FORMATS = {
    "resident-id": (RESIDENT,),
    "identity-document": (RESIDENT, HK_MACAO, TAIWAN),
    "any-identity-document": tuple(KINDS),
}


def kinds_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of document that a field of this type takes. Only a resident ID has a check character, and
    only the format knows it; the pattern narrows what the format lets in."""
    allowed = _FORMATS.get(schema.get("format", ""), tuple(KINDS))
    pattern = schema.get("pattern")
    return next((k for k in _sets() if pattern == _pattern(k)), allowed) if pattern else allowed


def taking(kinds: Iterable[str]) -> dict[str, Any]:
    """The words of a schema that takes these kinds and no other."""
    wanted = tuple(k for k in KINDS if k in set(kinds))
    format = next(f for f, known in _FORMATS.items() if set(wanted) <= set(known))
    narrow = {} if wanted == _FORMATS[format] else {"pattern": _pattern(wanted)}
    return {"format": format, **narrow}


def _pattern(kinds: tuple[str, ...]) -> str:
    return f"^({'|'.join(SHAPES[k] for k in kinds)})$"


def _sets() -> Iterator[tuple[str, ...]]:
    for size in range(1, len(KINDS) + 1):
        yield from combinations(KINDS, size)


class Identity(Code):
    """A resident ID, a Hong Kong, Macao or Taiwan resident's travel permit, a passport: whichever of them the
    form takes."""

    name, words, personal = "identity", N_("身份证件号码"), True

    def settings(self, field: Question, others: Sequence[Question]) -> tuple[Setting, ...]:
        kinds = kinds_of(field.schema)
        return (Setting("kinds", N_("收哪些证件"), tuple(KINDS.items()), kinds, several=True),)

    def chosen(
        self, schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]
    ) -> dict[str, Any] | str:
        kinds = [k for k in values.get("kinds", ()) if k in KINDS]
        if not kinds:
            return N_("至少要收一种证件。")
        rest = {k: v for k, v in schema.items() if k not in ("format", "pattern")}
        return rest | taking(kinds)

    def is_wider(self, schema: Mapping[str, Any], element: Mapping[str, Any]) -> bool:
        return not set(kinds_of(schema)) <= set(kinds_of(element))

    def base(self) -> dict[str, Any]:
        return {
            "type": "string",
            "format": "identity-document",
            "maxLength": 18,
            "x-type": self.name,
        }

    def parse(self, text: str) -> tuple[Any, str | None]:
        return re.sub(r"[\s()-]", "", narrow(text)).upper(), None

    def example(self, rng: Random) -> Any:
        body = f"4404021990{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(0, 999):03}"
        return next(body + c for c in "0123456789X" if is_resident_id(body + c))


def in_fours(code: str) -> str:
    """A code as people compare it: 9144 0400 MA5B …"""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
