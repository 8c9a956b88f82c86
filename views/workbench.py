"""The workbench: what a draft does to everybody else, and the decisions that only a person can make.

Each part has an address of its own: the page shows one of them whole and lets htmx fetch the others.
"""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from form_builder.check import mistakes
from form_builder.facing import proofs
from schemas.decision import NamedBasket
from schemas.merged import MergedForm
from schemas.permit import Permit, PermitSchema
from storage.errors import NotFound, Taken
from views.build_draft import Working, working
from views.build_scene import live_version
from views.clock import now
from views.deciding import LONGEST, NotKept, not_the_same, separately, the_same, two_questions
from views.fragments import fragment, page
from views.hx import go, is_htmx
from views.languages import language
from views.policy import policy
from views.proposing import CannotCarryOut
from views.published import departments, permits, scenarios, source
from views.store import store
from views.workbench_baskets import Proof, baskets, effects
from views.workbench_facts import (
    Candidate,
    Doubt,
    contradictions_of,
    doubts_of,
    facing_of,
    neighbours,
    settled_of,
    source_of,
)

room = Blueprint("workbench", __name__)
PARTS = ("conflicts", "same", "baskets", "proofs", "drafts")
Facts = dict[str, Any]


@room.get("/build/<permit>/workbench")
@policy("permit.build", working)
def look(draft: Working) -> Response:
    return _whole(draft, "conflicts")


@room.get("/build/<permit>/workbench/<any(conflicts, same, baskets, proofs, drafts):part>")
@policy("permit.build", working)
def show(draft: Working, part: str) -> Response:
    if not is_htmx():
        return _whole(draft, part)
    return fragment(f"workbench/_{part}.html", draft=draft, **_FACTS[part](draft))


@room.post("/build/<permit>/workbench/same")
@policy("permit.build", working)
def decide(draft: Working) -> Response:
    """Same, not the same, or same but in another unit or with other codes."""
    doubts = doubts_of(draft)
    place, doubt, candidate = _asked(doubts)
    reason, same = _line("reason"), request.form.get("verdict") == "same"
    if not reason:
        return _again(draft, "same", _("请写一句理由。"), place)
    try:
        if not same:
            not_the_same(draft, candidate, reason)
            return _done(draft, "same", _("记下了：不是同一个问题。"), place)
        done = the_same(
            draft, doubt, candidate, reason, factor=_line("factor") or "1", codes=_codes()
        )
    except (NotKept, CannotCarryOut) as problem:
        return _again(draft, "same", str(problem), place)
    said = _("已绑定到同一个数据元。") if done else _("提议已发出，等对方部门答复。")
    return _done(draft, "same", said, place)


@room.post("/build/<permit>/workbench/conflicts")
@policy("permit.build", working)
def settle(draft: Working) -> Response:
    """Two different questions, or to be applied for separately."""
    found = contradictions_of(draft, facing_of(draft))
    place, one = next(
        ((n, c) for n, c in enumerate(found) if c.subject == request.form.get("subject")), (0, None)
    )
    if one is None:
        return _again(draft, "conflicts", _("这个冲突已经不在了。"), 0)
    reason = _line("reason")
    if not reason:
        return _again(draft, "conflicts", _("请写一句理由。"), place)
    try:
        if request.form.get("verdict") == "two":
            two_questions(draft, one, reason)
            said = _("已分成两个问题，各按各的规则问。")
        else:
            separately(draft, one, reason)
            said = _("记下了：两件分开申请。")
    except NotKept as problem:
        return _again(draft, "conflicts", str(problem), place)
    return _done(draft, "conflicts", said, place)


@room.post("/build/<permit>/workbench/baskets")
@policy("permit.build", working)
def name_basket(draft: Working) -> Response:
    """A basket this department looks at from now on, or one it takes away again."""
    if request.form.get("remove"):
        basket = store().baskets.get(request.form["remove"])
        if basket.department != draft.department:
            raise NotFound("There is no such basket.")
        store().baskets.remove(basket.id)
        return _done(draft, "baskets", _("去掉了“%(name)s”。", name=basket.name), 0)
    known, name = permits(), _line("name")
    chosen = tuple(p for p in request.form.getlist("permits") if p in known)
    if not name or not chosen:
        return _again(draft, "baskets", _("请写名称，并至少选一个事项。"), 0)
    basket = NamedBasket(
        secrets.token_urlsafe(9), name, (*chosen, draft.id), draft.department, now()
    )
    try:
        store().baskets.add(basket)
    except Taken:
        return _again(draft, "baskets", _("已经有同名的组合。"), 0)
    return _done(draft, "baskets", _("加了“%(name)s”。", name=name), 0)


