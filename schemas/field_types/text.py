"""Words: one line, or several."""

from typing import Any

from schemas.field_types.base import FieldType
from schemas.wording import N_


class Text(FieldType):
    name, words = "text", N_("一行文字")


class LongText(FieldType):
    name, words, widget, lines = "long_text", N_("一段文字"), "area", True

    def base(self) -> dict[str, Any]:
        return super().base() | {"maxLength": 1000}
