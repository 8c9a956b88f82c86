"""Codes with a check character: of an enterprise, and of a person."""

import re
from random import Random
from typing import Any

from schemas.field_types.base import FieldType, Question, narrow
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


class Identity(Code):
    """A resident ID, a Hong Kong, Macao or Taiwan resident's travel permit; where the form's format says
    `any-identity-document`, a passport too."""

    name, words, personal = "identity", N_("身份证件号码"), True

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
