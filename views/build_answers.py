"""What the builder answers after an edit: the pieces that changed, or why nothing did."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from form_builder.compare import differences
from schemas.problem import Problem
from views.build_draft import Clash, Working, seen_revision
from views.build_scene import changes, everything, facts, on_clipboard, palette
from views.fragments import fragment, page
from views.hx import go, is_htmx


def answer(
    draft: Working, outcome: Working | Problem | Clash, *, path: str, said: str, **more: Any
) -> Response:
    """The builder after an edit of `path`: the new state, the Problem, or the clash to settle.

    A condition that is only half chosen is drawn at once: after a redirect it would be forgotten.
    """
    if isinstance(outcome, Problem):
        return _pieces(draft, path, 422, refused=outcome.sentence, **more)
    if isinstance(outcome, Clash):
        return _pieces(draft, path, 409, clash=outcome, **_both(outcome))
    if not is_htmx() and not more.get("open_rows") and not more.get("report"):
        name = path.replace("/", ".")
        at = {"into": more["into"]} if more.get("into") else {"field": name}
        return go(url_for("build.builder", permit=draft.id, **at) + "#panel")
    return _pieces(outcome, path, 200, said=said, **more)


def open_path(draft: Working) -> str:
    """The question that is open on the sender's page; "" when it is gone."""
    path = (request.form.getlist("field") or request.form.getlist("after") or [""])[-1]
    path = path.replace(".", "/")
    return path if path.partition("/")[0] in draft.form["properties"] else ""


def _pieces(draft: Working, path: str, status: int, *, said: str = "", **more: Any) -> Response:
    """To htmx, besides the panel, only what differs from the canvas the page says it shows."""
    if not is_htmx():
        return page("build/builder.html", status, **(everything(draft, path) | more))
    shown = facts(draft, path) | {"changes": changes(draft, seen_revision(draft, "seen"))} | more
    shown |= {"clip": on_clipboard()} if more.get("copied") else {}
    shown |= palette(draft, shown["types"]) if more.get("listed") else {}
    return fragment("build/_pieces.html", status, said=said or more.get("refused", ""), **shown)


def _both(clash: Clash) -> dict[str, Any]:
    """Both texts in words: what the other did and what this person wants."""
    return {
        "theirs": differences(clash.base, clash.theirs, _) or (_("删了这一题。"),),
        "mine": differences(clash.base, clash.mine, _),
    }
