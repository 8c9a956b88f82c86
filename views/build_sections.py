"""Edits of sections: add, rename, move, remove; and the form's own title."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder import place
from storage.errors import NotFound
from views.build_answers import answer
from views.build_clipboard import put_aside
from views.build_draft import Working, keep, working
from views.policy import policy

room = Blueprint("build_sections", __name__)
Document = dict[str, Any]
LONGEST = 60


@room.post("/build/<permit>/sections")
@policy("permit.build", working)
def add(draft: Working) -> Response:
    title = _line(request.form.get("title", "")) or _("新分区")
    note = _("加了分区“%(title)s”", title=title)
    key = place.fresh_section(draft.form)
    outcome = keep(
        draft, lambda form: place.add_section(form, key, title=title), about="", note=note
    )
    return answer(draft, outcome, path="", said=note, into=key)


@room.post("/build/<permit>/sections/<key>")
@policy("permit.build", working)
def rename(draft: Working, key: str) -> Response:
    old = _title(draft, key)
    title = _line(request.form.get("title", "")) or old
    note = _("分区“%(old)s”改名为“%(title)s”", old=old, title=title)
    outcome = keep(
        draft,
        lambda form: place.rename_section(form, key, title=title),
        about=f"section:{key}",
        note=note,
    )
    return answer(draft, outcome, path=_chosen(), said=note)


@room.post("/build/<permit>/sections/<key>/<verb>")
@policy("permit.build", working)
def change(draft: Working, key: str, verb: str) -> Response:
    title = _title(draft, key)
    if verb == "copy":
        fields = [k for k, f in draft.form["properties"].items() if f.get("x-section") == key]
        put_aside(draft, fields, sections=True)
        words = _("复制了分区“%(title)s”。打开要放的表，按“粘贴”。", title=title)
        return answer(draft, draft, path=_chosen(), said=words, copied=True)
    if verb == "remove":
        note = _("删了分区“%(title)s”", title=title)
        outcome = keep(
            draft, lambda form: place.remove_section(form, key, _=_), about="", note=note
        )
    elif verb in ("up", "down"):
        step = -1 if verb == "up" else 1
        note = _("移动了分区“%(title)s”", title=title)
        outcome = keep(
            draft, lambda form: place.move_section(form, key, step=step), about="", note=note
        )
    else:
        raise NotFound("There is no such edit.")
    return answer(draft, outcome, path=_chosen(), said=note)


@room.post("/build/<permit>/title")
@policy("permit.build", working)
def title(draft: Working) -> Response:
    words = _line(request.form.get("title", "")) or draft.form["title"]
    note = _("表单改名为“%(title)s”", title=words)
    outcome = keep(draft, lambda form: {**form, "title": words}, about="title", note=note)
    return answer(draft, outcome, path=_chosen(), said=note)


def _title(draft: Working, key: str) -> str:
    for section in draft.form["x-sections"]:
        if section["key"] == key:
            return str(section["title"])
    raise NotFound("There is no such section.")


def _chosen() -> str:
    return request.form.get("field", "").replace(".", "/")


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
