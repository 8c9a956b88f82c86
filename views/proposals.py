"""Proposals: changes of the shared dictionary, made by one department and accepted by all it touches."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.compare import LIMITS as SAID
from form_builder.edit import LIMITS
from form_builder.place import property_at
from schemas.decision import ACCEPTED, REFUSED, WITHDRAWN, Consent, Proposal
from schemas.element import SENSITIVITY, Element
from schemas.field_types import FIELD_TYPES
from storage.errors import ChangedMeanwhile, NotFound
from views.clock import now
from views.fragments import page
from views.hx import go
from views.languages import NAMES, language
from views.policy import policy
from views.proposing import CannotCarryOut, answer, can_amend, carry_out, touched_by
from views.published import departments, elements, permits
from views.session import actor
from views.store import store

room = Blueprint("proposals", __name__)
LONGEST = 300
NUMBERS = ("minimum", "exclusiveMinimum", "maximum", "multipleOf")
COUNTS = ("minLength", "maxLength", "minItems", "maxItems")


@dataclass(frozen=True)
class Asked:
    """A proposal that one's own department was asked about."""

    proposal: Proposal
    department: str


@dataclass(frozen=True)
class Shown:
    """A proposal in words: what changes, what each touched department said, what the steward amended."""

    proposal: Proposal
    changes: tuple[str, ...]
    consents: tuple[tuple[str, Consent], ...]
    amended: tuple[str, ...] = ()
    can_amend: bool = False


def asked(proposal: str) -> Asked:
    """NotFound for a department that is not touched: what is denied looks like what is missing."""
    who = actor()
    found = store().proposals.get(proposal)
    if who is None or who.department not in {
        c.department for c in store().proposals.consents(proposal)
    }:
        raise NotFound("There is no such proposal here.")
    return Asked(found, who.department or "")


def made(proposal: str) -> Proposal:
    return store().proposals.get(proposal)


@room.get("/proposals")
@policy("proposal.list")
def show() -> Response:
    return _list()


@room.post("/proposals/<proposal>/answer")
@policy("proposal.answer", asked)
def reply(thing: Asked) -> Response:
    """Accept, or refuse with the reason; what everybody has accepted is carried out at once."""
    reason = _line("reason")
    state = ACCEPTED if request.form.get("answer") == "accept" else REFUSED
    if state == REFUSED and not reason:
        return _list(422, wrong=_("不同意请写理由。"), about=thing.proposal.id)
    try:
        answer(thing.proposal, thing.department, state, reason)
    except ChangedMeanwhile:
        return _list(409, wrong=_("这个提议已经答复过或撤回了。"), about=thing.proposal.id)
    except CannotCarryOut as problem:
        return _list(422, wrong=_("没有生效：%(why)s", why=problem), about=thing.proposal.id)
    return go(url_for("proposals.show", _anchor=f"in-{thing.proposal.id}"))


@room.post("/proposals/<proposal>/withdraw")
@policy("proposal.withdraw", made)
def withdraw(proposal: Proposal) -> Response:
    who = actor()
    with store().transaction():
        store().proposals.close(proposal.id, WITHDRAWN, now=now())
        store().audit.add(who.id if who else "", "proposal.withdraw", proposal.id, now=now())
    return go(url_for("proposals.show", _anchor=proposal.id))


@room.get("/dictionary")
@policy("proposal.make")
def dictionary() -> Response:
    """Every element, so that a change of it can be proposed."""
    wanted = request.args.get("q", "").strip()[:60]
    found = [e for e in elements().values() if not wanted or wanted in e.name or wanted in e.id]
    return page("proposals/dictionary.html", found=found, wanted=wanted)


@room.get("/dictionary/<element>")
@policy("proposal.make")
def change(element: str) -> Response:
    return _form(_element(element))


