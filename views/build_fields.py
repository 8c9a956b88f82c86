"""Edits of questions: words, limits, options, conditions; add, move, copy, remove."""

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder import edit, place
from form_builder.adopt import asking
from schemas.field_types import FIELD_TYPES
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_answers import answer
from views.build_cards import field_at
from views.build_dictionary import options_asked
from views.build_draft import Clash, Working, keep, working
from views.build_panel import (
    RowField,
    change,
    chosen,
    clauses,
    is_place,
    limits,
    rows_from,
    settings,
    wrong_of,
)
from views.build_reading import form_of
from views.build_scene import IN_TABLES, askable
from views.languages import counted
from views.policy import policy
from views.published import elements

room = Blueprint("build_fields", __name__)
Document = dict[str, Any]
Rows = tuple[tuple[RowField, ...], ...]
Deed = Callable[[Document], "Document | Problem"]


@room.post("/build/<permit>/fields")
@policy("permit.build", working)
def add(draft: Working) -> Response:
    """A new question of a type, or asking a dictionary element: behind the chosen one, or where it was let go
    in front of `before`."""
    after = (request.form.getlist("after") or [""])[-1].partition("/")[0]
    wish, base = _base(request.form.get("type", ""), request.form.get("element", ""))
    key = edit.fresh_key(draft.form, wish)
    into = (request.form.getlist("section") or [""])[-1]
    section = _section(draft.form, into, after)

    before = request.form.get("before")

    def deed(form: Document) -> Document:
        if before is None:
            return edit.add_field(form, key, base, section=section, after=after or None)
        added = edit.add_field(form, key, base, section=section)
        return place.put_field(added, key, section=section, before=before or None)

    note = _("加了“%(label)s”", label=base["title"])
    outcome = keep(draft, deed, about="", note=note)
    listed = "element" in request.form
    return answer(draft, outcome, path=key, said=note, take_focus=True, listed=listed)


@room.post("/build/<permit>/fields/<name>")
@policy("permit.build", working)
def save(draft: Working, name: str) -> Response:
    path, label = _known(draft, name)
    field = field_at(draft.read, path)
    sent = request.form.to_dict()
    wrong = wrong_of(field, sent)
    if wrong:
        refused = Problem("", path, next(iter(wrong.values())))
        typed = {"typed": sent, "limits": limits(field, sent)}
        return answer(draft, refused, path=path, said="", wrong=wrong, **typed)
    picked = chosen(request.form)
    unfit = edit.set_chosen(draft.form, path, picked, _=_) if picked is not None else None
    if isinstance(unfit, Problem):
        typed = {"typed": sent, "settings": settings(draft.read, field, picked)}
        typed |= {"limits": limits(field, sent)}
        return answer(draft, unfit, path=path, said="", wrong={"settings": unfit.sentence}, **typed)

    def deed(form: Document) -> Document | Problem:
        new = change(form, path, field_at(form_of(form), path), sent)
        return new if picked is None else edit.set_chosen(new, path, picked, _=_)

    outcome = keep(
        draft,
        deed,
        about=path,
        note=_("改了“%(label)s”", label=label),
    )
    return answer(draft, outcome, path=path, said=_("已保存。"))


@room.post("/build/<permit>/fields/<name>/condition")
@policy("permit.build", working)
def condition(draft: Working, name: str) -> Response:
    """Saved when every row that was begun is finished; until then the rows come back with what is missing."""
    path, label = _known(draft, name)
    rows = rows_from(draft.read, request.form.to_dict())
    rows = _arranged(rows, request.form.get("row", ""))
    join = "all" if request.form.get("join") == "all" else "any"
    drawn = {"condition": rows, "join": join} | _offered(draft, path, rows)
    try:
        wanted = clauses(draft.read, rows)
    except (ValueError, KeyError):
        words = _("请把条件选完。")
        return answer(draft, draft, path=path, said=words, open_rows=True, **drawn)
    if request.form.get("seek", "").strip():
        words = counted("找到 %(n)s 题。", len(drawn["askable"]))
        return answer(draft, draft, path=path, said=words, open_rows=True, **drawn)
    outcome = keep(
        draft,
        lambda form: edit.set_condition(form, path, wanted, join),
        about=path,
        note=_("改了“%(label)s”的显示条件", label=label),
    )
    # The groups stay as they were arranged: what both joins can say would be read back as the other one.
    more = drawn if isinstance(outcome, Working) and wanted else {}
    more |= {"open_rows": True} if request.form.get("row") else {}
    return answer(draft, outcome, path=path, said=_("已保存。"), **more)


@room.post("/build/<permit>/fields/<name>/columns")
@policy("permit.build", working)
def add_column(draft: Working, name: str) -> Response:
    path, label = _known(draft, name)
    kind = request.form.get("type", "")
    if kind not in IN_TABLES or "/" in path:
        raise NotFound("There is no such kind of column.")
    key = edit.fresh_key(draft.form, f"c_{kind}", table=path)
    base = {**FIELD_TYPES[kind].base(), "title": _(FIELD_TYPES[kind].words)}
    note = _("给“%(label)s”加了一列", label=label)
    outcome = keep(draft, lambda form: edit.add_column(form, path, key, base), about="", note=note)
    return answer(draft, outcome, path=f"{path}/{key}", said=note, take_focus=True)


@room.post("/build/<permit>/fields/<name>/<verb>")
@policy("permit.build", working)
def move(draft: Working, name: str, verb: str) -> Response:
    """up, down, copy, remove."""
    return _moved(draft, name, verb)


@room.post("/build/<permit>/move")
@policy("permit.build", working)
def move_card(draft: Working) -> Response:
    """The same from a card, whose buttons all belong to one form: "up:area". Its keys send it without a button."""
    verb, _colon, name = (request.form.getlist("move") or [""])[-1].partition(":")
    return _moved(draft, name, verb)


