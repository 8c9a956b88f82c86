"""The printed form's look, laid out by its department: order, widths, headings, notes, pages; seen as the PDF itself."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from schemas.form import Field, Section
from schemas.layout import AS_WRITTEN, WIDTHS, FieldLayout, Layout, LayoutSchema, SectionLayout
from storage.errors import ChangedMeanwhile
from views.build_draft import Working, seen_revision, working
from views.clock import now
from views.fragments import fragment, page
from views.hx import go
from views.policy import policy
from views.sending import send_file
from views.session import actor
from views.store import store

room = Blueprint("build_layout", __name__)
LINES = ("header", "signatures")


@room.get("/build/<permit>/layout")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    return _page(draft)


@room.post("/build/<permit>/layout")
@policy("permit.build", working)
def change(draft: Working) -> Response:
    """The whole layout as the page shows it; `move` is a button that also moves something up or down."""
    document = _moved(_typed(draft, request.form), request.form.get("move", ""))
    try:
        LayoutSchema().load(document)
    except ValidationError as wrong:
        return _page(draft, 422, problem=_sentence(wrong))
    try:
        _save(draft, document, seen_revision(draft))
    except ChangedMeanwhile:
        return _page(
            working(draft.id), 409, problem=_("草稿刚被别人改过。请看一眼现在的样子再改。")
        )
    return go(url_for("build_layout.show", permit=draft.id))


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


def _page(draft: Working, status: int = 200, *, problem: str = "") -> Response:
    layout = _kept(draft)
    form = draft.read
    known = {s.key: s for s in layout.sections}
    order = {key: n for n, key in enumerate(known)}
    sections = sorted(form.sections, key=lambda s: order.get(s.key, len(order)))
    return page(
        "build/layout.html",
        status,
        draft=draft,
        layout=layout,
        problem=problem,
        widths={name: _(words) for name, words in WIDTHS.items()},
        sections=[
            (s, known.get(s.key, SectionLayout(s.key)), _fields(draft, s, layout)) for s in sections
        ],
        **print_of(draft),
    )


def print_of(draft: Working) -> dict[str, Any]:
    """The empty form of this draft: its key, and the file once the worker has printed it."""
    key = _asked_for(draft)
    return {"key": key, "printed": store().prints.find(key)}


def _fields(draft: Working, section: Section, layout: Layout) -> list[tuple[Field, FieldLayout]]:
    own = [f for f in draft.read.in_section(section.key) if f.type != "material"]
    return [(f, layout.fields.get(f.key, FieldLayout())) for f in sorted(own, key=layout.place_of)]


def _kept(draft: Working) -> Layout:
    document = draft.permit.get("layout")
    return LayoutSchema().load(document) if document else AS_WRITTEN


def _typed(draft: Working, sent: MultiDict[str, str]) -> dict[str, Any]:
    """What the page says, as a layout's document; what is left as the form has it is left out."""
    document: dict[str, Any] = {
        name: [line.strip() for line in sent.get(name, "").splitlines() if line.strip()]
        for name in LINES
    }
    document |= {name: sent.get(name, "").strip() for name in ("title", "instructions")}
    document |= {name: sent[name] for name in ("columns", "label_mm") if sent.get(name)}
    keys = [k for k in sent.getlist("section") if any(s.key == k for s in draft.read.sections)]
    document["sections"] = [_section(key, sent) for key in dict.fromkeys(keys)]
    order = [k for k in sent.getlist("field") if draft.read.has(k)]
    document["order"] = list(dict.fromkeys(order))
    document["fields"] = {k: f for k in document["order"] if (f := _field(k, sent))}
    return document


def _section(key: str, sent: Mapping[str, str]) -> dict[str, Any]:
    words = {name: sent.get(f"{key}.{name}", "").strip() for name in ("title", "note")}
    return {"key": key, **words, "new_page": f"{key}.new_page" in sent}


def _field(key: str, sent: Mapping[str, str]) -> dict[str, Any]:
    own = {name: sent.get(f"f.{key}.{name}", "").strip() for name in ("width", "note")}
    return {name: said for name, said in own.items() if said and said != "auto"}


def _moved(document: dict[str, Any], move: str) -> dict[str, Any]:
    """`move` is "section:s1:up" or "field:name:down": one place among its neighbours."""
    kind, _colon, rest = move.partition(":")
    key, _colon, way = rest.rpartition(":")
    if kind == "section":
        names = [s["key"] for s in document["sections"]]
        placed = _swapped(names, key, way)
        by_key = {s["key"]: s for s in document["sections"]}
        return document | {"sections": [by_key[name] for name in placed]}
    return document | {"order": _swapped(document["order"], key, way)}


def _swapped(names: list[str], name: str, way: str) -> list[str]:
    if name not in names:
        return names
    here = names.index(name)
    there = here + {"up": -1, "down": 1}.get(way, 0)
    if 0 <= there < len(names):
        names[here], names[there] = names[there], names[here]
    return names


def _sentence(wrong: ValidationError) -> str:
    messages: Any = wrong.normalized_messages()
    named = {
        "columns": _("一行放几题，只能是 1 或 2。"),
        "label_mm": _("题目宽度要在 20 到 60 毫米之间。"),
        "header": _("表头最多四行，每行最多一百个字。"),
        "signatures": _("签字栏最多四个，每个最多一百个字。"),
    }
    return next(
        (named[n] for n in named if n in messages),
        _("文字太长：标题最多一百个字，说明最多一千个字。"),
    )


def _save(draft: Working, document: dict[str, Any], seen: int | None) -> None:
    who = actor()
    store().catalogue.save_permit(
        draft.department,
        {**draft.permit, "layout": document},
        expecting=draft.revision if seen is None else seen,
        author=who.id if who else "",
        now=now(),
        note="调整打印版式",
    )


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
