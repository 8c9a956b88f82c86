"""A decision about two questions by whoever is signed in."""

from collections.abc import Mapping
from typing import Any

from schemas.decision import Decision
from views.clock import now
from views.session import actor
from views.store import store


def settle(
    subject: str, verdict: str, reason: str, *, department: str, detail: Mapping[str, Any]
) -> Decision:
    """The decision, kept; storage's Taken when somebody has decided on this pair before."""
    who = actor()
    decision = Decision(
        subject=subject,
        verdict=verdict,
        reason=reason,
        author=who.id if who else "",
        author_name=who.name if who else "",
        department=department,
        at=now(),
        detail=detail,
    )
    store().decisions.add(decision)
    return decision