@room.post("/build/<permit>/put")
@policy("permit.build", working)
def put(draft: Working) -> Response:
    """A question dragged, or sent by the panel, to another place: before another one, or at a position."""
    path, label = _known(draft, request.form.get("field", ""))
    section, before = request.form.get("section", ""), request.form.get("before", "")
    if section not in {s["key"] for s in draft.form["x-sections"]} or "/" in path:
        raise NotFound("There is no such section.")
    at = request.form.get("at", "").strip()
    if at and not (at.isascii() and at.isdigit() and int(at[:6]) > 0):
        sentence = _("位置请写数字，例如 3。")
        return answer(
            draft, Problem("", path, sentence), path=path, said="", wrong={"at": sentence}
        )
    note = _("移动了“%(label)s”", label=label)

    def deed(form: Document) -> Document:
        there = place.standing_at(form, path, section, int(at[:6])) if at else before
        return place.put_field(form, path, section=section, before=there or None)

    outcome = keep(draft, deed, about="", note=note)
    return _told(draft, outcome, path, note)


def _moved(draft: Working, name: str, verb: str) -> Response:
    path, label = _known(draft, name)
    deeds: dict[str, tuple[Deed, str]] = {
        "up": (lambda form: place.move_field(form, path, step=-1), _("上移了“%(label)s”")),
        "down": (lambda form: place.move_field(form, path, step=1), _("下移了“%(label)s”")),
        "copy": (lambda form: _copied(form, path, label), _("复制了“%(label)s”")),
        "remove": (lambda form: edit.remove_field(form, path, _=_), _("删了“%(label)s”")),
    }
    if verb not in deeds:
        raise NotFound("There is no such edit.")
    deed, words = deeds[verb]
    note = words % {"label": label}
    outcome = keep(draft, deed, about=path if verb == "remove" else "", note=note)
    if verb == "remove" and isinstance(outcome, Working):
        near = _nearest(draft.form, outcome.form, path)
        return answer(draft, outcome, path=near, said=note, land=near)
    if verb == "copy" and isinstance(outcome, Working) and outcome is not draft:
        path = next(
            (k for k in outcome.form["properties"] if k not in draft.form["properties"]), path
        )
        return answer(draft, outcome, path=path, said=note, take_focus=True)
    return _told(draft, outcome, path, note)


def _told(draft: Working, outcome: Working | Problem | Clash, path: str, note: str) -> Response:
    """Where the question stands now, for those who cannot see it."""
    if isinstance(outcome, Working):
        n, count = place.standing(outcome.form, path)
        note = _("%(note)s：第 %(n)s 题，共 %(all)s 题。", note=note, n=n, all=count)
    return answer(draft, outcome, path=path, said=note)


def _nearest(old: Document, new: Document, path: str) -> str:
    """The question nearest to one that is gone: what stood behind it, else in front; the table of a column."""
    owner = path.partition("/")[0]
    if "/" in path:
        return owner
    keys = list(place.order(old))
    at = keys.index(path)
    return next((k for k in (*keys[at + 1 :], *reversed(keys[:at])) if k in new["properties"]), "")


def _known(draft: Working, name: str) -> tuple[str, str]:
    """(path, label) of a question that is there; the same 404 for one that is not."""
    path = name.replace(".", "/")
    try:
        return path, place.property_at(draft.form, path).get("title", path)
    except KeyError as gone:
        raise NotFound("There is no such question.") from gone


def _base(kind: str, element: str) -> tuple[str, Document]:
    """(wished key, schema) of a new field: a dictionary element brings its name, checks and unit."""
    known = elements().get(element)
    if known:
        return element, asking(known, options=options_asked(element))
    if kind not in FIELD_TYPES:
        raise NotFound("There is no such kind of question.")
    return f"q_{kind}", {**FIELD_TYPES[kind].base(), "title": _(FIELD_TYPES[kind].words)}


def _section(form: Document, wanted: str, after: str) -> str:
    keys = [s["key"] for s in form["x-sections"]]
    near = form["properties"].get(after, {}).get("x-section", "")
    return next((k for k in (wanted, near) if k in keys), keys[-1] if keys else "")


def _copied(form: Document, path: str, label: str) -> Document | Problem:
    if "/" in path:
        return Problem("", path, _("列不能复制。请加一列。"))
    wish = re.sub(r"_[0-9]+$", "", path)
    key = edit.fresh_key(form, f"{wish}_2" if wish in form["properties"] else wish)
    return edit.duplicate_field(form, path, key, title=_("%(label)s（副本）", label=label))


def _offered(draft: Working, path: str, rows: Rows) -> dict[str, Any]:
    """The questions to choose from, with those that were sought in a long form."""
    sought = request.form.get("seek", "").strip()[:100]
    asked = {r.field for group in rows for r in group}
    return {"askable": askable(draft.read, path, asked, sought), "seek": sought}


def _arranged(rows: Rows, asked: str) -> Rows:
    """The rows after a press: one more clause ("and:0"), one more group ("or"), one less ("drop:0.1"), none ("clear")."""
    verb, _colon, at = asked.partition(":")
    blank = RowField("", "", "")
    if verb == "clear":
        return ()
    if verb == "or":
        return (*rows, (blank,))
    if verb == "and" and is_place(at) and int(at) < len(rows):
        return tuple((*g, blank) if n == int(at) else g for n, g in enumerate(rows))
    if verb == "drop":
        g, _dot, c = at.partition(".")
        kept = (
            tuple(r for m, r in enumerate(group) if (str(n), str(m)) != (g, c))
            for n, group in enumerate(rows)
        )
        return tuple(group for group in kept if group)
    return rows
