"""A proposed element, amended by the steward before it is accepted; the proposer sees what and why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.amend import LANGUAGES, Amendment, amended, kinds_for, limits_of
from form_builder.compare import LIMITS
from schemas.decision import Proposal
from schemas.element import GROUPS, SENSITIVITY
from schemas.field_types import FIELD_TYPES
from storage.errors import ChangedMeanwhile, NotFound
from views.build_panel import read_limit, read_options
from views.build_propose import GROUP_WORDS
from views.fragments import page
from views.hx import go
from views.languages import NAMES
from views.policy import policy
from views.proposals import Asked, asked
from views.proposing import CannotCarryOut, accept_amended, can_amend
from views.published import departments

room = Blueprint("amending", __name__)
LONGEST = 300


def amendable(proposal: str) -> Asked:
    """A new element that only one's own department, its steward, still has to answer; the same 404 for any other."""
    found = asked(proposal)
    if not can_amend(found.proposal, found.department):
        raise NotFound("There is nothing to amend.")
    return found


@room.get("/proposals/<proposal>/amend")
@policy("proposal.answer", amendable)
def look(thing: Asked) -> Response:
    return _form(thing.proposal)


@room.post("/proposals/<proposal>/amend")
@policy("proposal.answer", amendable)
def accept(thing: Asked) -> Response:
    """The element as the form says, accepted with the reason for what was changed."""
    old, reason = thing.proposal.change["element"], _line("reason")
    try:
        new = amended(old, _wish(), _=_)
    except ValueError:
        return _form(thing.proposal, 422, wrong=_("限制要写数字，例如 10。"))
    if isinstance(new, str):
        return _form(thing.proposal, 422, wrong=new)
    if not reason or not new["name"]:
        return _form(thing.proposal, 422, wrong=_("请写名称和理由。"))
    if new == old:
        return _form(thing.proposal, 422, wrong=_("什么都没有改。不用改的话，请回去按“同意”。"))
    change = {**thing.proposal.change, "element": new, "proposed": old}
    try:
        accept_amended(replace(thing.proposal, change=change), thing.department, reason)
    except ChangedMeanwhile:
        return _form(thing.proposal, 409, wrong=_("这个提议已经答复过或撤回了。"))
    except CannotCarryOut as problem:
        return _form(thing.proposal, 422, wrong=_("没有生效：%(why)s", why=problem))
    return go(url_for("proposals.show", _anchor=f"in-{thing.proposal.id}"))


def _wish() -> Amendment:
    """What was typed; ValueError for a limit that is no number."""
    kind = request.form.get("type", "")
    texts = {k: _line(f"limit.{k}") for k in limits_of(kind)}
    group, seen = request.form.get("group", ""), request.form.get("sensitivity", "")
    return Amendment(
        name=_line("name")[:100],
        type=kind,
        unit=_line("unit")[:20],
        note=_line("note"),
        group=group if group in GROUPS else GROUPS[-1],
        sensitivity=seen if seen in SENSITIVITY else "internal",
        limits={k: read_limit(k, text) for k, text in texts.items() if text},
        options=read_options(request.form.get("options", "")),
        names={k: _line(f"name.{k}")[:100] for k in LANGUAGES},
    )


def _form(proposal: Proposal, status: int = 200, *, wrong: str = "") -> Response:
    element = proposal.change["element"]
    return page(
        "proposals/amend.html",
        status,
        proposal=proposal,
        element=element,
        office=departments()[proposal.department],
        kinds={k: _(FIELD_TYPES[k].words) for k in kinds_for(element["type"])},
        limits=[(k, _(LIMITS[k]), v) for k, v in _limits(element).items()],
        options=element["schema"].get("enum") or element["schema"].get("items", {}).get("enum", ()),
        groups={k: _(words) for k, words in GROUP_WORDS.items()},
        sensitivities={k: _(words) for k, words in SENSITIVITY.items()},
        names=[(k, NAMES[k], _name(element, k)) for k in LANGUAGES],
        typed=request.form if status != 200 else {},
        wrong=wrong,
    )


def _limits(element: Mapping[str, Any]) -> dict[str, Any]:
    """Every check any kind it may become can have, with what it is now."""
    wanted = dict.fromkeys(k for kind in kinds_for(element["type"]) for k in limits_of(kind))
    schema = element["schema"]
    bounded = schema["properties"]["detail"] if element["type"] == "address" else schema
    return {k: bounded.get(k, "") for k in wanted}


def _name(element: Mapping[str, Any], language: str) -> str:
    return str(element.get("i18n", {}).get(language, {}).get("name", ""))


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
