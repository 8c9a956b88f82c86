"""Deciding a part, and looking behind a covered number: each once, on record, against what was read."""

from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from casework.decide import NEEDS_REASON, NotPossible, NotYours, decide
from schemas.case import Event, Part
from storage.errors import ChangedMeanwhile, NotFound
from views.clock import now
from views.desk import STATES, back_to_queue, load_part, part_page, value_at
from views.desk_data import dossier
from views.desk_reasons import grounds, reason_of
from views.fragments import fragment
from views.hx import go, is_htmx
from views.languages import language
from views.policy import policy
from views.session import actor
from views.store import store
from views.unprinted import unprinted_words

room = Blueprint("desk_decisions", __name__)
ACTIONS = frozenset({"accept", "approve", "return", "refuse"})


@dataclass(frozen=True)
class Decision:
    """What an approver sent: the action, its reason, and the version of the part that was read."""

    action: str
    reason: str
    version: int | None


@room.post("/desk/parts/<part_id>/<action>")
@policy("part.decide", load_part)
def act(part: Part, action: str) -> Response:
    if action not in ACTIONS:
        raise NotFound("There is no such action.")
    decision = _read(action)
    if action in NEEDS_REASON and not decision.reason:
        return _ask_again(part, action)
    if lacking := unprinted_words(decision.reason):
        return part_page(part, 422, wrong={action: lacking}, typed={action: decision.reason})
    following = store().parts.neighbours(part)[1]
    try:
        keep(part, decision)
    except (ChangedMeanwhile, NotPossible, NotYours):
        return _too_late(part, decision)
    if action == "accept":
        return go(url_for("desk.part", part_id=part.id, done=part.id))
    if following:
        return go(url_for("desk.part", part_id=following, done=part.id))
    return go(back_to_queue(part))


@room.post("/desk/parts/<part_id>/reveal/<place>")
@policy("part.decide", load_part)
def reveal(part: Part, place: str) -> Response:
    """Show one covered number, for a reason that is kept in the audit log; the number itself is not."""
    why = request.form.get("why", "")
    if why not in grounds():
        return part_page(part, 422, wrong={place: _("请先选为什么要看。")})
    who = actor()
    with store().transaction():
        store().audit.add(
            who.id if who else "", "part.reveal", f"{part.id} {place} {why}", now=now()
        )
    if is_htmx():
        value = value_at(dossier(store(), part, language(), {place}), place)
        return fragment(
            "desk/_value.html",
            value=value,
            part=part,
            said=_("已显示，并已记录。"),
            wrong={},
            grounds={},
        )
    return part_page(part, revealed={place}, opened=place)


def keep(part: Part, decision: Decision) -> None:
    """Decision, event, audit row and the certificate's job: all of it or nothing."""
    who = actor()
    assert who is not None  # noqa: S101 the policy let only approvers in
    changed, event = decide(part, decision.action, who, decision.reason, now())
    with store().transaction():
        store().parts.change(changed, expecting_version=decision.version or 0, event=event)
        store().audit.add(who.id, f"part.{decision.action}", part.id, now=now())
        if decision.action == "approve":
            store().jobs.enqueue(
                "issue_certificate",
                {"part": part.id},
                key=f"certificate:{part.id}",
                now=now(),
                total=2,
            )


def _read(action: str) -> Decision:
    version = request.form.get("version", "")
    return Decision(
        action,
        reason_of(request.form.getlist("sentence"), request.form.get("reason", "")),
        int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
    )


def _ask_again(part: Part, action: str) -> Response:
    sentence = {
        "return": _("请写明要补正什么，申请人会看到。"),
        "refuse": _("请写明不予许可的理由，申请人会看到。"),
    }[action]
    return part_page(part, 422, wrong={action: sentence})


def _too_late(part: Part, decision: Decision) -> Response:
    """409: the page as it is now, who decided, and the reason that was typed, kept."""
    current = store().parts.get(part.id)
    last = _last(current)
    facts = {"state": _(STATES[current.state][0]), "name": last.actor_name if last else ""}
    sentence = (
        _("您打开页面以后，%(name)s 已经办了这一件，现在是“%(state)s”。您的决定没有保存。", **facts)
        if last
        else _("这一件现在是“%(state)s”，不能再这样办。您的决定没有保存。", **facts)
    )
    return part_page(current, 409, late=sentence, typed={decision.action: decision.reason})


def _last(part: Part) -> Event | None:
    """The last thing anybody did to this part."""
    own = [e for e in store().cases.get(part.case).events if e.part == part.id]
    return own[-1] if own else None