def is_ready(draft: Working) -> bool:
    """Whether the draft can be held against others at all."""
    return not mistakes(draft.form) and as_permit(draft) is not None


def as_permit(draft: Working) -> Permit | None:
    try:
        loaded: Permit = PermitSchema().load(draft.permit)
    except ValidationError:
        return None
    return loaded


def _conflicts(draft: Working) -> Facts:
    found = facing_of(draft)
    return {
        "found": contradictions_of(draft, found),
        "met": len(found.met),
        "alone": len(neighbours(draft)) - len(found.met),
    }


def _same(draft: Working) -> Facts:
    offices = departments()
    return {
        "doubts": doubts_of(draft),
        "settled": [(d, offices[d.department].named(language())) for d in settled_of(draft)],
    }


def _baskets(draft: Working) -> Facts:
    ready = as_permit(draft)
    found = effects(ready, permits(), baskets()) if ready else ()
    return {"effects": found, "others": neighbours(draft).values()}


def _proofs(draft: Working) -> Facts:
    """With each form it meets: whether somebody can fill in both, shown by an example."""
    known, others = permits(), [source(p) for p in neighbours(draft).values()]
    rows = [
        Proof(known[_other(merged, draft)].named(language()), merged)
        for merged in proofs(source_of(draft), others)
    ]
    order = (False, None, True)
    return {"rows": sorted(rows, key=lambda r: order.index(r.merged.satisfiable))}


def _other(merged: MergedForm, draft: Working) -> str:
    return next(s.id for s in merged.sources if s.id != draft.id)


def _drafts(draft: Working) -> Facts:
    live = live_version(draft)
    known, kinds = permits(), scenarios()
    rows = store().drafts.baskets_pinning(live.id) if live else ()
    named = [
        (
            kinds[scenario].named(language()) if scenario in kinds else "",
            [known[p].named(language()) for p in pins if p in known],
            count,
        )
        for scenario, pins, count in rows
    ]
    return {"live": live, "begun": named, "touched": sum(count for *_more, count in rows)}


_FACTS: dict[str, Callable[[Working], Facts]] = {
    "conflicts": _conflicts,
    "same": _same,
    "baskets": _baskets,
    "proofs": _proofs,
    "drafts": _drafts,
}


def _whole(draft: Working, part: str, status: int = 200, **more: Any) -> Response:
    ready = is_ready(draft)
    facts = _FACTS[part](draft) if ready else {}
    whole = {"live": live_version(draft), "parts": PARTS, "shown": part, "ready": ready}
    return page("workbench/workbench.html", status, **{"draft": draft, **whole, **facts, **more})


def _done(draft: Working, part: str, said: str, place: int) -> Response:
    if not is_htmx():
        return go(url_for("workbench.show", permit=draft.id, part=part, place=place))
    fresh = working(draft.id)
    facts = _FACTS[part](fresh)
    return fragment(f"workbench/_{part}.html", said=said, draft=fresh, focus=place, **facts)


def _again(draft: Working, part: str, wrong: str, place: int) -> Response:
    """Nothing was kept: the part as it is, what was typed still in it."""
    facts = {"wrong": wrong, "focus": place, "typed": request.form}
    if not is_htmx():
        return _whole(draft, part, 422, **facts)
    return fragment(
        f"workbench/_{part}.html", 422, said=wrong, draft=draft, **_FACTS[part](draft) | facts
    )


def _asked(doubts: tuple[Doubt, ...]) -> tuple[int, Doubt, Candidate]:
    """The suggestion a form was about; NotFound when it is settled or gone."""
    subject = request.form.get("subject", "")
    for place, doubt in enumerate(doubts):
        for candidate in doubt.candidates:
            if candidate.subject == subject:
                return place, doubt, candidate
    raise NotFound("This suggestion is settled.")


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]


def _codes() -> list[tuple[str, str]]:
    """(canonical, local) of the options that were matched."""
    locals_, chosen = request.form.getlist("local"), request.form.getlist("canonical")
    return [(there, here) for here, there in zip(locals_, chosen, strict=False) if there]
