"""One section of the one form: asked, saved whole, continued."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from schemas.case import Draft
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.field_types.table import row_numbers
from schemas.merged import MergedField, MergedSection
from views.asking import Asked
from views.drafts import own_draft
from views.filling import Filling, filling
from views.fragments import page
from views.hx import go
from views.late import too_late
from views.moving import asked_before, keep_answers, question
from views.one_form import OneForm, one_form
from views.policy import policy
from views.questions import Questions, Slot, Where

room = Blueprint("apply_sections", __name__)


@room.get("/apply/<draft>/sections/<section>")
@policy("draft.read", own_draft)
def fill(draft: Draft, section: str) -> Response:
    form = one_form(draft)
    here = section_of(form, section)
    state = filling(form, draft)
    questions = Questions(draft, state)
    more = request.args.get("more", "")
    slots = tuple(
        questions.slot(f, **_one_more_row(questions, f)) if f.key == more else questions.slot(f)
        for f in here.fields
    )
    return section_page(draft, state, here, slots)


@room.post("/apply/<draft>/sections/<section>")
@policy("draft.write", own_draft)
def save(draft: Draft, section: str) -> Response:
    form = one_form(draft)
    here = form.section(section)
    earlier = asked_before(draft)
    if here is None and (earlier is None or earlier.section(section) is None):
        raise NotFound
    before = filling(form, draft)
    draft = keep_section(draft, request.form)
    if here is None:
        return too_late(draft)
    state = filling(form, draft)
    if request.form.get("then") in ("stay", "leave"):
        stay = request.form["then"] == "stay"
        return go(Where(draft.id).section(here.key) if stay else url_for("apply.drafts"))
    questions = Questions(draft, state)
    slots = questions.slots(here, strict=True)
    appeared = new_questions(before, state, here)
    if any((s.asked and s.asked.error) or _bad_cells(s) for s in slots):
        return section_page(draft, state, here, slots, status=422, appeared=appeared)
    if appeared:
        return section_page(draft, state, here, questions.slots(here), appeared=appeared)
    return go(_next(draft, state, here))


def section_of(form: OneForm, key: str) -> MergedSection:
    found = form.section(key)
    if found is None:
        raise NotFound
    return found


def keep_section(draft: Draft, sent: MultiDict[str, str]) -> Draft:
    """The draft with every answer that was on the page, also to questions asked no more; others stay."""
    found = (question(draft, key) for key in dict.fromkeys(sent.getlist("asked")))
    fields = [one[0] for one in found if one and FIELD_TYPES[one[0].type].asked]
    return keep_answers(draft, {f.key: read(f, sent)[0] for f in fields})


def read(field: MergedField, sent: MultiDict[str, str]) -> tuple[object, str | None]:
    return FIELD_TYPES[field.type].read(sent, field.key, field)


def section_page(
    draft: Draft,
    state: Filling,
    section: MergedSection,
    slots: tuple[Slot, ...],
    *,
    status: int = 200,
    appeared: int = 0,
) -> Response:
    """The page of a section; with status 422 it opens with a summary of what is wrong."""
    keys = [s.section.key for s in state.statuses]
    at = keys.index(section.key) if section.key in keys else 0
    wrong = [m for s in slots if s.asked for m in mistakes(s.asked)] if status == 422 else []
    return page(
        "apply/section.html",
        status,
        draft=draft,
        state=state,
        section=section,
        slots=slots,
        where=Where(draft.id),
        wrong=wrong,
        position=at + 1,
        back=Where(draft.id).section(keys[at - 1])
        if at
        else url_for("apply.tasks", draft=draft.id),
        said=appeared_words(appeared),
    )


def mistakes(asked: Asked) -> list[tuple[str, str, str]]:
    """What is wrong with a question: (id to go to, label, sentence), a table's cells one by one."""
    own = [(asked.focus, asked.label, asked.error)] if asked.error else []
    cells = [
        (
            cell.focus,
            f"{asked.label} · {_('第 %(n)s 行', n=row.position)}",
            cell.error,
        )
        for row in asked.rows
        for cell in row.cells
        if cell.error
    ]
    parts = [(p.focus, f"{asked.label} · {p.label}", p.error) for p in asked.inner if p.error]
    return [*own, *parts, *cells]


def new_questions(before: Filling, after: Filling, section: MergedSection) -> int:
    """How many questions of the section are asked that were not asked before."""
    new = [f for f in section.fields if f.key in after.shown and f.key not in before.shown]
    return sum(after.computed(f.key) is ABSENT for f in new)


def appeared_words(count: int) -> str:
    if not count:
        return ""
    return ngettext("新出现 %(num)s 个问题", "新出现 %(num)s 个问题", count)


def _one_more_row(questions: Questions, field: MergedField) -> dict[str, object]:
    typed = questions.asked(field).typed
    numbers = row_numbers(MultiDict({k: list(v) for k, v in typed.items()}), field.key) or [0]
    return {"rows": [*numbers, max(numbers) + 1]}


def _bad_cells(slot: Slot) -> bool:
    rows = slot.asked.rows if slot.asked else ()
    parts = slot.asked.inner if slot.asked else ()
    return any(p.error for p in parts) or any(cell.error for row in rows for cell in row.cells)


def _next(draft: Draft, state: Filling, section: MergedSection) -> str:
    keys = [s.section.key for s in state.statuses]
    later = keys[keys.index(section.key) + 1 :] if section.key in keys else []
    if later:
        return Where(draft.id).section(later[0])
    return url_for("check.show", draft=draft.id)
