"""Yes or no, one of several, several of several, and free short words."""

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from schemas.field_types.base import ABSENT, BROKEN, FieldType, Question, Submitted, written
from schemas.wording import N_

YES_NO = {
    "zh-Hans": ("是", "否"),
    "zh-Hant": ("是", "否"),
    "en": ("Yes", "No"),
    "pt": ("Sim", "Não"),
}


class YesNo(FieldType):
    name, words, widget = "yes_no", N_("是或否"), "yes_no"
    grouped = True

    def base(self) -> dict[str, Any]:
        return {"type": "boolean", "x-type": self.name}

    def parse(self, text: str) -> tuple[Any, str | None]:
        value = {"yes": True, "no": False}.get(text.lower(), ABSENT)
        return value, None if value is not ABSENT else N_("请选“是”或“否”。")

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        return {name: ["yes" if value else "no"]} if isinstance(value, bool) else {}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        yes, no = YES_NO.get(language, YES_NO["zh-Hans"])
        return {True: yes, False: no}[value] if isinstance(value, bool) else ""

    def boxes(self, value: Any, field: Question) -> tuple[tuple[str, bool], ...]:
        return (("是", value is True), ("否", value is False))

    def html(self, field: Question) -> dict[str, str]:
        return {}

    def example(self, rng: Random) -> Any:
        return rng.random() < 0.5


class Choice(FieldType):
    """One of the schema's enum; drawn as buttons up to seven options, as a list beyond."""

    name, words, widget = "choice", N_("单选"), "choice"

    def base(self) -> dict[str, Any]:
        return {"type": "string", "enum": ["选项一", "选项二"], "x-type": self.name}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        return (
            "" if value is ABSENT or value is None else option_words(field.schema, value, language)
        )

    def boxes(self, value: Any, field: Question) -> tuple[tuple[str, bool], ...]:
        return tuple((str(o), o == value) for o in options(field.schema))

    def html(self, field: Question) -> dict[str, str]:
        return {}

    def example(self, rng: Random) -> Any:
        return rng.choice(("选项一", "选项二"))


class Choices(FieldType):
    name, words, widget = "choices", N_("多选"), "choices"
    grouped = True

    def base(self) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "enum": ["选项一", "选项二"]},
            "minItems": 1,
            "uniqueItems": True,
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        ticked = [written(_One(v), "")[0] for v in submitted.getlist(name)]
        return list(dict.fromkeys(v for v in ticked if v)) or ABSENT, None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        return {name: [str(v) for v in value]} if isinstance(value, list | tuple) else {}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if not isinstance(value, list | tuple):
            return ""
        joint = "、" if language.startswith("zh") else ", "
        return joint.join(option_words(field.schema, v, language) for v in value)

    def boxes(self, value: Any, field: Question) -> tuple[tuple[str, bool], ...]:
        return tuple((str(o), o in (value or ())) for o in options(field.schema))

    def html(self, field: Question) -> dict[str, str]:
        return {}

    def example(self, rng: Random) -> Any:
        return rng.sample(["选项一", "选项二"], rng.randint(1, 2))


class Tags(FieldType):
    """Free short words, one on each line; commas and 、 also part them."""

    name, words, widget = "tags", N_("多个短语"), "tags"

    def base(self) -> dict[str, Any]:
        word = {"type": "string", "minLength": 1, "maxLength": 50}
        return {
            "type": "array",
            "items": word,
            "minItems": 1,
            "maxItems": 20,
            "uniqueItems": True,
            "x-type": self.name,
        }

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        texts = [written(_One(v), "", lines=True) for v in submitted.getlist(name)]
        if any(problem for _, problem in texts):
            return ABSENT, BROKEN
        words = (w.strip() for text, _ in texts for w in re.split(r"[\n\t、，,；;]", text))
        return list(dict.fromkeys(w for w in words if w)) or ABSENT, None

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        return {name: ["\n".join(map(str, value))]} if isinstance(value, list | tuple) else {}

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        joint = "、" if language.startswith("zh") else ", "
        return joint.join(map(str, value)) if isinstance(value, list | tuple) else ""

    def html(self, field: Question) -> dict[str, str]:
        return {"autocomplete": "off"}

    def example(self, rng: Random) -> Any:
        return rng.sample(["咖啡", "面包", "书"], rng.randint(1, 3))


def options(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values that may be chosen, of a choice or of choices."""
    found = schema.get("enum")
    if found is None and isinstance(schema.get("items"), Mapping):
        found = schema["items"].get("enum")
    if found is None and "const" in schema:
        found = [schema["const"]]
    return tuple(found or ())


def option_words(schema: Mapping[str, Any], value: Any, language: str) -> str:
    words = schema.get("x-i18n", {}).get(language, {}).get("enum", {})
    return str(words.get(value, value)) if isinstance(words, Mapping) else str(value)


class _One:
    def __init__(self, value: Any) -> None:
        self.value = value

    def getlist(self, name: str, /) -> list[Any]:
        return [self.value]
