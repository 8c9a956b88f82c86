"""An applicant's draft: getting it, and saving into it so that two windows lose nothing."""

from collections.abc import Callable
from dataclasses import replace

from form_builder.answers import value_at, with_answers
from schemas.case import Case, Draft
from storage.errors import ChangedMeanwhile, NotFound
from views.clock import now
from views.store import store

TRIES = 8
__all__ = ["draft_or_case", "keep", "own_draft", "value_at", "with_answers"]


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
