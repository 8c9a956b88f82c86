"""A case as it is drawn: one track a permit, its stations under one another, days left at the end."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from casework.clock import days_left
from schemas.case import OPEN_STATES, STATIONS, Case, Part


@dataclass(frozen=True)
class Station:
    """`state`: "done", "now", "ahead", or "stopped" where the way ended or waits for the applicant."""

    name: str
    state: str


@dataclass(frozen=True)
class Track:
    """`days` are the working days left (negative: overdue), None when nobody is counting.

    `tone` is the badge's: "done", "open", "waiting" or "wrong".
    """

    part: Part
    stations: tuple[Station, ...]
    tone: str
    days: int | None


@dataclass(frozen=True)
class Summary:
    """What one sentence above the tracks says."""

    permits: int
    departments: int
    open: int
    returned: int
    issued: int
    last_due: date | None


def tracks(case: Case, today: date) -> tuple[Track, ...]:
    """One track per part: those that wait for the applicant first, then by due date, the decided last."""
    drawn = (_track(part, today) for part in case.parts)
    return tuple(sorted(drawn, key=lambda t: (_ORDER[t.part.state], t.part.due, t.part.permit)))


def summary(case: Case) -> Summary:
    states = Counter(part.state for part in case.parts)
    waiting = [p.due for p in case.parts if p.state in OPEN_STATES]
    return Summary(
        permits=len(case.parts),
        departments=len({p.department for p in case.parts}),
        open=sum(states[s] for s in OPEN_STATES),
        returned=states["returned"],
        issued=states["issued"],
        last_due=max(waiting, default=None),
    )


def _track(part: Part, today: date) -> Track:
    counted = part.state in OPEN_STATES
    days = days_left(today, part.due) if counted else None
    tone = "wrong" if days is not None and days < 0 else _TONES[part.state]
    return Track(part, _stations(part), tone, days)


def _stations(part: Part) -> tuple[Station, ...]:
    done, here = _REACHED[part.state]
    states = ["done"] * done + ([here] if here else [])
    states += ["ahead"] * (len(STATIONS) - len(states))
    return tuple(Station(name, state) for name, state in zip(STATIONS, states, strict=True))


_REACHED = {
    "submitted": (0, "now"),
    "accepted": (1, "now"),
    "returned": (1, "stopped"),
    "approved": (3, "now"),
    "refused": (2, "stopped"),
    "issued": (4, ""),
}
_TONES = {
    "submitted": "open",
    "accepted": "open",
    "returned": "waiting",
    "approved": "done",
    "refused": "wrong",
    "issued": "done",
}
_ORDER = {"returned": 0, "submitted": 1, "accepted": 1, "approved": 2, "refused": 3, "issued": 4}
