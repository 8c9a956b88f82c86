"""How far a draft has come: what is asked now, what is answered, what is still wrong."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from form_builder.burden import Burden, burden, weight
from form_builder.derive import complete, follows
from form_builder.sentences import sentence
from form_builder.split import computed, visible
from form_builder.validate import distinct, failures
from schemas.case import Draft
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.merged import Failure, MergedField, MergedSection
from views.asking import Errors, typed_from
from views.clock import today
from views.derived import awaited, spared
from views.drafts import value_at
from views.languages import language
from views.one_form import OneForm
from views.unprinted import unprinted

_ROW = re.compile("第 ([0-9]+) 行：(.*)")


@dataclass(frozen=True)
class Status:
    """A section in the task list. `state`: "done", "doing", "todo". `asked` counts questions as `Burden`
    does, `papers_asked` materials."""

    section: MergedSection
    state: str
    answered: int
    asked: int
    later: int
    papers: int = 0
    papers_asked: int = 0


@dataclass(frozen=True)
class Filling:
    """`answers` are the draft's with what follows from them (sex and age from an identity number)."""

    form: OneForm
    answers: Mapping[str, Any]
    shown: frozenset[str]
    broken: tuple[Failure, ...]
    made: Mapping[str, Any]
    statuses: tuple[Status, ...]
    spared: frozenset[str] = frozenset()

    @property
    def answered(self) -> int:
        return sum(s.answered for s in self.statuses)

    @property
    def asked(self) -> int:
        return sum(s.asked for s in self.statuses)

    @property
    def papers(self) -> int:
        return sum(s.papers for s in self.statuses)

    @property
    def papers_asked(self) -> int:
        return sum(s.papers_asked for s in self.statuses)

    @cached_property
    def burden(self) -> Burden:
        """What this basket asks, apart and together, now and at most."""
        form = self.form
        return burden(form.merged, form.permits, without=self.spared, answers=self.answers)

    @property
    def first_open(self) -> MergedSection | None:
        return next((s.section for s in self.statuses if s.state != "done"), None)

    def fields(self, section: MergedSection) -> tuple[MergedField, ...]:
        """The questions of a section that are asked now."""
        return tuple(f for f in section.fields if f.key in self.shown)

    def computed(self, key: str) -> Any:
        """The value that follows from other answers, ABSENT when the question must be asked."""
        if key in self.made:
            return self.made[key]
        one = self.form.derived.get(key)
        if one is None or one.source not in self.shown:
            return ABSENT
        return follows(one, value_at(self.answers, one.source), today())

    def value(self, key: str) -> Any:
        """The answer under a merged key, typed or made by a formula; ABSENT when there is none."""
        return self.made[key] if key in self.made else value_at(self.answers, key)

    def errors(self, field: MergedField, *, strict: bool) -> Errors:
        """What is wrong with a question; without `strict`, only what is wrong with what was typed."""
        value = value_at(self.answers, field.key)
        own = [f for f in self.broken if f.field == field.key]
        wrong = own if strict else [f for f in own if f.rule != "required"]
        if not strict and own and not wrong:
            return {}
        unread = unreadable(field, value)
        if unread and field.type != "table":
            return {(): unread}
        cells: dict[tuple[str | int, ...], str] = dict(unprinted(value))
        for failure in wrong:
            cells.setdefault(failure.path, _said(failure, field))
        return cells or ({(): unread} if unread else {})


def filling(form: OneForm, draft: Draft) -> Filling:
    """The state of a draft. Takes a few milliseconds: every department's own judge is asked."""
    answers = complete(form.merged, draft.answers, form.elements, today=today())
    shown = visible(form.merged, answers) & form.fields.keys() - awaited(form, answers)
    broken = distinct(failures(form.merged, answers))
    bad = {f.field for f in broken} | _unread(form, answers, shown)
    free = spared(form, answers)
    statuses = tuple(_status(s, shown, answers, bad, free) for s in form.sections)
    left = tuple(s for s in statuses if s.asked or s.papers_asked)
    return Filling(form, answers, shown, broken, computed(form.merged, answers), left, free)


def unreadable(field: MergedField, value: Any) -> str | None:
    """The sentence for a stored value that does not read as its type, such as 2029-06- for a date, or
    that cannot be printed."""
    if value is ABSENT or not FIELD_TYPES[field.type].asked:
        return None
    sent: MultiDict[str, str] = MultiDict(
        [(k, v) for k, values in typed_from(field, value).items() for v in values]
    )
    problem = FIELD_TYPES[field.type].read(sent, field.key, field)[1]
    return translated(problem) or next(iter(unprinted(value).values()), None)


def translated(problem: str | None) -> str | None:
    """What a field type says is wrong, in the reader's language; a table says the row first."""
    row = _ROW.fullmatch(problem or "")
    if row:
        return _("第 %(row)s 行：%(sentence)s", row=row[1], sentence=_(row[2]))
    return _(problem) if problem else None


def _said(failure: Failure, field: MergedField) -> str:
    """The sentence, a cell's without its row: the cell stands in it."""
    inside = failure.path[1:2]
    column = next((c for c in field.columns if (c.key,) == inside), None)
    if column is None:
        return sentence(failure, field, _=_, language=language())
    return sentence(replace(failure, field=column.key, path=failure.path[2:]), column, _=_)


def _unread(form: OneForm, answers: Mapping[str, Any], shown: Iterable[str]) -> set[str]:
    fields = form.fields
    return {k for k in shown if unreadable(fields[k], value_at(answers, k))}


def _status(
    section: MergedSection,
    shown: frozenset[str],
    answers: Mapping[str, Any],
    bad: set[str],
    free: frozenset[str],
) -> Status:
    asked = [f for f in section.fields if f.key in shown]
    given = [f for f in asked if value_at(answers, f.key) is not ABSENT]
    needed = [f for f in asked if f.required]
    missing = [f for f in asked if f.key in bad]
    later = [f for f in asked if treatment(f) == "deferrable" and f not in given]
    typed = [f for f in given if f.key not in free]
    state = "done" if not missing and (given or not needed) else "doing" if typed else "todo"
    return Status(
        section,
        state,
        answered=sum(_answered(f, answers, free) for f in given),
        asked=sum(_weight(f, free) for f in asked),
        later=len(later),
        papers=sum(f.type == "material" for f in given),
        papers_asked=sum(f.type == "material" for f in asked),
    )


def _weight(field: MergedField, free: frozenset[str]) -> int:
    return 0 if field.key in free else weight(field, free)


def _answered(field: MergedField, answers: Mapping[str, Any], free: frozenset[str]) -> int:
    """How many of its questions are answered: a table's columns count once some row has them."""
    if field.type != "table":
        return _weight(field, free)
    rows = value_at(answers, field.key)
    given = {name for row in rows if isinstance(row, Mapping) for name in row}
    return sum(c.key in given and f"{field.key}.{c.key}" not in free for c in field.columns)


def treatment(field: MergedField) -> str:
    """How a material is asked for: the strictest of its departments; "" for other questions."""
    said = {o.schema.get("x-material", {}).get("treatment") for o in field.origins}
    order = ("required", "deferrable", "commitment", "shared")
    return next((t for t in order if t in said), "")
