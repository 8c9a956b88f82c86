"""Copy and paste between forms: each person's own clipboard, and the forms of all departments to copy from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder.check import MAX_FIELDS
from form_builder.paste import Pasted, clip, paste
from schemas.form import Form, read_form
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_answers import answer, open_path
from views.build_dictionary import dictionary
from views.build_draft import Working, keep, working
from views.clock import now
from views.fragments import page
from views.languages import counted, language
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build_clipboard", __name__)
Document = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A form that can be copied from: an own draft, or what another department has published."""

    permit: str
    department: str
    name: str
    form: Document

    @property
    def read(self) -> Form:
        return read_form(self.form)


def put_aside(draft: Working, keys: Iterable[str], *, sections: bool = False) -> None:
    """These questions of a draft on the reader's clipboard."""
    own = Source(draft.id, draft.department, draft.permit["name"], draft.form)
    _put(own, clip(draft.form, keys, sections=sections))


@room.post("/build/<permit>/copy")
@policy("permit.build", working)
def copy_all(draft: Working) -> Response:
    """The whole form on the clipboard."""
    put_aside(draft, draft.form["properties"], sections=True)
    said = _("复制了整张表。打开要放的表，按“粘贴”。")
    return answer(draft, draft, path=open_path(draft), said=said, copied=True)


@room.post("/build/<permit>/paste")
@policy("permit.build", working)
def put_in(draft: Working) -> Response:
    """The clipboard behind the chosen question."""
    who = actor()
    clipped = store().clipboards.get(who.id) if who else None
    if not clipped:
        sentence = _("剪贴板是空的。请先在一张表里选题，按“复制”。")
        return answer(draft, Problem("", "", sentence), path=open_path(draft), said="")
    return _pasted(draft, clipped)


@room.get("/build/<permit>/borrow")
@policy("permit.build", working)
def look(draft: Working) -> Response:
    """Whose forms can be copied from; of a chosen one, its questions."""
    chosen = request.args.get("form", "")
    source = _source(draft, chosen) if chosen else None
    return _page(draft, source, after=request.args.get("after", ""))


@room.post("/build/<permit>/borrow")
@policy("permit.build", working)
def borrow(draft: Working) -> Response:
    source = _source(draft, request.form.get("form", ""))
    keys = [k for k in request.form.getlist("pick") if k in source.form["properties"]]
    whole = request.form.get("what") == "all"
    if not keys and not whole:
        wrong = _("还没有选中题。请先勾选。")
        return _page(draft, source, after=request.form.get("after", ""), wrong=wrong)
    clipped = clip(source.form, keys or source.form["properties"], sections=whole)
    return _pasted(draft, _labelled(source, clipped))


def _page(draft: Working, source: Source | None, *, after: str, wrong: str = "") -> Response:
    return page(
        "build/borrow.html",
        422 if wrong else 200,
        draft=draft,
        sources=() if source else [s for s in sources(draft.department) if s.permit != draft.id],
        source=source,
        departments={d.id: d.named(language()) for d in store().catalogue.departments()},
        wrong=wrong,
        after=after,
    )


def _pasted(draft: Working, clipped: Document) -> Response:
    after = open_path(draft).partition("/")[0]
    result: list[Pasted] = []

    def deed(form: Document) -> Document | Problem:
        done = _put_into(form, draft, clipped, after)
        result[:] = [done]
        if len(done.form["properties"]) > MAX_FIELDS:
            sentence = _("放进来就超过 %(most)s 题了，一题也没有放。请少选几题。", most=MAX_FIELDS)
            return Problem("", "", sentence)
        return done.form

    note = counted("从“%(name)s”粘贴了 %(n)s 题", len(clipped["fields"]), name=clipped["name"])
    outcome = keep(draft, deed, about="", note=note)
    done = result[-1]
    path = done.keys[0] if done.keys and isinstance(outcome, Working) else open_path(draft)
    said = counted("粘贴了 %(n)s 题。", len(done.keys)) if done.keys else _("没有放进题。")
    return answer(draft, outcome, path=path, said=said, report=report(done), land=path)


def _put_into(form: Document, draft: Working, clipped: Document, after: str) -> Pasted:
    sections = [s["key"] for s in form["x-sections"]]
    home = form["properties"].get(after, {}).get("x-section") or (sections or [""])[-1]
    return paste(
        form,
        clipped,
        section=home,
        after=after or None,
        same_form=clipped["permit"] == draft.id,
        elements=None if clipped["department"] == draft.department else dictionary(),
    )


def report(done: Pasted) -> tuple[str, ...]:
    """What the person should know about what came, and what did not."""
    lines = [counted("放进来 %(n)s 题。", len(done.keys)) if done.keys else _("没有放进题。")]
    for labels, words in (
        (done.references, _("按数据元引用：%(names)s。")),
        (done.asked_already, _("这张表已经问了，没有再放：%(names)s。")),
        (done.without_condition, _("显示条件要看的题不在这里，条件没有带过来：%(names)s。")),
        (done.without_formula, _("公式要算的题不在这里，公式没有带过来：%(names)s。")),
    ):
        if labels:
            lines.append(words % {"names": _("、").join(f"“{x}”" for x in labels)})
    return tuple(lines)


def sources(department: str) -> tuple[Source, ...]:
    """What a department can copy from: own drafts first, then what the others have published."""
    own = store().catalogue.load(department).permits.values()
    mine = [Source(d["id"], department, d["name"], d["form"]) for d in own]
    theirs = [
        Source(v.name, v.department, v.document["name"], v.document["form"])
        for v in store().published.all_latest("permit")
        if v.department != department
    ]
    return (*mine, *theirs)


def _source(draft: Working, permit: str) -> Source:
    found = next((s for s in sources(draft.department) if s.permit == permit), None)
    if found is None:
        raise NotFound("There is no such form to copy from.")
    return found


def _put(source: Source, clipped: Document) -> None:
    who = actor()
    if who:
        store().clipboards.put(who.id, _labelled(source, clipped), now=now())


def _labelled(source: Source, clipped: Document) -> Document:
    about = {"permit": source.permit, "department": source.department, "name": source.name}
    return {**clipped, **about}
