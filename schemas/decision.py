"""What people settle about questions of several departments: decisions, proposals, named baskets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SAME, DIFFERENT, SEPARATELY = "same", "different", "separately"
OPEN, ACCEPTED, REFUSED, WITHDRAWN = "open", "accepted", "refused", "withdrawn"


@dataclass(frozen=True)
class Decision:
    """One question settled for ever. `subject` says about what (see `pair` and `clash`), `verdict` is
    "same", "different", or of a conflict "separately": whoever needs both applies twice.

    `detail` is what makes "same" true where words differ: {"factor": "100", "codes": [[…]]}.
    """

    subject: str
    verdict: str
    reason: str
    author: str
    author_name: str
    department: str
    at: datetime
    detail: Mapping[str, Any]


def pair(one: str, other: str) -> str:
    """The subject of "is this the same as that?", whichever is named first. Keys as merged forms have
    them: an element's id, or "<permit>.<field>"."""
    return "|".join(sorted((one, other)))


def clash(about: str, sources: tuple[str, ...], texts: tuple[str, ...]) -> str:
    """The subject of a conflict: as soon as one of its rules changes it is another one."""
    return "!".join((about, *sorted(sources), *sorted(texts)))


@dataclass(frozen=True)
class Proposal:
    """A change of the dictionary that other departments must accept before it is made.

    `change` is {"element": the element's new document or None, "bindings": [{"permit", "path",
    "element", "factor", "codes", "department"}], "settles": [subjects]}; `bindings` are made in the drafts of
    those permits (of `department`, which only a permit that was never published needs), `settles` become decisions: "same" when all accept, "different" when one refuses.
    """

    id: str
    department: str
    author: str
    author_name: str
    reason: str
    at: datetime
    change: Mapping[str, Any]
    state: str = OPEN
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Consent:
    """What one touched department said to a proposal: "open" until it answered."""

    proposal: str
    department: str
    state: str = OPEN
    author_name: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class NamedBasket:
    """Permits that people often need together, under a name its department gave."""

    id: str
    name: str
    permits: tuple[str, ...]
    department: str
    at: datetime
