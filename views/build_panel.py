"""The property panel: what of one question can be changed, as the controls that change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from form_builder import compare, edit
from form_builder.check_fields import MAX_OPTIONS
from form_builder.edit import LIMITS
from form_builder.reading import Clause, operator_words
from form_builder.rows import SEVERAL, Rows, operators, read_value, to_groups
from schemas.field_types import FIELD_TYPES
from schemas.field_types.base import Setting
from schemas.form import Field, Form

COUNTS = frozenset({"minLength", "maxLength", "minItems", "maxItems"})
TEXTS = frozenset({"pattern", "x-unit"})
CHOICES = frozenset({"choice", "choices"})
Document = dict[str, Any]


@dataclass(frozen=True)
class Limit:
    keyword: str
    words: str
    value: Any
    is_text: bool


@dataclass(frozen=True)
class RowField:
    """One clause being edited. `options` are (value, words) when the value is picked, () when it is typed."""

    field: str
    operator: str
    value: str
    operators: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    takes_value: bool = False
    is_number: bool = False
    takes_several: bool = False

    @property
    def is_complete(self) -> bool:
        return bool(self.field and self.operator and (self.value or not self.takes_value))


def limits(field: Field, typed: Mapping[str, str] | None = None) -> tuple[Limit, ...]:
    """The limits a field of this type can have, with what they are now, or as they were typed."""
    schema = field.schema
    bounded = schema["properties"]["detail"] if field.type == "address" else schema
    return tuple(
        Limit(
            keyword,
            _(compare.LIMITS[keyword]),
            (typed or {}).get(f"limit.{keyword}", bounded.get(keyword, "")),
            keyword in TEXTS,
        )
        for keyword in LIMITS.get(field.type, ())
    )


def settings(
    form: Form, field: Field, typed: Mapping[str, Sequence[str]] | None = None
) -> tuple[Setting, ...]:
    """What admins choose for a field of this type, in the reader's language, as it is or as it was typed."""
    found = FIELD_TYPES[field.type].settings(field, form.fields)
    return tuple(
        replace(
            s,
            words=_(s.words),
            hint=_(s.hint) if s.hint else "",
            options=tuple((value, _(words)) for value, words in s.options),
            chosen=tuple(typed.get(s.key, ())) if typed is not None else s.chosen,
        )
        for s in found
    )


def chosen(sent: MultiDict[str, str]) -> dict[str, list[str]] | None:
    """The settings that the panel sent: "set.kinds"; None when it has none."""
    if "settings" not in sent:
        return None
    return {k.removeprefix("set."): sent.getlist(k) for k in sent if k.startswith("set.")}


def options_of(field: Field) -> tuple[str, ...]:
    return tuple(field.schema.get("enum") or field.schema.get("items", {}).get("enum") or ())


def read_options(text: str) -> tuple[str, ...]:
    """Options as they are typed or pasted: one a line, or the cells of a spreadsheet; each once."""
    cells = (" ".join(cell.split()) for line in text.splitlines() for cell in line.split("\t"))
    return tuple(dict.fromkeys(cell for cell in cells if cell))


def wrong_of(field: Field, sent: Mapping[str, str]) -> dict[str, str]:
    """Sentences for what the panel sent and nobody can keep, by control."""
    wrong = read_limits(field, sent)[1]
    count = len(read_options(sent.get("options", ""))) if field.type in CHOICES else 0
    if count > MAX_OPTIONS:
        sentence = _(
            "这里有 %(n)s 个选项，最多 %(most)s 个，都没有保存。选项这么多，请改用文字题。"
        )
        wrong["options"] = sentence % {"n": count, "most": MAX_OPTIONS}
    return wrong


