"""A question of a department's own on its way into the dictionary; the page that says what it asks."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.compare import LIMITS
from form_builder.new_element import element_of
from form_builder.place import naming, property_at
from schemas.decision import ACCEPTED, OPEN, Proposal
from schemas.element import GROUPS, SENSITIVITY
from schemas.field_types import FIELD_TYPES
from schemas.wording import N_
from storage.errors import NotFound
from views.build_bindable import bindable, named_in_rows, near, offered, reach
from views.build_draft import Working, working
from views.build_standing import standing_of
from views.clock import now
from views.fragments import page
from views.hx import go
from views.languages import language
from views.policy import policy
from views.proposals import amended_said
from views.proposing import carry_out, free_id, steward
from views.published import departments
from views.session import actor
from views.store import store

room = Blueprint("build_propose", __name__)
LONGEST = 300
GROUP_WORDS = {
    "entity": N_("市场主体"),
    "premises": N_("经营场所"),
    "people": N_("人员"),
    "contact": N_("联系与送达"),
    "business": N_("经营情况"),
    "equipment": N_("设施设备"),
    "papers": N_("材料"),
}


@room.post("/build/<permit>/fields/<name>/propose")
@policy("proposal.make", working)
def propose(draft: Working, name: str) -> Response:
    """A new element for the steward to accept; in force at once where the steward proposes it."""
    path, wish, reason = _own(draft, name), _line("name"), _line("reason")
    if not wish or not reason:
        return element_page(draft, path, 422, wrong=_("请写名称和理由。"))
    standing = standing_of(draft, path)
    if standing and standing.proposal.state == OPEN:
        return element_page(draft, path, 409, wrong=_("这一题已经提议过了，还在等答复。"))
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


def element_page(draft: Working, path: str, status: int = 200, *, wrong: str = "") -> Response:
    """What the question or column asks, what it may ask, and the form for a new element."""
    field, owner = property_at(draft.form, path), naming(path)[0]
    wanted = request.args.get("q", "").strip()[:100]
    asked = field.get("x-element", "")
    kind = FIELD_TYPES[field.get("x-type", "text")]
    return page(
        "build/element.html",
        status,
        draft=draft,
        path=path,
        label=_label(draft, path),
        asked=asked,
        element=reach(draft, path).get(asked),
        wanted=wanted,
        hits=offered(draft, path, wanted),
        near=near(draft, path),
        named=named_in_rows(draft, owner) if owner else {},
        types={k: _(kind.words) for k, kind in FIELD_TYPES.items()},
        departments={k: d.named(language()) for k, d in departments().items()},
        facts=(_(kind.words), *_checks(field)),
        groups={k: _(words) for k, words in GROUP_WORDS.items()},
        sensitivities={k: _(words) for k, words in SENSITIVITY.items()},
        personal=kind.personal,
        keeper=departments()[steward()],
        standing=standing_of(draft, path),
        amended=_amended(draft, path) if asked else None,
        typed=request.form if status != 200 else {},
        wrong=wrong,
    )


def _amended(draft: Working, path: str) -> tuple[tuple[str, ...], str] | None:
    """(what the steward changed of the element this question proposed, why); None for nothing."""
    made = store().proposals.of_question(draft.department, draft.id, path)
    changed = amended_said(made.change) if made and made.state == ACCEPTED else ()
    if made is None or not changed:
        return None
    return changed, next((c.reason for c in store().proposals.consents(made.id)), "")


def _checks(field: Mapping[str, Any]) -> tuple[str, ...]:
    limits = tuple(f"{_(words)} {field[k]}" for k, words in LIMITS.items() if k in field)
    options = field.get("enum") or field.get("items", {}).get("enum") or ()
    return (*limits, *((_("选项") + _("：") + _("、").join(options[:12]),) if options else ()))


def _own(draft: Working, name: str) -> str:
    """The path of a question that asks no element yet and could; the same 404 for any other."""
    path = bindable(draft, name)
    if "x-element" in property_at(draft.form, path):
        raise NotFound("This question asks an element.")
    return path


def _label(draft: Working, path: str) -> str:
    return str(property_at(draft.form, path).get("title", path))


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
