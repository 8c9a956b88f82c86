"""A draft on other forms: a permit more or less, or a newer version; what is asked then, and what was."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from form_builder.prefill import prefill
from form_builder.rebase import Moved, rebase
from schemas.case import Draft
from schemas.field_types import ABSENT
from schemas.merged import MergedField, MergedSection
from views.drafts import keep, value_at, with_answers
from views.languages import language
from views.one_form import OneForm, form_of, one_form
from views.store import store

Pins = Mapping[str, str]


def moved_to(draft: Draft, pins: Pins) -> Moved:
    """What would become of every question and answer if the draft asked these versions."""
    old, new = one_form(draft).merged, form_of(tuple(pins.items())).merged
    return rebase(old, new, draft.answers, draft.kept, draft.earlier, language())


def with_pins(draft: Draft, pins: Pins) -> Draft:
    """The draft on these versions. Answers nobody asks for any more are kept aside, and come back with
    the permit that asks for them; what is asked for the first time begins with what the account's last
    case says."""
    moved = moved_to(draft, pins)
    former = {p: v for p, v in draft.pins.items() if pins.get(p) != v}
    former = {p: v for p, v in {**draft.former, **former}.items() if pins.get(p) != v}
    answers = with_answers(moved.answers, _known(draft, pins, moved))
    return replace(
        draft,
        pins=dict(pins),
        answers=answers,
        kept=moved.kept,
        earlier=moved.earlier,
        former=former,
    )


def asked_before(draft: Draft) -> OneForm | None:
    """The form this draft had before its basket or its versions changed; None when they never did."""
    return form_of(tuple({**draft.pins, **draft.former}.items())) if draft.former else None


def question(draft: Draft, key: str) -> tuple[MergedField, MergedSection, bool] | None:
    """(the question `key`, its section, is it asked now), also when it was asked on a page drawn earlier."""
    for form, now in ((one_form(draft), True), (asked_before(draft), False)):
        section = form.home(key) if form else None
        if form and section:
            return form.fields[key], section, now
    return None


def keep_answers(draft: Draft, values: Mapping[str, Any]) -> Draft:
    """The draft with these answers; ABSENT takes an answer away. What is not asked any more, since
    another window changed the basket, is kept aside. Nothing is saved when nothing changed."""
    if placed(draft, values) == draft:
        return draft
    return keep(draft, lambda d: placed(d, values))


def placed(draft: Draft, values: Mapping[str, Any]) -> Draft:
    asked = {f.key for f in one_form(draft).merged.fields}
    aside = {k: v for k, v in values.items() if k not in asked}
    kept = {k: v for k, v in {**draft.kept, **aside}.items() if v is not ABSENT}
    here = {k: v for k, v in values.items() if k in asked}
    return replace(draft, answers=with_answers(draft.answers, here), kept=kept)


def known_value(draft: Draft, key: str) -> Any:
    """The answer under `key`, also one that is kept aside."""
    value = value_at(draft.answers, key)
    return draft.kept.get(key, ABSENT) if value is ABSENT else value


def _known(draft: Draft, pins: Pins, moved: Moved) -> dict[str, Any]:
    fresh = {f.key for f in moved.of("new")}
    last = store().cases.of_account(draft.account, limit=1).items if fresh else ()
    form = form_of(tuple(pins.items())).merged
    said = prefill(form, last[0].answers) if last and not draft.corrects else {}
    return {k: v for k, v in said.items() if k in fresh}