def read_limits(field: Field, sent: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """(limits to set, sentences for those that cannot be read) of what the panel sent."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for keyword in LIMITS.get(field.type, ()):
        text = sent.get(f"limit.{keyword}", "").strip()[:500]
        try:
            found[keyword] = read_limit(keyword, text)
        except ValueError:
            wrong[keyword] = _("请写数字，例如 10。")
    return found, wrong


def change(form: Document, path: str, field: Field, sent: Mapping[str, str]) -> Document:
    """The form with everything the panel sent for one field."""
    changed = edit.rename(
        form, path, label=_line(sent.get("label", "")), hint=sent.get("hint", "").strip()[:1000]
    )
    found, _wrong = read_limits(field, sent)
    if found:
        changed = edit.set_limits(changed, path, found)
    if field.type in CHOICES:
        changed = edit.set_options(changed, path, read_options(sent.get("options", "")))
    if field.material:
        return edit.set_treatment(changed, path, sent.get("treatment", "required"))
    if field.type == "statement":
        return changed
    return edit.set_required(changed, path, sent.get("required") == "yes")


def rows_of(form: Form, field: Field) -> tuple[str, tuple[tuple[RowField, ...], ...] | None]:
    """(how its groups are joined, the field's condition as rows to edit); None when rows cannot say it."""
    found = to_groups(field.show_when)
    if found is None:
        return "any", None
    join, rows = found
    drawn = (tuple(row(form, c.field, c.operator, typed(c.value)) for c in g) for g in rows)
    return join, tuple(drawn)


def row(form: Form, key: str, operator: str, value: str) -> RowField:
    """One clause with the controls that fit its field: nothing to pick before a field is chosen."""
    if not form.has(key):
        return RowField("", "", "")
    field = form.field(key)
    offered = operators(field.type)
    operator = operator if operator in offered else offered[0]
    takes = operator not in ("answered", "empty")
    drawn = RowField(
        field=key,
        operator=operator,
        value=value,
        operators=tuple((o, operator_words(o, _).rstrip(":")) for o in offered),
        takes_value=takes,
        is_number=field.type in ("integer", "number", "money"),
        takes_several=operator in SEVERAL,
    )
    return replace(drawn, options=_options(field)) if takes else drawn


def rows_from(form: Form, sent: Mapping[str, str]) -> tuple[tuple[RowField, ...], ...]:
    """What the condition's form sent: controls `g.c.field`, `g.c.operator`, `g.c.value`."""
    groups: dict[int, dict[int, RowField]] = {}
    for name in sent:
        parts = name.split(".")
        if len(parts) == 3 and parts[2] == "field" and is_place(parts[0]) and is_place(parts[1]):
            g, c = int(parts[0]), int(parts[1])
            at = f"{parts[0]}.{parts[1]}"
            # Another question is compared in its own way, not in that of the one before it.
            kept = sent.get(f"{at}.was", sent[name]) == sent[name]
            operator, value = (sent.get(f"{at}.{n}", "") * kept for n in ("operator", "value"))
            drawn = row(form, sent[name], operator, value)
            if drawn.options and not drawn.takes_several and drawn.value not in dict(drawn.options):
                drawn = replace(drawn, value="")
            groups.setdefault(g, {})[c] = drawn
    return tuple(
        tuple(clauses[c] for c in sorted(clauses)) for _g, clauses in sorted(groups.items())
    )


def is_place(text: str) -> bool:
    """A row's number as our own pages write it; "²" is a digit to Python and no number."""
    return text.isascii() and text.isdigit() and len(text) <= 3


def clauses(form: Form, rows: tuple[tuple[RowField, ...], ...]) -> Rows:
    """The rows that were begun, as clauses; ValueError when one of them is not finished."""
    found = []
    for group in rows:
        begun = [r for r in group if r.field]
        if not all(r.is_complete for r in begun):
            raise ValueError("A clause is not finished.")
        made = tuple(
            Clause(r.field, r.operator, read_value(form.field(r.field).schema, r.operator, r.value))
            for r in begun
        )
        if made:
            found.append(made)
    return tuple(found)


def _options(field: Field) -> tuple[tuple[str, str], ...]:
    if field.type == "yes_no":
        return (("true", _("是")), ("false", _("否")))
    return tuple((o, o) for o in options_of(field))


def typed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def read_limit(keyword: str, text: str) -> Any:
    """A limit as it is typed; None for nothing, ValueError for what is no number."""
    if not text:
        return None
    if keyword in TEXTS:
        return text
    if keyword in COUNTS:
        return int(text)
    number = float(text)
    if number != number or abs(number) > 1e15:
        raise ValueError(text)
    return int(number) if number.is_integer() else number


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
