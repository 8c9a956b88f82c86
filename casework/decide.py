"""What may happen to a part, who may do it, and what it becomes."""

from dataclasses import replace
from datetime import date, datetime

from casework.clock import day_of, days_left, due
from schemas.case import Event, Part
from schemas.user import Account
from schemas.wording import N_

TRANSITIONS: dict[tuple[str, str], tuple[str, str]] = {
    ("submitted", "accept"): ("approver", "accepted"),
    ("submitted", "approve"): ("approver", "approved"),
    ("submitted", "return"): ("approver", "returned"),
    ("submitted", "refuse"): ("approver", "refused"),
    ("accepted", "approve"): ("approver", "approved"),
    ("accepted", "return"): ("approver", "returned"),
    ("accepted", "refuse"): ("approver", "refused"),
    ("returned", "resubmit"): ("applicant", "submitted"),
    ("approved", "issue"): ("worker", "issued"),
}
ACTIONS = {
    "submit": N_("提交申请"),
    "accept": N_("受理"),
    "approve": N_("准予"),
    "refuse": N_("不予许可"),
    "return": N_("请您补正"),
    "resubmit": N_("补正后重新提交"),
    "issue": N_("发证"),
}
NEEDS_REASON = frozenset({"return", "refuse"})
WORKER = Account("worker", "worker", "一照通", "worker")


class NotPossible(Exception):
    """This part is no longer in a state in which that can be done."""


class NotYours(Exception):
    """Only another role, or another department, may do this."""


class ReasonMissing(Exception):
    """请写明理由，申请人会看到。"""


def decide(
    part: Part, action: str, actor: Account, reason: str, now: datetime
) -> tuple[Part, Event]:
    """The part after `action`, and the event to keep with it.

    Raises NotPossible, NotYours or ReasonMissing. Store the part naming the version it was read at.
    """
    role, state = _transition(part, action)
    _check_actor(part, actor, role)
    reason = reason.strip()
    if action in NEEDS_REASON and not reason:
        raise ReasonMissing(ReasonMissing.__doc__)
    changed = replace(
        part,
        state=state,
        version=part.version + 1,
        due=_due(part, action, now),
        decided_at=now if action != "issue" else part.decided_at,
        decided_by=actor.id if action != "issue" else part.decided_by,
        reason=reason if action != "issue" else part.reason,
    )
    return changed, Event(0, part.case, part.id, now, actor.id, actor.name, action, reason)


def possible(part: Part, actor: Account) -> tuple[str, ...]:
    """The actions this person may take on this part now, in the order buttons are drawn."""
    mine = actor.role != "approver" or actor.department == part.department
    return tuple(
        action
        for (state, action), (role, _) in TRANSITIONS.items()
        if mine and state == part.state and role == actor.role
    )


def _transition(part: Part, action: str) -> tuple[str, str]:
    found = TRANSITIONS.get((part.state, action))
    if found is None:
        raise NotPossible(NotPossible.__doc__)
    return found


def _check_actor(part: Part, actor: Account, role: str) -> None:
    elsewhere = role == "approver" and actor.department != part.department
    if actor.role != role or elsewhere or actor.suspended:
        raise NotYours(NotYours.__doc__)


def _due(part: Part, action: str, now: datetime) -> date:
    """The clock stands still while the applicant mends what was returned."""
    if action != "resubmit" or part.decided_at is None:
        return part.due
    return due(part.due, max(0, days_left(day_of(part.decided_at), day_of(now))))
