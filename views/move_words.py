"""What moving does to each question, said to the applicant."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from form_builder.canonical import text
from form_builder.conditions import sentence as condition_sentence
from form_builder.limits import limits
from form_builder.rebase import Fate, Moved
from form_builder.sentences import sentence
from schemas.field_types import FIELD_TYPES
from schemas.merged import MergedField, Origin
from schemas.permit import Permit
from views.asking import dom_id
from views.languages import language
from views.one_form import OneForm
from views.questions import Where

KINDS = ("needs", "new", "kept", "gone")


@dataclass(frozen=True)
class Line:
    """One question: what it is called, what was answered, what is different, where it stands."""

    label: str
    words: str
    said: tuple[str, ...]
    address: str = ""


def lines(moved: Moved, old: OneForm, new: OneForm, where: Where) -> dict[str, tuple[Line, ...]]:
    """The questions people should know of, by kind, in the order of the form; unchanged ones left out."""
    found: dict[str, list[Line]] = {kind: [] for kind in KINDS}
    for fate in moved.fates:
        kind = "kept" if fate.kind == "back" else fate.kind
        if kind in found and _is_told(fate, old, new):
            found[kind].append(_line(fate, old, new, where))
    return {kind: tuple(told) for kind, told in found.items()}


def _is_told(fate: Fate, old: OneForm, new: OneForm) -> bool:
    form = old if fate.kind == "gone" else new
    return fate.key in form.fields and fate.key not in new.derived


def _line(fate: Fate, old: OneForm, new: OneForm, where: Where) -> Line:
    asked = (old if fate.kind == "gone" else new).fields[fate.key]
    section = new.home(fate.key)
    address = where.section(section.key, _anchor=f"field-{dom_id(fate.key)}") if section else ""
    said = (*_changes(fate, new), *_broken(fate, asked))
    return Line(asked.label, "" if asked.type == "material" else fate.words, said, address)


def _broken(fate: Fate, asked: MergedField) -> Iterator[str]:
    told = [f for f in fate.broken if f.rule != "required" or fate.kind == "needs"]
    yield from dict.fromkeys(sentence(f, asked, _=_) for f in told)


def _changes(fate: Fate, form: OneForm) -> Iterator[str]:
    old, new = fate.old, fate.new
    if old is None or new is None:
        return
    pairs = _pairs(old, new)
    for change in fate.changes:
        if change in _MERGED:
            yield from _MERGED[change](old, new)
        elif change in _OWN:
            for before, after in pairs:
                yield from _OWN[change](before, after, form.permits[after.source])


def _pairs(old: MergedField, new: MergedField) -> list[tuple[Origin, Origin]]:
    before = {(o.source, o.path): o for o in old.origins}
    return [(before[k], o) for o in new.origins if (k := (o.source, o.path)) in before]


def _label(before: Origin, after: Origin, permit: Permit) -> Iterator[str]:
    if before.label != after.label:
        yield _("原来问“%(old)s”，现在问“%(new)s”。", old=before.label, new=after.label)


def _hint(before: Origin, after: Origin, permit: Permit) -> Iterator[str]:
    said = after.schema.get("description", "")
    if said and said != before.schema.get("description", ""):
        yield _("填写说明改为：%(words)s", words=said)


def _unit(before: Origin, after: Origin, permit: Permit) -> Iterator[str]:
    units = before.schema.get("x-unit", ""), after.schema.get("x-unit", "")
    if units[0] != units[1]:
        yield _("单位从“%(old)s”改为“%(new)s”。", old=units[0], new=units[1])


def _required(before: Origin, after: Origin, permit: Permit) -> Iterator[str]:
    if before.required != after.required:
        yield _("现在必填。") if after.required else _("现在选填。")


def _condition(before: Origin, after: Origin, permit: Permit) -> Iterator[str]:
    condition = after.schema.get("x-show-when")
    if condition == before.schema.get("x-show-when"):
        return
    if not condition:
        yield _("现在总要问。")
        return
    labels = {f.key: f.said("title", language()) for f in permit.form.fields}
    said = condition_sentence(condition, lambda key: labels.get(key, key), _=_)
    yield _("现在%(when)s 时才问。", when=said)


def _limits(before: Origin, after: Origin, permit: Permit) -> Iterator[str]:
    said = limits(after.schema, _)
    if said != limits(before.schema, _) and said:
        yield _("现在要求：%(limits)s。", limits=_("，").join(said))


def _type(old: MergedField, new: MergedField) -> Iterator[str]:
    names = [_(FIELD_TYPES[f.type].words) for f in (old, new)]
    yield _("从“%(old)s”改为“%(new)s”。", old=names[0], new=names[1])


def _options(old: MergedField, new: MergedField) -> Iterator[str]:
    was, now = _enum(old), _enum(new)
    gone = [words for key, words in was.items() if key not in now]
    added = [words for key, words in now.items() if key not in was]
    if gone:
        yield _("去掉了选项：%(options)s。", options=_("、").join(gone))
    if added:
        yield _("加了选项：%(options)s。", options=_("、").join(added))


def _columns(old: MergedField, new: MergedField) -> Iterator[str]:
    was, now = ({c.key: c.label for c in f.columns} for f in (old, new))
    gone = [words for key, words in was.items() if key not in now]
    added = [words for key, words in now.items() if key not in was]
    changed = [w for c in new.columns if (w := c.label) and _differs(c, old)]
    if added:
        yield _("每行多问：%(names)s。", names=_("、").join(added))
    if gone:
        yield _("每行不再问：%(names)s，填过的替您留着。", names=_("、").join(gone))
    if changed:
        yield _("这几列改了：%(names)s。", names=_("、").join(changed))


def _differs(column: MergedField, table: MergedField) -> bool:
    before = next((c for c in table.columns if c.key == column.key), None)
    return before is not None and (
        before.label,
        before.type,
        before.required,
        text(before.schema),
    ) != (
        column.label,
        column.type,
        column.required,
        text(column.schema),
    )


def _element(old: MergedField, new: MergedField) -> Iterator[str]:
    if len(new.sources) > 1:
        yield _("现在和别的事项合成一题。")


def _enum(field: MergedField) -> dict[str, str]:
    inner = field.schema.get("items", field.schema)
    return {text(o): str(o) for o in inner.get("enum", ())}


_OWN = {
    "label": _label,
    "hint": _hint,
    "unit": _unit,
    "limits": _limits,
    "required": _required,
    "condition": _condition,
}
_MERGED = {"element": _element, "type": _type, "options": _options, "columns": _columns}
