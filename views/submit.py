"""Sending the one form: one case, however often the button is pressed."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request, url_for

from casework.correction import mended
from casework.submit import Numbers, commitments, open_case
from form_builder.split import split
from schemas.case import Case, Draft, Part
from schemas.formats import is_uscc
from schemas.user import Account
from storage.errors import ChangedMeanwhile
from views.agreement import disagreements, report
from views.apply import title_of
from views.check import check_page
from views.clock import now
from views.drafts import draft_or_case
from views.filling import Filling, filling
from views.hx import go
from views.newer import newer
from views.one_form import one_form
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("submit", __name__)


@room.post("/apply/<draft>/submit")
@policy("draft.submit", draft_or_case)
def send(draft: Draft | Case) -> Response:
    if isinstance(draft, Case):
        return _to_case(draft)
    who = actor()
    state = filling(one_form(draft), draft)
    unpromised = _unpromised(state, request.form.getlist("commit"))
    stale = request.form.get("revision") != str(draft.revision)
    over = any(n.is_over for n in newer(draft))
    if who is None or stale or unpromised or over or _is_incomplete(state):
        return check_page(draft, 422, unpromised=unpromised, stale=stale)
    try:
        return _to_case(_sent(draft, state, who))
    except ChangedMeanwhile:
        found = draft_or_case(draft.id)
        return _to_case(found) if isinstance(found, Case) else check_page(found, 422, stale=True)


def _sent(draft: Draft, state: Filling, who: Account) -> Case:
    """The case, opened or mended, in one transaction with the jobs that print its packages.

    ChangedMeanwhile when a window saved while this one was being read: what it kept, a file perhaps, would be lost.
    """
    shares = split(state.form.merged, state.answers)
    refused = disagreements(state, shares)
    with store().transaction():
        found = draft_or_case(draft.id)
        if isinstance(found, Case):
            return found
        case = (_mended if draft.corrects else _opened)(draft, state, shares, who)
        report(case, refused)
        return case


def _opened(
    draft: Draft, state: Filling, shares: Mapping[str, Mapping[str, Any]], who: Account
) -> Case:
    moment = now()
    _forget_unasked(draft, state)
    case = open_case(
        replace(draft, answers=state.answers),
        state.form.permits,
        shares,
        account=who,
        numbers=Numbers(store().cases.next_number(moment), _random, _holder(state.answers)),
        title=title_of(draft),
        applicant=str(state.answers.get("ent_name") or who.name),
        now=moment,
    )
    kept = store().cases.add(case, idempotency_key=draft.id)
    if kept.id == case.id:
        for part in kept.parts:
            print_package(part, 0)
        store().audit.add(who.id, "case.submit", kept.id, now=moment)
        store().drafts.delete(draft.id, expecting=draft.revision)
    return kept


def _mended(
    draft: Draft, state: Filling, shares: Mapping[str, Mapping[str, Any]], who: Account
) -> Case:
    moment = now()
    case = store().cases.get(str(draft.corrects))
    for before, after, event in mended(case, shares, who, moment):
        store().parts.change(after, expecting_version=before.version, event=event)
        print_package(after, 1 + times_mended(case, after))
    store().cases.set_answers(case.id, state.answers)
    store().audit.add(who.id, "case.correct", case.id, now=moment)
    store().drafts.delete(draft.id, expecting=draft.revision)
    return case


def _forget_unasked(draft: Draft, state: Filling) -> None:
    """Files of permits that were dropped again: nobody asked for them, so no case keeps them."""
    asked = [f.key for f in state.form.merged.fields if f.type == "material"]
    named = {sha for key in asked for sha in state.answers.get(key, ())}
    for piece in store().evidence.of_draft(draft.id):
        if piece.sha256 not in named:
            store().evidence.remove(piece.id)


def print_package(part: Part, turn: int) -> None:
    """Ask the worker for the package; `turn` counts how often the part was mended."""
    store().jobs.enqueue(
        "print_package", {"part": part.id}, key=job_key(part, turn), now=now(), total=3
    )


def job_key(part: Part, turn: int) -> str:
    return f"package:{part.id}:{turn}"


def times_mended(case: Case, part: Part) -> int:
    return sum(e.action == "resubmit" and e.part == part.id for e in case.events)


def _unpromised(state: Filling, ticked: list[str]) -> tuple[str, ...]:
    return tuple(p.id for p in commitments(state.form.permits) if p.id not in ticked)


def _is_incomplete(state: Filling) -> bool:
    return bool(state.broken) or any(s.state != "done" for s in state.statuses)


def _holder(answers: Mapping[str, Any]) -> str | None:
    uscc = answers.get("uscc")
    if not isinstance(uscc, str) or not is_uscc(uscc):
        return None
    code = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")
    return store().holders.for_uscc(uscc, str(answers.get("ent_name") or ""), code).id


def _random() -> str:
    return secrets.token_urlsafe(12)


def _to_case(case: Case) -> Response:
    return go(url_for("track.case", number=case.number))
