"""An applicant's draft: getting it, and saving into it so that two windows lose nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from schemas.case import Case, Draft
from schemas.field_types import ABSENT
from storage.errors import ChangedMeanwhile, NotFound
from views.clock import now
from views.store import store

TRIES = 8
Answers = Mapping[str, Any]


def own_draft(draft: str) -> Draft:
    return store().drafts.get(draft)


def draft_or_case(draft: str) -> Draft | Case:
    """The draft, or the case it has become: for a button that was pressed twice."""
    try:
        return store().drafts.get(draft)
    except NotFound:
        return store().cases.of_draft(draft)


def keep(draft: Draft, change: Callable[[Draft], Draft]) -> Draft:
    """`draft` changed and saved. When another window saved meanwhile, the change is made again on what
    is kept now, so each window's own fields survive."""
    for _attempt in range(TRIES):
        try:
            changed = replace(change(draft), updated_at=now())
            return store().drafts.save(changed, expecting=draft.revision)
        except ChangedMeanwhile:
            draft = store().drafts.get(draft.id)
    raise ChangedMeanwhile(draft.revision)


def keep_answers(draft: Draft, values: Answers) -> Draft:
    """The draft with these answers; ABSENT takes an answer away. Nothing is saved when nothing changed."""
    if all(value_at(draft.answers, key) == value for key, value in values.items()):
        return draft
    return keep(draft, lambda d: replace(d, answers=with_answers(d.answers, values)))


def value_at(answers: Answers, key: str) -> Any:
    """The answer under a merged key, ABSENT when there is none."""
    found: Any = answers
    for name in key.split("/"):
        if not isinstance(found, Mapping) or name not in found:
            return ABSENT
        found = found[name]
    return found


def with_answers(answers: Answers, values: Answers) -> dict[str, Any]:
    changed = dict(answers)
    for key, value in values.items():
        changed = _with(changed, key.split("/"), value)
    return changed


def _with(answers: Answers, path: list[str], value: Any) -> dict[str, Any]:
    name, rest = path[0], path[1:]
    if rest:
        inner = answers.get(name)
        value = _with(inner if isinstance(inner, Mapping) else {}, rest, value) or ABSENT
    kept = {k: v for k, v in answers.items() if k != name}
    return kept if value is ABSENT else kept | {name: value}
