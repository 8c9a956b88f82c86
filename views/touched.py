"""Whom publishing touches: drafts that are being filled, and how many of them a person must look at again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from form_builder.rebase import rebase
from form_builder.unite import unite
from schemas.case import Draft
from schemas.form import Schema
from schemas.merged import MergedForm, Source
from views.one_form import one_form
from views.published import source
from views.store import store

LOOKED_AT = 2_000
AT_ONCE = 200


@dataclass(frozen=True)
class Touched:
    """`drafts` are on the version in force, `needing` of them need a new answer (among the `looked_at`
    last changed), `cases` were submitted on it and stay as they are."""

    drafts: int
    needing: int
    cases: int
    looked_at: int

    @property
    def is_whole(self) -> bool:
        return self.looked_at >= self.drafts


def touched(version: str, form: Schema) -> Touched:
    """What publishing `form` over the published `version` means for drafts and cases. Nothing is saved.

    A draft needs a new answer when an answer it has does not hold any more, or when a question it was
    not asked, or could leave open, must now be answered.
    """
    permit = store().published.get(version).name
    count = store().drafts.count_pinning(version)
    found = [_needs(draft, permit, form) for draft in _drafts(version)]
    return Touched(count, sum(found), store().parts.count_on(version), len(found))


def _drafts(version: str) -> Iterator[Draft]:
    after, seen = None, 0
    while seen < LOOKED_AT:
        page = store().drafts.pinning(version, after, AT_ONCE)
        yield from page.items
        seen, after = seen + len(page.items), page.after
        if after is None:
            return


def _needs(draft: Draft, permit: str, form: Schema) -> bool:
    old = one_form(draft)
    sources = [source(p) for p in old.permits.values()]
    new = unite(_renewed(s, permit, form) for s in sources)
    return needs_an_answer(old.merged, new, draft.answers)


def needs_an_answer(old: MergedForm, new: MergedForm, answers: Mapping[str, Any]) -> bool:
    moved = rebase(old, new, answers)
    return any(f.kind == "needs" or (f.kind == "new" and f.broken) for f in moved.fates)


def _renewed(one: Source, permit: str, form: Schema) -> Source:
    return Source(one.id, one.department, form) if one.id == permit else one
