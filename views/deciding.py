"""Keeping what a form admin settles: the decision, the draft it changes and the audit, in one transaction."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from form_builder.place import property_at
from form_builder.rebind import bind, unbind
from schemas.decision import ACCEPTED, DIFFERENT, SAME, SEPARATELY, Proposal, pair
from schemas.field_types import FIELD_TYPES
from schemas.problem import Problem
from storage.errors import Taken
from views.build_draft import Clash, Working, keep
from views.clock import now
from views.proposing import carry_out, free_id, touched_by
from views.published import elements
from views.session import actor
from views.settling import settle
from views.store import store
from views.workbench_facts import Candidate, Contradiction, Doubt

LONGEST = 300


class NotKept(Exception):
    """What kept a decision from being made, as a sentence; nothing was changed."""


def not_the_same(draft: Working, candidate: Candidate, reason: str) -> None:
    with store().transaction():
        _settle(draft, candidate.subject, DIFFERENT, reason)


def the_same(
    draft: Working,
    doubt: Doubt,
    candidate: Candidate,
    reason: str,
    *,
    factor: str,
    codes: Sequence[Sequence[str]],
) -> bool:
    """Bind the question, or propose it where another department's form is concerned; True when done now."""
    if candidate.match.known.element and not doubt.suggestion.asked.element:
        with store().transaction():
            element = elements()[candidate.key]
            _change(
                draft,
                doubt.path,
                lambda form: bind(form, doubt.path, element, factor=factor, codes=codes, _=_),
            )
            detail = {"factor": factor, "codes": [list(pair) for pair in codes]}
            _settle(draft, candidate.subject, SAME, reason, detail)
        return True
    return _propose(draft, _shared(draft, doubt, candidate, factor, codes), reason)


def two_questions(draft: Working, found: Contradiction, reason: str) -> None:
    """The draft's question becomes its department's own: from now on both are asked, each with its rule."""
    with store().transaction():
        _change(draft, found.mine, lambda form: unbind(form, found.mine))
        _settle(draft, _own_pair(draft, found), DIFFERENT, reason)


def separately(draft: Working, found: Contradiction, reason: str) -> None:
    """The contradiction stays: whoever needs both permits is told so and applies twice."""
    with store().transaction():
        _settle(draft, found.subject, SEPARATELY, reason)


def _own_pair(draft: Working, found: Contradiction) -> str:
    return pair(f"{draft.id}.{found.mine}", found.element or found.about)


def _change(draft: Working, path: str, edit: Any) -> None:
    label = property_at(draft.form, path).get("title", path)
    outcome = keep(draft, edit, about=path, note=_("决定了“%(label)s”和谁相同", label=label))
    if isinstance(outcome, Problem):
        raise NotKept(outcome.sentence)
    if isinstance(outcome, Clash):
        raise NotKept(_("您看过以后，别人改了这一题。请再看一遍。"))


def _settle(
    draft: Working, subject: str, verdict: str, reason: str, detail: Mapping[str, Any] | None = None
) -> None:
    try:
        decision = settle(
            subject, verdict, reason, department=draft.department, detail=detail or {}
        )
    except Taken:
        raise NotKept(_("这一对已经有人决定过了。")) from None
    store().audit.add(decision.author, f"decision.{verdict}", subject, now=now())


def _shared(
    draft: Working,
    doubt: Doubt,
    candidate: Candidate,
    factor: str,
    codes: Sequence[Sequence[str]],
) -> dict[str, Any]:
    """The change that makes two forms' own questions one: a new element, or the one this form has already."""
    asked, theirs = doubt.suggestion.asked, candidate.match.nearest
    scale = {"factor": factor, "codes": [list(pair) for pair in codes]}
    if asked.element:
        return {
            "element": None,
            "bindings": [_binding(theirs.source, theirs.path, asked.element, scale)],
            "settles": [candidate.subject],
        }
    element = _new_element(draft, doubt)
    return {
        "element": element,
        "bindings": [
            _binding(draft.id, asked.path, element["id"], scale),
            _binding(theirs.source, theirs.path, element["id"], {}),
        ],
        "settles": [candidate.subject],
    }


def _binding(permit: str, path: str, element: str, scale: Mapping[str, Any]) -> dict[str, Any]:
    return {"permit": permit, "path": path, "element": element, **scale}


def _new_element(draft: Working, doubt: Doubt) -> dict[str, Any]:
    """An element with this question's name and kind of answer, without its department's limits."""
    asked = doubt.suggestion.asked
    base = FIELD_TYPES[asked.type].base()
    schema = {k: v for k, v in base.items() if not k.startswith("x-") and k != "title"}
    if asked.options and asked.type == "choice":
        schema["enum"] = list(asked.options)
    return {
        "id": free_id(asked.path),
        "name": asked.label,
        "type": asked.type,
        "group": "business",
        "schema": schema,
        "unit": asked.unit,
    }


def _propose(draft: Working, change: Mapping[str, Any], reason: str) -> bool:
    """Propose a change to whom it touches; carried out at once where that is nobody else."""
    who = actor()
    proposal = Proposal(
        id=secrets.token_urlsafe(9),
        department=draft.department,
        author=who.id if who else "",
        author_name=who.name if who else "",
        reason=reason,
        at=now(),
        change=change,
    )
    touched = touched_by(change) - {draft.department}
    with store().transaction():
        store().proposals.add(proposal, touched)
        store().audit.add(proposal.author, "proposal.make", proposal.id, now=now())
        if not touched:
            store().proposals.close(proposal.id, ACCEPTED, now=now())
            carry_out(proposal)
    return not touched
