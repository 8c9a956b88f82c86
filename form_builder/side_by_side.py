"""Two versions of a form beside each other, question by question, each said in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from form_builder.compare import LIMITS
from form_builder.formulas.wording import names_of, written
from form_builder.place import order
from form_builder.reading import sentence
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS, Field, Form, Schema, read_form

Said = Callable[[str], str]


@dataclass(frozen=True)
class Pair:
    """One question in both versions: its facts as lines; () where it is not there."""

    key: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return self.old != self.new

    @property
    def rows(self) -> tuple[tuple[str, str, bool], ...]:
        """(old line, new line, are they the same), longer side first to its end."""
        count = max(len(self.old), len(self.new))
        old, new = (side + ("",) * (count - len(side)) for side in (self.old, self.new))
        return tuple((a, b, a == b) for a, b in zip(old, new, strict=True))


def side_by_side(old: Schema, new: Schema, *, _: Said = str) -> tuple[Pair, ...]:
    """Every question of either version, in the order of the new one; what is gone stands where it was."""
    forms = read_form(old), read_form(new)
    keys = list(order(new))
    before = list(order(old))
    for at, key in enumerate(before):
        if key not in keys:
            mates = [k for k in before[:at] if k in keys]
            keys.insert(keys.index(mates[-1]) + 1 if mates else 0, key)
    return tuple(Pair(key, *(_facts(form, key, _) for form in forms)) for key in keys)


def _facts(form: Form, key: str, _: Said) -> tuple[str, ...]:
    return tuple(_lines(form, form.field(key), _)) if form.has(key) else ()


def _lines(form: Form, field: Field, _: Said) -> Iterator[str]:
    kind = FIELD_TYPES[field.type]
    section = next((s.title for s in form.sections if s.key == field.section), "")
    needed = (
        _(TREATMENTS[field.material.treatment])
        if field.material
        else _("必填")
        if field.required
        else _("选填")
    )
    yield field.label
    yield f"{section} · {_(kind.words)} · {needed}"
    yield field.hint
    yield from (
        f"{_(words)} {schema[word]}"
        for schema in (_bounded(field),)
        for word, words in LIMITS.items()
        # A date is a date: its kind says so already.
        if word in schema and not (word == "format" and schema[word] == kind.base().get(word))
    )
    options = field.schema.get("enum") or field.schema.get("items", {}).get("enum") or ()
    if options:
        yield _("、").join(map(str, options))
    if field.show_when:
        labels = {f.key: f.label for f in form.fields}
        yield sentence(field.show_when, lambda k: labels.get(k, k), _=_)
    if "x-formula" in field.schema:
        yield "= " + written(field.schema["x-formula"], names_of(form.schema["properties"]), _)
    for column in field.columns:
        yield f"· {column.label} · {_(FIELD_TYPES[column.type].words)} · {_('必填') if column.required else _('选填')}"


def _bounded(field: Field) -> Any:
    return field.schema["properties"]["detail"] if field.type == "address" else field.schema