@room.post("/dictionary/<element>")
@policy("proposal.make")
def propose(element: str) -> Response:
    """A new name, unit, limits or options of an element; in force when all it touches have accepted."""
    old, reason = _element(element), _line("reason")
    try:
        new = _changed(old)
    except ValueError:
        return _form(old, 422, wrong=_("限制要写数字，例如 10。"))
    if not reason or not new["name"]:
        return _form(old, 422, wrong=_("请写名称和理由。"))
    if new == _document(old):
        return _form(old, 422, wrong=_("什么都没有改。"))
    change = {"element": new, "was": _document(old), "bindings": [], "settles": []}
    proposal = _make(change, reason)
    return go(url_for("proposals.show", _anchor=proposal.id))


def _make(change: Mapping[str, Any], reason: str) -> Proposal:
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    made = Proposal(
        secrets.token_urlsafe(9), who.department, who.id, who.name, reason, now(), change
    )
    touched = touched_by(change) - {who.department}
    with store().transaction():
        store().proposals.add(made, touched)
        store().audit.add(who.id, "proposal.make", made.id, now=now())
        if not touched:
            store().proposals.close(made.id, ACCEPTED, now=now())
            carry_out(made)
    return made


def _list(status: int = 200, *, wrong: str = "", about: str = "") -> Response:
    who = actor()
    mine = (who.department if who else "") or ""
    incoming = store().proposals.incoming(mine, request.args.get("in"))
    outgoing = store().proposals.outgoing(mine, request.args.get("out"))
    return page(
        "proposals/proposals.html",
        status,
        mine=mine,
        incoming=[_shown(p) for p in incoming.items],
        outgoing=[_shown(p) for p in outgoing.items],
        more_in=incoming.after,
        more_out=outgoing.after,
        offices=departments(),
        wrong=wrong,
        about=about,
    )


def _shown(proposal: Proposal) -> Shown:
    offices, who = departments(), actor()
    consents = store().proposals.consents(proposal.id)
    change = proposal.change
    return Shown(
        proposal,
        tuple(_said({**change, "element": change.get("proposed", change["element"])})),
        tuple((offices[c.department].named(language()), c) for c in consents),
        amended_said(change),
        can_amend(proposal, (who.department if who else "") or ""),
    )


def amended_said(change: Mapping[str, Any]) -> tuple[str, ...]:
    """What the steward changed of a proposed element, one sentence each; () for nothing."""
    was = change.get("proposed")
    return tuple(_element_said(change["element"], was)) if was else ()


def _said(change: Mapping[str, Any]) -> list[str]:
    """What a change does, one sentence each."""
    element, known = change["element"], permits()
    lines = _element_said(element, change.get("was")) if element else []
    for binding in change["bindings"]:
        permit, form = known.get(binding["permit"]), _form_of(binding)
        label = _label(form, binding["path"])
        named = (element or {}).get("name") or elements()[binding["element"]].name
        lines.append(
            _(
                "“%(permit)s”的“%(label)s”绑定到数据元“%(element)s”。",
                permit=permit.named(language()) if permit else form.get("title", binding["permit"]),
                label=label,
                element=named,
            )
        )
    return lines


