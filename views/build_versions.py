"""Versions of a form: any two side by side, in words and question by question; an old one as the new draft."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.compare import differences
from form_builder.side_by_side import side_by_side
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_draft import Clash, Working, author_name, keep, working
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.store import store

room = Blueprint("build_versions", __name__)
DRAFT = "draft"


@room.get("/build/<permit>/compare")
@policy("permit.build", working)
def compare(draft: Working) -> Response:
    """`old` and `new` are numbers of versions, or "draft"."""
    versions = {str(v.number): v for v in store().published.versions("permit", draft.id)}
    newest = next(iter(versions), DRAFT)
    old, new = (request.args.get(k, d) for k, d in (("old", newest), ("new", DRAFT)))
    before, after = (_form(draft, versions, which) for which in (old, new))
    pairs = side_by_side(before, after, _=_)
    return page(
        "build/compare.html",
        draft=draft,
        choices=[(DRAFT, _("草稿"))]
        + [
            (n, _("第 %(n)s 版", n=n) + f" · {author_name(v.published_by)}")
            for n, v in versions.items()
        ],
        old=old,
        new=new,
        lines=differences(before, after, _),
        pairs=[p for p in pairs if p.is_changed or request.args.get("all")],
        same=sum(not p.is_changed for p in pairs),
        all=bool(request.args.get("all")),
    )


@room.post("/build/<permit>/versions/<int:number>/restore")
@policy("permit.build", working)
def restore(draft: Working, number: int) -> Response:
    """The form of a published version as the draft; what the draft was is one undo away."""
    versions = {v.number: v for v in store().published.versions("permit", draft.id)}
    if number not in versions:
        raise NotFound("There is no such version.")
    form = versions[number].document["form"]
    outcome: Working | Problem | Clash = keep(
        draft, lambda _old: dict(form), about="", note=_("改回第 %(n)s 版的样子", n=number)
    )
    if not isinstance(outcome, Working):
        raise NotFound("The draft could not be kept.")
    return go(url_for("build.builder", permit=draft.id))


def _form(draft: Working, versions: dict[str, Any], which: str) -> dict[str, Any]:
    if which == DRAFT:
        return draft.form
    if which not in versions:
        raise NotFound("There is no such version.")
    form: dict[str, Any] = versions[which].document["form"]
    return form
