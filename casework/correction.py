"""补正: everything the departments want mended, asked of the applicant once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from casework.decide import decide
from schemas.case import Case, Draft, Event, Part
from schemas.user import Account


def begin(case: Case, account: Account, now: datetime) -> Draft:
    """A draft that mends a case: its returned parts' versions, all of its answers.

    It takes up the id of the draft the case came from, so every file of a case belongs to one draft.
    """
    returned = {p.permit for p in case.parts if p.state == "returned"}
    return Draft(
        id=case.draft,
        account=account.id,
        scenario=case.scenario,
        guide_answers={},
        pins={permit: pin for permit, pin in case.pins.items() if permit in returned},
        answers=case.answers,
        revision=0,
        created_at=now,
        updated_at=now,
        corrects=case.id,
    )


def mended(
    case: Case, shares: Mapping[str, Mapping[str, Any]], actor: Account, now: datetime
) -> tuple[tuple[Part, Part, Event], ...]:
    """For every returned part that has a new share: the part as it was, as it becomes, and the event."""
    return tuple(
        (part, *_mend(part, shares[part.permit], actor, now))
        for part in case.parts
        if part.state == "returned" and part.permit in shares
    )


def _mend(
    part: Part, answers: Mapping[str, Any], actor: Account, now: datetime
) -> tuple[Part, Event]:
    changed, event = decide(part, "resubmit", actor, "", now)
    return replace(changed, answers=answers, package_sha256=None), event
