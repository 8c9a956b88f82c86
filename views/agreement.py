"""The self-check at submit: the merged form's verdict beside each department's own, by the slow judge."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.case import Case
from schemas.judge import accepts
from views.clock import now
from views.filling import Filling
from views.logs import log
from views.store import store

INCIDENT = "incident.verdict"
SYSTEM = "system"


def disagreements(state: Filling, shares: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The permits whose own form refuses its share of answers in which the merged form found nothing
    wrong; "" when the merged schema does. The fault is ours, so whatever happens here is told too."""
    checks: dict[str, Callable[[], bool]] = {
        permit.id: lambda p=permit: accepts(p.form.schema, shares[p.id])  # type: ignore[misc]
        for permit in state.form.permits.values()
    }
    checks[""] = lambda: accepts(state.form.merged.schema, state.answers)
    return tuple(name for name, check in checks.items() if not _holds(name, check))


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        log.exception("the self-check of %s failed", name or "the merged form")
        return False


def report(case: Case, refused: tuple[str, ...]) -> None:
    """Keep the disagreements where auditors and platform admins look, in the transaction of the case."""
    parts = {part.permit: part.id for part in case.parts}
    for name in refused:
        log.error("verdicts disagree on %s of case %s", name or "the merged form", case.id)
        store().audit.add(SYSTEM, INCIDENT, parts.get(name, case.id), now=now())
