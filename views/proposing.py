"""Changes of the dictionary that concern several departments: whom they touch, and carrying them out."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from form_builder.adopt import adopt
from form_builder.facing import elements_of
from form_builder.place import property_at
from form_builder.rebind import bind
from schemas.decision import ACCEPTED, DIFFERENT, OPEN, REFUSED, SAME, Consent, Proposal
from schemas.element import Element, ElementSchema
from schemas.form import Schema
from schemas.problem import Problem
from schemas.wording import N_
from storage.errors import NotFound, Taken
from views.clock import now
from views.published import elements, keeper, permits, source
from views.session import actor
from views.settling import settle
from views.store import store

DICTIONARY = ("dictionary", "elements")
NOTED = N_("按各部门同意的提议")


class CannotCarryOut(Exception):
    """Why an accepted change cannot be made now, as a sentence; nothing was changed."""


def touched_by(change: Mapping[str, Any]) -> set[str]:
    """The departments whose forms a change concerns: those it binds, and those that ask the element."""
    known = permits()
    touched = {known[b["permit"]].department for b in change["bindings"] if b["permit"] in known}
    element = change["element"]
    if element and element["id"] in elements():
        asking = (p for p in known.values() if element["id"] in elements_of(source(p)))
        touched |= {p.department for p in asking}
    return touched


def answer(proposal: Proposal, department: str, state: str, reason: str) -> str:
    """Keep a department's answer; when it was the last one the change is made. The proposal's new state."""
    who = actor()
    consent = Consent(proposal.id, department, state, who.name if who else "", reason)
    with store().transaction():
        after = store().proposals.answer(consent, now=now())
        store().audit.add(who.id if who else "", f"proposal.{state}", proposal.id, now=now())
        if after == ACCEPTED:
            carry_out(proposal)
        if after == REFUSED:
            _settle(proposal, DIFFERENT, department, reason)
    return after


def can_amend(proposal: Proposal, department: str) -> bool:
    """Whether this department keeps the dictionary and alone still has to answer for a new element."""
    change, consents = proposal.change, store().proposals.consents(proposal.id)
    is_new = change["element"] is not None and not change.get("was")
    alone = [c.department for c in consents] == [department] and consents[0].state == OPEN
    return is_new and alone and proposal.state == OPEN and department == steward()


def accept_amended(proposal: Proposal, department: str, reason: str) -> None:
    """Accept with what the steward changed: `proposal` has it in "element", what was proposed in "proposed"."""
    with store().transaction():
        store().proposals.amend(proposal)
        answer(proposal, department, ACCEPTED, reason)


def carry_out(proposal: Proposal) -> None:
    """Make an accepted change: the dictionary, the drafts it binds, and the decisions. Call it inside the
    transaction that closes the proposal: it is kept whole or not at all."""
    change = _under_a_free_id(proposal.change)
    if change["element"]:
        _publish(change["element"], proposal)
    for binding in change["bindings"]:
        _bind(binding, proposal)
    _settle(proposal, SAME, proposal.department, proposal.reason)


def steward() -> str:
    """The department that keeps the dictionary."""
    return keeper() or ""


def free_id(wish: str) -> str:
    """`wish`, or `wish` with the first number nobody took."""
    taken = {e["id"] for e in store().published.latest(*DICTIONARY).document["elements"]}
    names = (wish, *(f"{wish}_{n}" for n in range(2, len(taken) + 3)))
    return next(n for n in names if n not in taken)


def _under_a_free_id(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """The change with its new element under an id that is still free: another one may have taken it
    while this one waited, and must not be written over."""
    element = change["element"]
    if not element or change.get("was"):
        return change
    id = free_id(element["id"])
    bindings = [
        {**b, "element": id} if b["element"] == element["id"] else b for b in change["bindings"]
    ]
    return {**change, "element": {**element, "id": id}, "bindings": bindings}


def _publish(element: Mapping[str, Any], proposal: Proposal) -> None:
    """The dictionary with this element, in force at once, and in the data department's catalogue."""
    live = store().published.latest(*DICTIONARY)
    kept = [e for e in live.document["elements"] if e["id"] != element["id"]]
    place = next(
        (n for n, e in enumerate(live.document["elements"]) if e["id"] == element["id"]), len(kept)
    )
    document = {"elements": [*kept[:place], dict(element), *kept[place:]]}
    store().published.add(
        *DICTIONARY, live.department, document, author=proposal.author, now=now(), note=NOTED
    )
    catalogue = store().catalogue.load(live.department)
    store().catalogue.save_element(
        live.department,
        element,
        expecting=catalogue.revision,
        author=proposal.author,
        now=now(),
        note=NOTED,
    )


def _bind(binding: Mapping[str, Any], proposal: Proposal) -> None:
    department, revision, permit = _draft(binding)
    try:
        asked = property_at(permit["form"], binding["path"]).get("x-element")
        if asked not in (None, binding["element"]):
            raise CannotCarryOut(_("“%(name)s”的这一题已经绑定了别的数据元。", name=permit["name"]))
        form = _bound(permit["form"], binding, is_amended="proposed" in proposal.change)
    except KeyError:
        raise CannotCarryOut(_("“%(name)s”里已经没有这一题。", name=permit["name"])) from None
    if isinstance(form, Problem):
        raise CannotCarryOut(form.sentence)
    store().catalogue.save_permit(
        department,
        {**permit, "form": form},
        expecting=revision,
        author=proposal.author,
        now=now(),
        note=NOTED,
    )


def _bound(form: Schema, binding: Mapping[str, Any], *, is_amended: bool) -> Schema | Problem:
    """The form whose question asks the element; what was amended it takes over, in its own words."""
    path, element = binding["path"], _element(binding["element"])
    if is_amended:
        return adopt(form, path, element, keep_words=True, _=_)
    how = {"factor": binding.get("factor", "1"), "codes": binding.get("codes", ())}
    return bind(form, path, element, **how, _=_)


def _draft(binding: Mapping[str, Any]) -> tuple[str, int, dict[str, Any]]:
    """(department, revision, permit) of the draft that is bound."""
    live = permits().get(binding["permit"])
    department = binding.get("department") or (live.department if live else "")
    try:
        return department, *store().catalogue.load_one(department, "permits", binding["permit"])
    except NotFound:
        raise CannotCarryOut(_("这张表已经不在了。")) from None


def _element(name: str) -> Element:
    """The element as the dictionary has it in this transaction."""
    document = store().published.latest(*DICTIONARY).document
    found: Element = ElementSchema().load(next(e for e in document["elements"] if e["id"] == name))
    return found


def _settle(proposal: Proposal, verdict: str, department: str, reason: str) -> None:
    detail = {"proposal": proposal.id}
    for subject in proposal.change.get("settles", ()):
        try:
            settle(subject, verdict, reason, department=department, detail=detail)
        except Taken:
            raise CannotCarryOut(_("这一对已经有人决定过了。")) from None
