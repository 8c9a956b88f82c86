"""Saving into a question that another window has taken away: what was typed is kept aside, and said."""

from flask import Response, url_for
from flask_babel import gettext as _

from schemas.case import Draft
from schemas.merged import MergedField
from views.asking import dom_id
from views.filling import filling
from views.fragments import fragment
from views.hx import go, is_htmx
from views.one_form import one_form
from views.questions import Slot, Where


def too_late(draft: Draft, field: MergedField | None = None) -> Response:
    """The place of the question, empty now, or the task list; both say that nothing was lost."""
    if not is_htmx() or field is None:
        return go(url_for("apply.tasks", draft=draft.id, late="yes"))
    return fragment(
        "apply/_saved.html",
        said=kept_words(),
        draft=draft,
        state=filling(one_form(draft), draft),
        section=None,
        slot=Slot(f"field-{dom_id(field.key)}", None),
        others=(),
        where=Where(draft.id),
        saved_at="",
    )


def kept_words() -> str:
    return _("您在别的窗口改过要办的事项，这里已经不用填了。刚才填的替您留着。")
