"""A question of a department's own: what it may have in common with the dictionary, and its way into it."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.compare import LIMITS
from form_builder.likeness.sameness import known, ranked
from form_builder.likeness.wordings import dictionary_wordings, wordings
from form_builder.new_element import can_be_shared, element_of
from form_builder.place import property_at
from form_builder.rebind import bind
from schemas.decision import ACCEPTED, OPEN, Proposal
from schemas.element import GROUPS, SENSITIVITY, Element
from schemas.field_types import FIELD_TYPES
from schemas.merged import Source
from schemas.problem import Problem
from schemas.wording import N_
from storage.errors import NotFound
from views.build_answers import answer
from views.build_draft import Working, keep, working
from views.build_standing import standing_of
from views.clock import now
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.proposing import carry_out, free_id, steward
from views.published import departments, elements
from views.session import actor
from views.store import store

room = Blueprint("build_propose", __name__)
LONGEST, LIKELY = 300, 0.5
GROUP_WORDS = {
    "entity": N_("市场主体"),
    "premises": N_("经营场所"),
    "people": N_("人员"),
    "contact": N_("联系与送达"),
    "business": N_("经营情况"),
    "equipment": N_("设施设备"),
    "papers": N_("材料"),
}


@room.get("/build/<permit>/fields/<name>/element")
@policy("permit.build", working)
def look(draft: Working, name: str) -> Response:
    """What the dictionary already has that is probably the same, and the form for a new element."""
    return _page(draft, _own(draft, name))


@room.post("/build/<permit>/fields/<name>/element")
@policy("permit.build", working)
def use(draft: Working, name: str) -> Response:
    """The question asks an element that is there."""
    path = _own(draft, name)
    element = elements().get(request.form.get("element", ""))
    if element is None:
        raise NotFound("There is no such element.")
    note = _("让“%(label)s”用数据元“%(name)s”", label=_label(draft, path), name=element.name)
    outcome = keep(draft, lambda form: bind(form, path, element, _=_), about=path, note=note)
    if isinstance(outcome, Problem):
        return _page(draft, path, 422, wrong=outcome.sentence)
    return answer(draft, outcome, path=path, said=note)


@room.post("/build/<permit>/fields/<name>/propose")
@policy("proposal.make", working)
def propose(draft: Working, name: str) -> Response:
    """A new element for the steward to accept; in force at once where the steward proposes it."""
    path, wish, reason = _own(draft, name), _line("name"), _line("reason")
    if not wish or not reason:
        return _page(draft, path, 422, wrong=_("请写名称和理由。"))
    standing = standing_of(draft, path)
    if standing and standing.proposal.state == OPEN:
        return _page(draft, path, 409, wrong=_("这一题已经提议过了，还在等答复。"))
    _make(draft, path, _element(draft, path, wish), reason)
    field = path.replace("/", ".")
    return go(url_for("build.builder", permit=draft.id, field=field, _anchor="panel"))


def _make(draft: Working, path: str, element: dict[str, Any], reason: str) -> None:
    who, keeper = actor(), steward()
    if who is None:
        raise NotFound("Nobody is here.")
    binding = {"permit": draft.id, "path": path, "element": element["id"]}
    change = {
        "element": element,
        "bindings": [binding | {"department": draft.department}],
        "settles": [],
    }
    made = Proposal(
        secrets.token_urlsafe(9), draft.department, who.id, who.name, reason, now(), change
    )
    with store().transaction():
        touched = {keeper} - {draft.department}
        store().proposals.add(made, touched, question=(draft.id, path))
        store().audit.add(who.id, "proposal.make", made.id, now=now())
        if not touched:
            store().proposals.close(made.id, ACCEPTED, now=now())
            carry_out(made)


def _element(draft: Working, path: str, name: str) -> dict[str, Any]:
    sent = request.form
    group, sensitivity = sent.get("group", ""), sent.get("sensitivity", "")
    return element_of(
        draft.form,
        path,
        id=free_id(path.replace("/", "_")),
        name=name,
        group=group if group in GROUP_WORDS else GROUPS[-1],
        sensitivity=sensitivity if sensitivity in SENSITIVITY else "internal",
        note=_line("note"),
    )


def _page(draft: Working, path: str, status: int = 200, *, wrong: str = "") -> Response:
    field = property_at(draft.form, path)
    kind = FIELD_TYPES[field.get("x-type", "text")]
    return page(
        "build/element.html",
        status,
        draft=draft,
        path=path,
        label=_label(draft, path),
        near=_near(draft, path),
        facts=(_(kind.words), *_checks(field)),
        groups={k: _(words) for k, words in GROUP_WORDS.items()},
        sensitivities={k: _(words) for k, words in SENSITIVITY.items()},
        personal=kind.personal,
        keeper=departments()[steward()],
        standing=standing_of(draft, path),
        typed=request.form if status != 200 else {},
        wrong=wrong,
    )


def _near(draft: Working, path: str) -> tuple[Element, ...]:
    """Elements this question probably asks already, the likeliest first."""
    asked = next(
        (w for w in wordings(Source(draft.id, draft.department, draft.form)) if w.path == path),
        None,
    )
    if asked is None:
        return ()
    there = elements()
    own = {f.get("x-element") for f in draft.form["properties"].values()}
    found = ranked(asked, known(dictionary_wordings(there), ()))
    near = [m.known.key for m in found if m.score >= LIKELY and m.known.key not in own]
    return tuple(there[key] for key in near[:3])


def _checks(field: Mapping[str, Any]) -> tuple[str, ...]:
    limits = tuple(f"{_(words)} {field[k]}" for k, words in LIMITS.items() if k in field)
    options = field.get("enum") or field.get("items", {}).get("enum") or ()
    return (*limits, *((_("选项") + _("：") + _("、").join(options[:12]),) if options else ()))


def _own(draft: Working, name: str) -> str:
    """The path of a question that asks no element yet and could; the same 404 for any other."""
    path = name.replace(".", "/")
    try:
        field = property_at(draft.form, path)
    except KeyError as gone:
        raise NotFound("There is no such question.") from gone
    if "x-element" in field or not can_be_shared(field):
        raise NotFound("This question asks an element.")
    return path


def _label(draft: Working, path: str) -> str:
    return str(property_at(draft.form, path).get("title", path))


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
