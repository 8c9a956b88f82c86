"""What changing the basket means: which questions are new, which fell away, what is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from form_builder.burden import weight
from form_builder.unite import unite
from schemas.case import Draft
from schemas.element import Element
from schemas.field_types import ABSENT
from schemas.merged import MergedField
from schemas.permit import Permit
from views.asking import dom_id
from views.drafts import value_at, with_answers
from views.filling import Filling, filling
from views.languages import counted, language
from views.moving import asked_before, known_value
from views.one_form import OneForm, form_of
from views.published import source
from views.questions import Where, said


@dataclass(frozen=True)
class Asked:
    """A question that came or went; `words` is its answer, "" when it has none."""

    label: str
    words: str
    address: str = ""


@dataclass(frozen=True)
class Difference:
    """What adding or dropping `permit` changed on the form, as it is asked now."""

    permit: str
    is_added: bool
    questions: tuple[Asked, ...]
    shared: int

    @property
    def open(self) -> int:
        return sum(not q.words for q in self.questions)

    @property
    def kept(self) -> int:
        return sum(bool(q.words) for q in self.questions)


def difference(draft: Draft, state: Filling, *, added: str, dropped: str) -> Difference | None:
    """What the change just made means; None when the named permit was not added or dropped."""
    if added in draft.pins and len(draft.pins) > 1:
        less = {p: v for p, v in draft.pins.items() if p != added}
        return _compared(draft, state, form_of(tuple(less.items())), added)
    if dropped in draft.former and dropped not in draft.pins:
        more = {**draft.pins, dropped: draft.former[dropped]}
        return _compared(draft, state, form_of(tuple(more.items())), dropped)
    return None


def kept_answers(draft: Draft) -> tuple[Asked, ...]:
    """The answers that are kept aside, under the labels they were asked with."""
    form = asked_before(draft)
    fields = form.fields.values() if form else ()
    kept = (f for f in fields if f.key in draft.kept and value_at(draft.answers, f.key) is ABSENT)
    return tuple(Asked(f.label, _words(f, draft)) for f in kept)


def extra(form: OneForm, permit: Permit) -> int:
    """How many questions more there can be with this permit: those that no permit of the basket asks."""
    alone = unite([source(permit)])
    here = {f.key: {c.key for c in f.columns} for f in form.merged.fields}
    keys = here.keys() | {f.key for f in alone.fields}
    basket = {*form.permits, permit.id}
    return sum(
        _more(f, form.elements.get(f.element or ""), here, keys, basket) for f in alone.fields
    )


def _more(
    field: MergedField,
    element: Element | None,
    here: Mapping[str, Collection[str]],
    keys: Collection[str],
    basket: Collection[str],
) -> int:
    if element and (element.result_of in basket or (element.derived_from or ("",))[0] in keys):
        return 0
    columns = {c.key for c in field.columns} | {*here.get(field.key, ())}
    rules = element.derived_columns.items() if element else ()
    derived = {f"{field.key}.{c}" for c, (source, _rule) in rules if source in columns}
    new = replace(
        field, columns=tuple(c for c in field.columns if c.key not in here.get(field.key, ()))
    )
    if field.key in here and not new.columns:
        return 0
    return weight(new, derived)


def _compared(draft: Draft, state: Filling, other: OneForm, permit: str) -> Difference:
    is_added = permit in draft.pins
    larger, smaller = (state.form, other) if is_added else (other, state.form)
    whole = state if is_added else filling(other, _with_kept(draft))
    came = (f for k, f in larger.fields.items() if k not in smaller.fields and k in whole.shown)
    questions = tuple(
        Asked(f.label, _words(f, draft), _address(larger, draft, f.key) if is_added else "")
        for f in came
        if f.key not in whole.spared and f.type != "statement"
    )
    shared = sum(permit in f.sources and k in smaller.fields for k, f in larger.fields.items())
    return Difference(larger.permits[permit].named(language()), is_added, questions, shared)


def _with_kept(draft: Draft) -> Draft:
    """The draft as if everything that is kept were asked: what was shown then."""
    whole = {k: v for k, v in draft.kept.items() if not k.endswith("#")}
    return replace(draft, answers=with_answers(with_answers({}, whole), draft.answers))


def _words(field: MergedField, draft: Draft) -> str:
    value = known_value(draft, field.key)
    if value is ABSENT:
        return ""
    if field.type == "material":
        return counted("%(n)s 份文件", len(value) if isinstance(value, list) else 0)
    return said(field, value)


def _address(form: OneForm, draft: Draft, key: str) -> str:
    section = form.home(key)
    anchor = f"field-{dom_id(key)}"
    return Where(draft.id).section(section.key, _anchor=anchor) if section else ""
