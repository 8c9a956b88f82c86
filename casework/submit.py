"""One submission: the case, a part for every permit with its own answers, and the first event."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from casework.clock import day_of, due
from schemas.case import Case, Draft, Event, Part
from schemas.permit import Permit
from schemas.user import Account

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Numbers:
    """What only the register can give: the case's number, random ids, the holder's id."""

    case: str
    new_id: Callable[[], str]
    holder: str | None = None


def open_case(
    draft: Draft,
    permits: Mapping[str, Permit],
    shares: Mapping[str, Answers],
    *,
    account: Account,
    numbers: Numbers,
    title: str,
    applicant: str,
    now: datetime,
) -> Case:
    """The case of a finished draft; `shares` are the split answers, one for each permit of the draft.

    Commitments are kept as the SHA-256 of the very text the applicant agreed to.
    """
    case = Case(
        id=numbers.new_id(),
        number=numbers.case,
        account=account.id,
        title=title,
        scenario=draft.scenario,
        holder=numbers.holder,
        submitted_at=now,
        answers=draft.answers,
        pins=draft.pins,
        draft=draft.id,
        commitments={p.id: text_hash(p.commitment) for p in permits.values() if p.commitment},
    )
    parts = tuple(
        _part(
            case, permits[permit], shares[permit], draft.pins[permit], numbers.new_id(), applicant
        )
        for permit in draft.basket
    )
    return replace(case, parts=parts, events=(_submitted(case, account),))


def commitments(permits: Mapping[str, Permit]) -> tuple[Permit, ...]:
    """The permits whose commitment must be read and agreed to before submitting."""
    return tuple(p for p in permits.values() if p.commitment)


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _part(
    case: Case, permit: Permit, answers: Answers, version: str, id_: str, applicant: str
) -> Part:
    return Part(
        id=id_,
        case=case.id,
        case_number=case.number,
        permit=permit.id,
        permit_name=permit.name,
        department=permit.department,
        form_version=version,
        lane=permit.lane_in(_district(permit, answers)),
        state="submitted",
        version=1,
        answers=answers,
        submitted_at=case.submitted_at,
        due=due(day_of(case.submitted_at), permit.promised_days),
        title=case.title,
        applicant=applicant,
    )


def _district(permit: Permit, answers: Answers) -> str:
    """Where business is done, as far as this part's answers say; "" where they do not."""
    for field in permit.form.fields:
        address = answers.get(field.key)
        if field.element == "biz_address" and isinstance(address, Mapping):
            return str(address.get("division", ""))
    return ""


def _submitted(case: Case, account: Account) -> Event:
    return Event(0, case.id, None, case.submitted_at, account.id, account.name, "submit")
