"""A draft tried out as its applicants would fill it in, alone or with other permits; nothing of it is kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from form_builder.answers import with_answers
from form_builder.arrange import arrange
from form_builder.unite import unite
from schemas.case import Draft
from schemas.field_types import ABSENT, FIELD_TYPES
from schemas.merged import MergedSection
from schemas.permit import Permit
from views.clock import now
from views.filling import Filling, filling
from views.languages import language
from views.one_form import OneForm, derived_in
from views.published import departments, elements, source
from views.questions import Questions, Slot


def trial_form(permits: Iterable[Permit]) -> OneForm:
    """The one form of these permits, published or not, in the reader's language."""
    basket = {p.id: p for p in permits}
    known = elements()
    merged = unite(source(p) for p in basket.values())
    sections = arrange(merged, known, basket, language(), _=_)
    return OneForm(merged, basket, departments(), known, sections, derived_in(merged, known))


def answered(form: OneForm, sent: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed into the trial, as the merged form's answers."""
    fields = [f for f in form.fields.values() if FIELD_TYPES[f.type].asked]
    values = {f.key: FIELD_TYPES[f.type].read(sent, f.key, f)[0] for f in fields}
    return with_answers({}, {k: v for k, v in values.items() if v is not ABSENT})


def tried(
    form: OneForm, answers: Mapping[str, Any]
) -> tuple[tuple[MergedSection, tuple[Slot, ...]], ...]:
    """Each section with the questions these answers leave to be asked; sections without any are left out."""
    draft = Draft("", "", None, {}, {}, answers, 0, now(), now())
    state: Filling = filling(form, draft)
    questions = Questions(draft, state)
    drawn = ((s, questions.slots(s)) for s in form.sections)
    return tuple((s, slots) for s, slots in drawn if any(slot.asked for slot in slots))
