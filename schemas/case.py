"""A draft on its way, the case it becomes, its parts, evidence and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schemas.wording import N_

STATES = {
    "submitted": N_("已提交"),
    "accepted": N_("审查中"),
    "returned": N_("等您补正"),
    "approved": N_("准予"),
    "refused": N_("不予许可"),
    "issued": N_("已发证"),
}
OPEN_STATES = ("submitted", "accepted")
STATIONS = (N_("受理"), N_("审查"), N_("决定"), N_("发证"))


@dataclass(frozen=True)
class Draft:
    """Answers being filled. `pins` maps permit → id of the published version this draft was begun on.

    `answers` is the merged answer document; `kept` holds the values of questions that are not asked
    now, so nothing typed is ever lost: key → value, "<table>#" → row → column → value. `former` maps
    permit → the version that asked before the permit was dropped or moved on; `earlier` tells of
    answers that must be given anew. `corrects` is the case this draft mends, if it is a correction.
    """

    id: str
    account: str
    scenario: str | None
    guide_answers: Mapping[str, Any]
    pins: Mapping[str, str]
    answers: Mapping[str, Any]
    revision: int
    created_at: datetime
    updated_at: datetime
    kept: Mapping[str, Any] = field(default_factory=dict)
    commitments: tuple[str, ...] = ()
    corrects: str | None = None
    former: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Any] = field(default_factory=dict)

    @property
    def basket(self) -> tuple[str, ...]:
        return tuple(self.pins)


@dataclass(frozen=True)
class Evidence:
    """One uploaded file: `key` is the merged material field; bytes live in the file store under `sha256`.

    `sha256` is of the sanitised copy that is shown and printed; `original_sha256` of what was sent.
    """

    id: str
    draft: str
    key: str
    name: str
    media_type: str
    size: int
    pages: int
    sha256: str
    original_sha256: str
    created_at: datetime


@dataclass(frozen=True)
class Event:
    """Something that happened to a case or to one part (`part` None: to the whole case)."""

    id: int
    case: str
    part: str | None
    at: datetime
    actor: str
    actor_name: str
    action: str
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """One permit's share of a case. `answers` are in the department's own names, units and codes.

    `version` counts decisions: a decision names the version it read, a stale one is refused.
    `due` is the last working day by which the department promised to decide.
    """

    id: str
    case: str
    case_number: str
    permit: str
    permit_name: str
    department: str
    form_version: str
    lane: str
    state: str
    version: int
    answers: Mapping[str, Any]
    submitted_at: datetime
    due: date
    title: str
    applicant: str
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str = ""
    package_sha256: str | None = None
    certificate: str | None = None


@dataclass(frozen=True)
class Case:
    """One submission. `number` is for people; `id` is random. `answers` is the whole merged document."""

    id: str
    number: str
    account: str
    title: str
    scenario: str | None
    holder: str | None
    submitted_at: datetime
    answers: Mapping[str, Any]
    pins: Mapping[str, str]
    draft: str
    commitments: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    events: tuple[Event, ...] = ()
