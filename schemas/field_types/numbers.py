"""Numbers: with a unit, whole, and amounts of money."""

import re
from decimal import Decimal
from random import Random
from typing import Any

from schemas.field_types.base import ABSENT, FieldType, Question, narrow
from schemas.wording import N_


class Number(FieldType):
    """At most 15 digits, 6 of them after the point, so that a JSON number keeps every one of them."""

    name, words, widget = "number", N_("数字"), "number"
    shape = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
    wrong = N_("请只写数字，例如 68 或 68.5。")
    keyboard = "decimal"

    def base(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        digits = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3})", "", narrow(text)).strip().removeprefix("+")
        if not self.shape.fullmatch(digits) or sum(c.isdigit() for c in digits) > 15:
            return text, self.wrong
        return _plain(Decimal(digits)), None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        return {} if value is ABSENT or value is None else {name: [_text(value)]}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if value is ABSENT or value is None:
            return ""
        return f"{_text(value)} {field.unit}".rstrip()

    def html(self, field: Question) -> dict[str, str]:
        return {"inputmode": self.keyboard, "autocomplete": "off", "maxlength": "24"}

    def example(self, rng: Random) -> Any:
        return rng.randint(1, 9999) / 4


class Integer(Number):
    name, words = "integer", N_("整数")
    shape = re.compile(r"-?[0-9]{1,15}(?:\.0{1,6})?")
    wrong = N_("请写整数，例如 12。")
    keyboard = "numeric"

    def base(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "x-type": self.name}

    def example(self, rng: Random) -> Any:
        return rng.randint(0, 500)


class Money(Number):
    name, words = "money", N_("金额")
    wrong = N_("请只写金额的数字，例如 50 或 50.5。")

    def base(self) -> dict[str, Any]:
        return super().base() | {"x-unit": "元"}

    def parse(self, text: str) -> tuple[Any, str | None]:
        value, problem = super().parse(text.strip().strip("¥￥元"))
        return (text, problem) if problem else (value, None)

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return super().present(value, field, language)
        whole, _, rest = _text(value).partition(".")
        amount = f"{int(whole):,}" + (f".{rest}" if rest else "")
        return f"{amount} {field.unit}".rstrip()


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _text(value: Any) -> str:
    """Never in powers of ten: 0.000001 stays 0.000001."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return str(value)
