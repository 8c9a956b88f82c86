"""A question or column and the dictionary: what it may ask, asking it, asking it no more."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder import edit
from form_builder.adopt import adopt, asking
from form_builder.place import property_at
from form_builder.rebind import unbind
from schemas.element import Element
from schemas.field_types import FIELD_TYPES
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_answers import answer
from views.build_bindable import bindable, named_in_rows, offered, reach
from views.build_dictionary import options_asked
from views.build_draft import Working, keep, working
from views.build_propose import element_page
from views.fragments import page
from views.languages import language
from views.policy import policy
from views.published import departments

room = Blueprint("build_binding", __name__)


@room.get("/build/<permit>/fields/<name>/element")
@policy("permit.build", working)
def look(draft: Working, name: str) -> Response:
    """What it asks now, what it may ask instead, and the form for a new element."""
    return element_page(draft, bindable(draft, name))


@room.post("/build/<permit>/fields/<name>/element")
@policy("permit.build", working)
def use(draft: Working, name: str) -> Response:
    """It asks an element that is there, with what the dictionary says of it; with `keep` in its own words."""
    path = bindable(draft, name)
    element = _wanted(reach(draft, path))
    label = property_at(draft.form, path)["title"]
    note = _("让“%(label)s”用数据元“%(name)s”", label=label, name=element.name)
    outcome = keep(
        draft,
        lambda form: adopt(
            form,
            path,
            element,
            options=options_asked(element.id),
            keep_words="keep" in request.form,
            _=_,
        ),
        about=path,
        note=note,
    )
    if isinstance(outcome, Problem):
        return element_page(draft, path, 422, wrong=outcome.sentence)
    return answer(draft, outcome, path=path, said=note)


@room.post("/build/<permit>/fields/<name>/unbind")
@policy("permit.build", working)
def let_go(draft: Working, name: str) -> Response:
    """It is its department's own question again; words, checks and unit stay."""
    path = bindable(draft, name)
    note = _("“%(label)s”不再用数据元", label=property_at(draft.form, path)["title"])
    outcome = keep(draft, lambda form: unbind(form, path), about=path, note=note)
    return answer(draft, outcome, path=path, said=note)


@room.get("/build/<permit>/fields/<name>/columns")
@policy("permit.build", working)
def columns(draft: Working, name: str) -> Response:
    """What the dictionary has that can be one more column of this table."""
    table = _table(draft, name)
    wanted = request.args.get("q", "").strip()[:100]
    return page(
        "build/column.html",
        draft=draft,
        path=table,
        label=property_at(draft.form, table)["title"],
        wanted=wanted,
        named=named_in_rows(draft, table),
        types={k: _(kind.words) for k, kind in FIELD_TYPES.items()},
        departments={k: d.named(language()) for k, d in departments().items()},
        hits=offered(draft, f"{table}/", wanted),
    )


@room.post("/build/<permit>/fields/<name>/column")
@policy("permit.build", working)
def add_column(draft: Working, name: str) -> Response:
    """One more column that asks an element."""
    table = _table(draft, name)
    element = _wanted(reach(draft, f"{table}/"))
    if not FIELD_TYPES[element.type].in_tables:
        raise NotFound("This is no column.")
    key = edit.fresh_key(draft.form, element.id, table=table)
    base = asking(element, options=options_asked(element.id))
    note = _("给“%(label)s”加了一列", label=property_at(draft.form, table)["title"])
    outcome = keep(draft, lambda form: edit.add_column(form, table, key, base), about="", note=note)
    return answer(draft, outcome, path=f"{table}/{key}", said=note)


def _wanted(known: dict[str, Element]) -> Element:
    element = known.get(request.form.get("element", ""))
    if element is None:
        raise NotFound("There is no such element.")
    return element


def _table(draft: Working, name: str) -> str:
    if draft.form["properties"].get(name, {}).get("x-type") != "table":
        raise NotFound("There is no such table.")
    return name
