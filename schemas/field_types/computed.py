"""What nobody types: a number that a formula calculates, and words that follow from another answer."""

from random import Random
from typing import Any

from schemas.field_types.base import FIELD_TYPES, Question, Untyped
from schemas.wording import N_


class Computed(Untyped):
    """`x-formula` says how; the server makes the value of each department's own answers, shows it and
    sends it along."""

    widget, computed, in_tables = "computed", True, False

    def html(self, field: Question) -> dict[str, str]:
        return {}


class Calculated(Computed):
    name, words = "calculated", N_("计算得出的数")

    def base(self) -> dict[str, Any]:
        return {"type": "number", "x-type": self.name, "x-formula": {"number": "0"}}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        return FIELD_TYPES["number"].present(value, field, language)

    def example(self, rng: Random) -> Any:
        return rng.randint(0, 999) / 4


class Derived(Computed):
    name, words = "derived", N_("由别的答案得出")

    def base(self) -> dict[str, Any]:
        return {
            "type": "string",
            "maxLength": 200,
            "x-type": self.name,
            "x-formula": {"text": ""},
        }

    def example(self, rng: Random) -> Any:
        return rng.choice(("男", "女", "1990-01-02"))
