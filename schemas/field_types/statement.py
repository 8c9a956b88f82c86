"""A statement: words to read, no question."""

from random import Random
from typing import Any

from schemas.field_types.base import ABSENT, Question, Untyped
from schemas.wording import N_


class Statement(Untyped):
    """Never in the answers; its schema accepts anything, its words are title and description."""

    name, words, widget = "statement", N_("说明文字"), "statement"
    in_tables = False

    def base(self) -> dict[str, Any]:
        return {"x-type": self.name}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        return ""

    def example(self, rng: Random) -> Any:
        return ABSENT
