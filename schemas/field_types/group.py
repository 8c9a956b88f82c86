"""Grouped values: several named inputs that make one answer, such as a person or an enterprise."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, ClassVar

from schemas.field_types.base import (
    ABSENT,
    FIELD_TYPES,
    FieldType,
    Part,
    Question,
    Setting,
    Submitted,
)
from schemas.wording import N_

WAYS = {"needed": N_("必填"), "free": N_("选填"), "no": N_("不问")}


class Group(FieldType):
    """`made_of` names each part, the field type that reads it and its label.

    What a part must be is its own subschema, under the part's name in `properties`.
    """

    widget, grouped, in_tables = "parts", True, False
    made_of: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    needed: ClassVar[tuple[str, ...]] = ()

    def base(self) -> dict[str, Any]:
        return {
            "type": "object",
            "required": list(self.needed),
            "additionalProperties": False,
            "properties": {key: bare(kind) for key, kind, _label in self.made_of},
            "x-type": self.name,
        }

    def parts(self, field: Question) -> tuple[Part, ...]:
        schemas, needed = (
            field.schema.get("properties", {}),
            field.schema.get("required", self.needed),
        )
        return tuple(
            Part(key, kind, label, required=key in needed, schema=schemas[key])
            for key, kind, label in self.made_of
            if isinstance(schemas.get(key), Mapping)
        )

    def settings(self, field: Question, others: Sequence[Question]) -> tuple[Setting, ...]:
        """For each part whether it must be answered, may be, or is not asked."""
        asked, needed = field.schema.get("properties", {}), field.schema.get("required", ())
        ways = tuple(WAYS.items())
        return tuple(
            Setting(
                key, label, ways, ("needed" if key in needed else "free" if key in asked else "no",)
            )
            for key, _kind, label in self.made_of
        )

    def chosen(
        self, schema: Mapping[str, Any], values: Mapping[str, Sequence[str]]
    ) -> dict[str, Any] | str:
        ways = {key: next(iter(values.get(key, ())), "no") for key, *_more in self.made_of}
        asked = [
            (key, kind) for key, kind, _label in self.made_of if ways[key] in ("needed", "free")
        ]
        if not any(ways[key] == "needed" for key, _kind in asked):
            return N_("至少有一项要必填。")
        old = schema.get("properties", {})
        return {
            **schema,
            "required": [key for key, _kind in asked if ways[key] == "needed"],
            "properties": {key: old.get(key) or bare(kind) for key, kind in asked},
        }

    def is_wider(self, schema: Mapping[str, Any], element: Mapping[str, Any]) -> bool:
        parts, needed = (element.get(k, ()) for k in ("properties", "required"))
        return not set(schema.get("properties", ())) <= set(parts) or not set(needed) <= set(
            schema.get("required", ())
        )

    def read(
        self, submitted: Submitted, name: str, field: Question | None = None
    ) -> tuple[Any, str | None]:
        value: dict[str, Any] = {}
        first = None
        for key, kind, _label in self.made_of:
            part, problem = FIELD_TYPES[kind].read(submitted, f"{name}.{key}")
            value |= {} if part is ABSENT else {key: part}
            first = first or problem
        return value or ABSENT, first

    def write(self, value: Any, name: str) -> dict[str, list[str]]:
        typed: dict[str, list[str]] = {}
        for key, kind, _label in self.made_of if isinstance(value, Mapping) else ():
            typed |= FIELD_TYPES[kind].write(value.get(key, ABSENT), f"{name}.{key}")
        return typed

    def present(self, value: Any, field: Question, language: str = "zh-Hans") -> str:
        if not isinstance(value, Mapping):
            return ""
        said = (
            FIELD_TYPES[p.type].present(value.get(p.key, ABSENT), p, language)
            for p in self.parts(field)
        )
        return ("，" if language.startswith("zh") else ", ").join(s for s in said if s)

    def html(self, field: Question) -> dict[str, str]:
        return {}

    def missing(self, part: str) -> str:
        return N_("请把“%(label)s”填写完整")

    def example(self, rng: Random) -> Any:
        return {key: FIELD_TYPES[kind].example(rng) for key, kind, _label in self.made_of}


def bare(kind: str) -> dict[str, Any]:
    """What a field type asks of its value, without the words that only fields may have."""
    return {k: v for k, v in FIELD_TYPES[kind].base().items() if not k.startswith("x-")}
