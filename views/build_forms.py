"""The list of a department's forms: what is live, what is different in the draft, who changed it last."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from schemas.problem import Problem
from views.build_clipboard import sources
from views.build_draft import Working, author_name, said
from views.build_scene import is_changed, live_version
from views.fragments import page
from views.languages import language
from views.store import store


def forms_page(
    department: str,
    status: int = 200,
    *,
    wrong: tuple[Problem, ...] = (),
    sent: dict[str, str] | None = None,
) -> Response:
    """The page, with what was sent for a new form and what is wrong with it."""
    catalogue = store().catalogue.load(department)
    drafts = [Working(k, department, catalogue.revision, d) for k, d in catalogue.permits.items()]
    return page(
        "build/forms.html",
        status,
        department=store().catalogue.department(department),
        departments={d.id: d.named(language()) for d in store().catalogue.departments()},
        rows=[
            (draft, *_standing(draft)) for draft in sorted(drafts, key=lambda d: d.permit["name"])
        ],
        origins=sources(department),
        wrong={p.field: p.sentence for p in wrong},
        sent=sent or {},
    )


def _standing(draft: Working) -> tuple[Any, bool, Any]:
    """(live version, is the draft different, its last change)."""
    live = live_version(draft)
    last = next(iter(store().steps.history(draft.department, draft.about, limit=1)), None)
    told = (author_name(last.author), last.at, said(last) or _("改了")) if last else None
    return live, is_changed(draft, live), told
