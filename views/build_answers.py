"""What the builder answers after an edit: the pieces that changed, or why nothing did."""

from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from form_builder.compare import differences
from schemas.problem import Problem
from views.build import everything
from views.build_draft import Clash, Working
from views.fragments import fragment, page
from views.hx import go, is_htmx


def answer(
    draft: Working, outcome: Working | Problem | Clash, *, path: str, said: str, **more: Any
) -> Response:
    """The builder after an edit of `path`: the new state, the Problem, or the clash to settle.

    A condition that is only half chosen is drawn at once: after a redirect it would be forgotten.
    """
    if isinstance(outcome, Problem):
        return _pieces(draft, path, 422, refused=outcome.sentence)
    if isinstance(outcome, Clash):
        return _pieces(draft, path, 409, clash=outcome, **_both(outcome))
    if not is_htmx() and not more.get("open_rows"):
        name = path.replace("/", ".")
        return go(url_for("build.builder", permit=draft.id, field=name) + "#panel")
    return _pieces(outcome, path, 200, said=said, **more)


def _pieces(draft: Working, path: str, status: int, *, said: str = "", **more: Any) -> Response:
    facts = everything(draft, path) | more
    if not is_htmx():
        return page("build/builder.html", status, **facts)
    return fragment("build/_pieces.html", status, said=said or more.get("refused", ""), **facts)


def _both(clash: Clash) -> dict[str, Any]:
    """Both texts in words: what the other did and what this person wants."""
    return {
        "theirs": differences(clash.base, clash.theirs, _) or (_("删了这一题。"),),
        "mine": differences(clash.base, clash.mine, _),
    }
