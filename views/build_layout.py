"""The printed form's look, laid out by its department: order, widths, headings, notes, pages; seen as the PDF itself."""

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from schemas.form import Field, Section
from schemas.layout import AS_WRITTEN, WIDTHS, FieldLayout, Layout, LayoutSchema, SectionLayout
from storage.errors import ChangedMeanwhile, NotFound
from views.build_draft import Working, last_author, seen_revision, working
from views.clock import now
from views.fragments import either, fragment
from views.hx import go, is_htmx
from views.layout_form import as_typed, moved, settled, typed, wrong
from views.policy import policy
from views.sending import send_file
from views.session import actor
from views.store import store

room = Blueprint("build_layout", __name__)
ATTEMPTS = 3


@room.get("/build/<permit>/layout")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    return _page(draft, _kept(draft), move=request.args.get("moved", ""))


@room.post("/build/<permit>/layout")
@policy("permit.build", working)
def change(draft: Working) -> Response:
    """The whole layout as the page shows it; `move` is a button that also moves something up or down."""
    move = request.form.get("move", "")
    document = moved(typed(draft.read, request.form), move)
    refused = wrong(document)
    if refused:
        first = next(iter(refused.values()))
        return _page(draft, as_typed(document), 422, wrong=refused, said=first)
    for _attempt in range(ATTEMPTS):
        clash = _clash(draft)
        if clash:
            return _page(draft, as_typed(document), 409, clash=clash)
        try:
            draft = _saved(draft, settled(draft.read, document))
        except ChangedMeanwhile:
            draft = working(draft.id)
            continue
        if is_htmx():
            return _page(draft, _kept(draft), move=move, said=_("已保存。"))
        return go(url_for("build_layout.show", permit=draft.id, moved=move or None))
    raise ChangedMeanwhile(draft.revision)


@room.get("/build/<permit>/layout/preview")
@policy("permit.build", working)
def preview(draft: Working) -> Response:
    """A frame with the PDF, or a fragment that asks again until the worker has printed it."""
    return fragment("build/_layout_preview.html", draft=draft, **print_of(draft))


@room.get("/build/<permit>/layout/preview.pdf")
@policy("permit.build", working)
def sheet(draft: Working) -> Response:
    printed = store().prints.find(_asked_for(draft))
    if printed is None:
        return go(url_for("build_layout.show", permit=draft.id))
    return send_file(store().files.get(printed), "预览.pdf", "application/pdf", shown=True)


def _page(
    draft: Working,
    layout: Layout,
    status: int = 200,
    *,
    wrong: dict[str, str] | None = None,
    clash: str = "",
    move: str = "",
    said: str = "",
) -> Response:
    known = {s.key: s for s in layout.sections}
    return either(
        "build/layout.html",
        "build/_layout.html",
        status,
        said=said,
        draft=draft,
        layout=layout,
        wrong=wrong or {},
        clash=clash,
        moved=move,
        widths={name: _(words) for name, words in WIDTHS.items()},
        sections=[
            (s, known.get(s.key, SectionLayout(s.key)), _fields(draft, s, layout))
            for s in layout.sections_in_order(draft.read.sections)
        ],
        **print_of(draft),
    )


def print_of(draft: Working) -> dict[str, Any]:
    """The empty form of this draft: its key, and the file once the worker has printed it."""
    key = _asked_for(draft)
    return {"key": key, "printed": store().prints.find(key)}


def _fields(draft: Working, section: Section, layout: Layout) -> list[tuple[Field, FieldLayout]]:
    own = (f for f in draft.read.in_section(section.key) if f.type != "material")
    return [(f, layout.fields.get(f.key, FieldLayout())) for f in layout.fields_in_order(own)]


def _kept(draft: Working) -> Layout:
    document = draft.permit.get("layout")
    return LayoutSchema().load(document) if document else AS_WRITTEN


def _clash(draft: Working) -> str:
    """Who else changed the layout since the sender's page was opened; other changes stand beside this one."""
    seen = seen_revision(draft)
    if seen is None or seen == draft.revision:
        return ""
    try:
        then = store().catalogue.load_one_at(draft.department, "permits", draft.id, seen)
    except NotFound:
        then = {}
    is_same = then.get("layout") == draft.permit.get("layout")
    return "" if is_same else last_author(draft, seen)


def _saved(draft: Working, document: dict[str, Any]) -> Working:
    """The draft with this layout; ChangedMeanwhile when somebody changed it since it was read."""
    if draft.permit.get("layout") == document:
        return draft
    who = actor()
    store().catalogue.save_permit(
        draft.department,
        {**draft.permit, "layout": document},
        expecting=draft.revision,
        author=who.id if who else "",
        now=now(),
        note="调整打印版式",
    )
    return working(draft.id)


def _asked_for(draft: Working) -> str:
    """The key of this draft's preview, and its job, made when there is none."""
    payload, key = empty_form(draft)
    if store().prints.find(key) is None:
        with store().transaction():
            store().jobs.enqueue("print_layout", payload, key=key, now=now())
    return key


def empty_form(draft: Working) -> tuple[dict[str, Any], str]:
    """What a "print_layout" job needs of this draft, and its key: the same draft is printed once."""
    told = json.dumps(draft.permit, sort_keys=True, ensure_ascii=False)
    key = f"layout:{draft.id}:{hashlib.sha256(told.encode()).hexdigest()[:24]}"
    return {"department": draft.department, "permit": draft.id, "revision": draft.revision}, key
