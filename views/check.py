"""Checking the answers once more: everything said, who receives what, what must be promised."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from casework.deferral import Deferral, deferrals
from casework.submit import commitments
from form_builder.split import split
from schemas.case import Draft
from schemas.field_types import ABSENT
from schemas.field_types.table import cells
from schemas.merged import MergedField, MergedSection
from schemas.permit import Department, Permit
from views.apply import draft_page
from views.asking import dom_id
from views.clock import today
from views.drafts import own_draft
from views.filling import Filling, filling
from views.languages import language
from views.one_form import one_form
from views.policy import policy
from views.questions import Questions, beside_label

room = Blueprint("check", __name__)


@dataclass(frozen=True)
class Line:
    """One answer on the check page; a material has files, a table heads and rows."""

    label: str
    address: str
    words: str = ""
    files: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wrong: str = ""

    @property
    def is_said(self) -> bool:
        return bool(self.words or self.files or self.rows or self.wrong)


@dataclass(frozen=True)
class Share:
    """What one department receives for one permit."""

    permit: Permit
    department: Department
    labels: tuple[str, ...]
    later: tuple[Deferral, ...]


@room.get("/apply/<draft>/check")
@policy("draft.read", own_draft)
def show(draft: Draft) -> Response:
    return check_page(draft)


def check_page(
    draft: Draft, status: int = 200, *, unpromised: tuple[str, ...] = (), stale: bool = False
) -> Response:
    """The page; with status 422 it says what keeps the form from being sent."""
    form = one_form(draft)
    state = filling(form, draft)
    questions = Questions(draft, state)
    blocks = [
        (s.section, [_line(questions, f, s.section) for f in state.fields(s.section)])
        for s in state.statuses
    ]
    return draft_page(
        "apply/check.html",
        draft,
        state,
        status,
        blocks=blocks,
        wrong=[
            (line.address, line.label, line.wrong)
            for _s, lines in blocks
            for line in lines
            if line.wrong
        ],
        shares=_shares(state),
        promises=commitments(form.permits),
        promised=request.form.getlist("commit"),
        unpromised=unpromised,
        stale=stale,
        failed=status == 422,
    )


def _line(questions: Questions, field: MergedField, section: MergedSection) -> Line:
    asked = questions.asked(field, strict=True)
    value = questions.filling.value(field.key)
    address = questions.where.section(section.key, _anchor=f"field-{dom_id(field.key)}")
    cell_errors = (c.error for c in (*asked.inner, *(c for r in asked.rows for c in r.cells)))
    wrong = asked.error or next((e for e in cell_errors if e), "")
    if field.type == "table":
        heads, rows = tuple(c.label for c in field.columns), _rows(field, value)
        return Line(asked.label, address, heads=heads, rows=rows, wrong=wrong)
    files = tuple(f.name for f in asked.files)
    return Line(asked.label, address, _words(field, value), files, wrong=wrong)


def _words(field: MergedField, value: Any) -> str:
    return "" if field.type == "material" or value is ABSENT else beside_label(field, value)


def _rows(field: MergedField, value: Any) -> tuple[tuple[str, ...], ...]:
    rows = value if isinstance(value, list) else []
    return tuple(cells(row, field, language()) for row in rows)


def _shares(state: Filling) -> tuple[Share, ...]:
    form = state.form
    given = [f for f in form.merged.fields if state.value(f.key) is not ABSENT]
    shares = split(form.merged, state.answers)
    return tuple(
        Share(
            permit,
            form.department(permit.id),
            tuple(f.label for f in given if permit.id in f.sources and f.key in state.shown),
            deferrals(permit.form, shares[permit.id], today()),
        )
        for permit in form.permits.values()
    )
