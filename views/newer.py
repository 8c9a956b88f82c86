"""Newer versions of what a draft asks: since when, and until when the old one is still accepted."""

from dataclasses import dataclass
from datetime import date, timedelta

from schemas.case import Draft
from schemas.permit import Permit
from storage.published import Version
from views.clock import local, today
from views.published import permit_of
from views.store import settings, store


@dataclass(frozen=True)
class Newer:
    """A permit that was published anew: the numbers of the version in use and of the latest, the
    latest's id, and the last day on which the one in use may be submitted (None: no end)."""

    permit: Permit
    pinned: int
    latest: int
    version: str
    since: date
    until: date | None

    @property
    def is_over(self) -> bool:
        return self.until is not None and today() > self.until


def newer(draft: Draft) -> tuple[Newer, ...]:
    """The permits of a draft that were published anew since it was begun; a correction stays with what
    its departments have in hand."""
    if draft.corrects:
        return ()
    heads = store().published.heads("permit")
    stale = {p: pin for p, pin in draft.pins.items() if heads.get(p, pin) != pin}
    return tuple(_newer(permit, pin, heads[permit]) for permit, pin in stale.items())


def latest_of(draft: Draft) -> dict[str, str]:
    """The pins with every version that is newer now."""
    return {**draft.pins, **{n.permit.id: n.version for n in newer(draft)}}


def _newer(permit: str, pin: str, head: str) -> Newer:
    versions = store().published.versions("permit", permit)
    by_id = {v.id: v for v in versions}
    mine, latest = by_id[pin], by_id[head]
    next_one = min((v for v in versions if v.number > mine.number), key=_number, default=None)
    return Newer(
        permit_of(pin),
        mine.number,
        latest.number,
        head,
        local((next_one or latest).published_at).date(),
        _until(next_one),
    )


def _until(next_one: Version | None) -> date | None:
    """An older version that was put in force again has no day of its own, so it sets no end."""
    if next_one is None:
        return None
    return local(next_one.published_at).date() + timedelta(days=settings().old_version_days)


def _number(version: Version) -> int:
    return version.number