def _form_of(binding: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form a binding is about: the draft where it names its department, else what is in force."""
    try:
        if binding.get("department"):
            where = (binding["department"], "permits", binding["permit"])
            return dict(store().catalogue.load_one(*where)[1]["form"])
        return permits()[binding["permit"]].form.schema
    except (NotFound, KeyError):
        return {}


def _label(form: Mapping[str, Any], path: str) -> str:
    try:
        return str(property_at(form, path).get("title", path))
    except KeyError:
        return path


def _element_said(new: Mapping[str, Any], was: Mapping[str, Any] | None) -> list[str]:
    if was is None:
        return _new_said(new)
    pairs = [(_("名称"), was.get("name"), new.get("name"))]
    pairs.append((_("单位"), was.get("unit", ""), new.get("unit", "")))
    kinds = [FIELD_TYPES[e["type"]].words for e in (was, new)]
    pairs.append((_("类型"), *map(_, kinds)))
    pairs.append((_("说明"), was.get("note", ""), new.get("note", "")))
    seen = [SENSITIVITY[e.get("sensitivity", "internal")] for e in (was, new)]
    pairs.append((_("谁可以看"), *map(_, seen)))
    spoken = [e.get("i18n") or {} for e in (was, new)]
    for code in (*spoken[0], *(k for k in spoken[1] if k not in spoken[0])):
        said = [names.get(code, {}).get("name", "") for names in spoken]
        pairs.append((_("%(language)s名称", language=NAMES.get(code, code)), *said))
    before, after = was.get("schema", {}), new.get("schema", {})
    for keyword in (*NUMBERS, *COUNTS, "pattern"):
        pairs.append((_(SAID[keyword]), before.get(keyword), after.get(keyword)))
    pairs.append((_("选项"), _listed(before), _listed(after)))
    return [
        _(
            "数据元“%(name)s”的%(what)s从 %(old)s 改为 %(new)s。",
            name=was["name"],
            what=what,
            old=_("没有") if old in (None, "") else old,
            new=_("没有") if fresh in (None, "") else fresh,
        )
        for what, old, fresh in pairs
        if old != fresh
    ]


def _new_said(new: Mapping[str, Any]) -> list[str]:
    """What a new element is: whoever answers has nothing else to judge it by."""
    schema, kind = new.get("schema", {}), FIELD_TYPES[new["type"]]
    seen = SENSITIVITY.get(new.get("sensitivity", ""), "")
    facts = [_(kind.words)]
    facts += [_("单位 %(unit)s", unit=new["unit"])] if new.get("unit") else []
    facts += [f"{_(SAID[k])} {schema[k]}" for k in (*NUMBERS, *COUNTS, "pattern") if k in schema]
    facts += [_("选项") + _("：") + _listed(schema)] if schema.get("enum") else []
    facts += [_(seen)] if seen else []
    lines = [_("新的数据元“%(name)s”。", name=new["name"]), " · ".join(facts)]
    return [*lines, new["note"]] if new.get("note") else lines


def _listed(schema: Mapping[str, Any]) -> str:
    return _("、").join(map(str, schema.get("enum", ())))


def _element(name: str) -> Element:
    found = elements().get(name)
    if found is None:
        raise NotFound("There is no such element.")
    return found


def _form(element: Element, status: int = 200, *, wrong: str = "") -> Response:
    who = actor()
    touched = touched_by({"element": _document(element), "bindings": []})
    offices = departments()
    return page(
        "proposals/change.html",
        status,
        element=element,
        limits=[(k, _(SAID[k]), element.schema.get(k, "")) for k in _limits(element)],
        touched=[
            offices[d].named(language())
            for d in sorted(touched)
            if who is None or d != who.department
        ],
        typed=request.form,
        wrong=wrong,
    )


def _limits(element: Element) -> tuple[str, ...]:
    return tuple(k for k in LIMITS.get(element.type, ()) if k in (*NUMBERS, *COUNTS))


def _document(element: Element) -> dict[str, Any]:
    """The element as the dictionary keeps it."""
    live = store().published.latest("dictionary", "elements").document["elements"]
    return dict(next(e for e in live if e["id"] == element.id))


def _changed(element: Element) -> dict[str, Any]:
    """The element's document with what the form sent; ValueError for a limit that is no number."""
    old = _document(element)
    schema = {k: v for k, v in old["schema"].items() if k not in (*_limits(element), "enum")}
    for keyword in _limits(element):
        text = _line(f"limit.{keyword}")
        if text:
            schema[keyword] = int(text) if keyword in COUNTS else _number(text)
    options = [line.strip() for line in request.form.get("options", "").splitlines()]
    if any(options):
        schema["enum"] = list(dict.fromkeys(o for o in options if o))
    new = {**old, "name": _line("name"), "schema": schema}
    if _line("unit") or old.get("unit"):
        new["unit"] = _line("unit")
    if new["name"] != old["name"]:
        new.pop("i18n", None)
    return new


def _number(text: str) -> int | float:
    value = float(text)
    if abs(value) > 1e15 or value != value:
        raise ValueError(text)
    return int(value) if value.is_integer() else value


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:LONGEST]
