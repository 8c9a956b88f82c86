"""A statement: words to read, no question."""

from random import Random
from typing import Any

from schemas.field_types.base import ABSENT, FieldType, Question, Submitted
from schemas.wording import N_


class Statement(FieldType):
    """Never in the answers; its schema accepts anything, its words are title and description."""

    name, words, widget, asked = "statement", N_("说明文字"), "statement", False
    in_tables = False

    def base(self) -> dict[str, Any]:
        return {"x-type": self.name}

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        return ABSENT, None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        return {}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        return ""

    def example(self, rng: Random) -> Any:
        return ABSENT
