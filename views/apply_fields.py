"""One field of the one form: saved at once, checked, and whatever it brings up or takes away."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from schemas.case import Draft
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.field_types.base import Submitted
from schemas.field_types.table import row_numbers
from schemas.merged import MergedField, MergedSection
from views.apply_sections import appeared_words, new_questions, read
from views.asking import Errors, Typed, typed_from
from views.clock import local, now
from views.drafts import own_draft, value_at
from views.filling import Filling, filling, translated
from views.fragments import fragment
from views.hx import go, is_htmx
from views.late import too_late
from views.moving import keep_answers, question
from views.one_form import one_form
from views.policy import policy
from views.questions import Questions, Where

room = Blueprint("apply_fields", __name__)


@room.post("/apply/<draft>/fields/<path:key>")
@policy("draft.write", own_draft)
def change(draft: Draft, key: str) -> Response:
    field, section, asked = field_of(draft, key)
    value, problem = read(field, request.form)
    before = filling(one_form(draft), draft)
    draft = keep_answers(draft, {key: value})
    if not asked:
        return too_late(draft, field)
    after = filling(one_form(draft), draft)
    if not is_htmx():
        return go(Where(draft.id).section(section.key))
    errors: Errors | None = (
        {(): said} if (said := translated(problem)) and value is ABSENT else None
    )
    return saved(draft, before, after, section, field, errors=errors)


def saved(
    draft: Draft,
    before: Filling,
    after: Filling,
    section: MergedSection,
    field: MergedField,
    *,
    errors: Errors | None = None,
    focus: str = "",
    extra_row: bool = False,
) -> Response:
    """The field, what else changed on the page, the task list and the time of saving."""
    questions = Questions(draft, after)
    how = _as_on_the_page(questions, field, after, extra_row) if field.type == "table" else {}
    if errors is not None:
        how["errors"] = errors
    others = [f for f in section.fields if f.key != field.key and _differs(f, before, after)]
    appeared = new_questions(before, after, section)
    at = local(now()).strftime("%H:%M")
    said = _("，").join(filter(None, (_("%(time)s 已保存", time=at), appeared_words(appeared))))
    return fragment(
        "apply/_saved.html",
        said=said,
        draft=draft,
        state=after,
        section=section,
        slot=questions.slot(field, focus=focus, **how),
        others=tuple(questions.slot(f) for f in others),
        where=questions.where,
        saved_at=at,
    )


def field_of(draft: Draft, key: str) -> tuple[MergedField, MergedSection, bool]:
    """The field, the section that asks it and whether it is asked now; a page that is not there otherwise."""
    found = question(draft, key)
    if found is None or not FIELD_TYPES[found[0].type].asked:
        raise NotFound
    return found


def _differs(field: MergedField, before: Filling, after: Filling) -> bool:
    key = field.key
    shown = (key in before.shown) != (key in after.shown)
    return shown or before.computed(key) != after.computed(key)


def _as_on_the_page(
    questions: Questions, field: MergedField, state: Filling, extra_row: bool
) -> dict[str, object]:
    """A table keeps the row numbers it has on the page, so that blank rows and the focus stay."""
    drawn = row_numbers(request.form, field.key)
    removed = request.form.get("remove", "")
    drawn = [n for n in drawn if str(n) != removed]
    value = value_at(state.answers, field.key)
    filled = [
        n for n in drawn if FIELD_TYPES["table"].read(_only(field.key, n), field.key, field)[0]
    ]
    renamed = dict(enumerate(filled))
    typed = _renumbered(typed_from(field, value), field.key, renamed)
    errors = {_moved(p, renamed): e for p, e in state.errors(field, strict=False).items()}
    rows = [*drawn, max(drawn, default=-1) + 1] if extra_row else drawn
    return {"typed": typed, "rows": rows or [0], "errors": errors}


def _moved(path: tuple[str | int, ...], renamed: dict[int, int]) -> tuple[str | int, ...]:
    """A path counted over the filled rows, as the rows are numbered on the page."""
    if not path or not isinstance(path[0], int):
        return path
    return (renamed.get(path[0], path[0]), *path[1:])


def _only(key: str, number: int) -> Submitted:
    prefix = f"{key}.{number}."
    return MultiDict([(k, v) for k, v in request.form.items(multi=True) if k.startswith(prefix)])


def _renumbered(typed: Typed, key: str, renamed: dict[int, int]) -> dict[str, list[str]]:
    found = {}
    for name, values in typed.items():
        number, dot, column = name.removeprefix(f"{key}.").partition(".")
        found[f"{key}.{renamed.get(int(number), number)}{dot}{column}"] = list(values)
    return found
