"""Every kind of business, from its guide to its departments' packages, over HTTP."""

import json
from datetime import timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from form_builder.derive import complete
from schemas.field_types import FIELD_TYPES
from schemas.judge import accepts
from tests.documents.reading import packed, text_of
from tests.form_builder.shipped import elements
from tests.journey.applicant import (
    begin,
    fill,
    merged_form,
    printed,
    scenario_named,
    submit,
    widest_answers,
)

HERE = timezone(timedelta(hours=8))
FOLDER = Path(__file__).parents[2] / "catalogue" / "scenarios"
SCENARIOS = [json.loads(p.read_text("utf-8"))["id"] for p in sorted(FOLDER.glob("*.json"))]


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_business_gets_every_department_exactly_its_own_share(name, visitor, store, permits):
    scenario = scenario_named(store, name)
    answers = widest_answers(scenario, {p.id: p.excludes for p in permits.values()})
    draft = begin(visitor, scenario, answers)
    merged = merged_form(store, draft)

    typed = fill(visitor, draft, merged, Random(name))
    case = printed(store, submit(visitor, draft))
    # What follows from a number stands for what the sample says of it.
    typed = complete(merged, typed, elements(), today=case.submitted_at.astimezone(HERE).date())

    assert {p.permit for p in case.parts} == {s.id for s in merged.sources}
    kept = {key: value for key, value in case.answers.items() if key in typed}
    assert _without_files(kept, merged) == _without_files(typed, merged)
    for part in case.parts:
        form = permits[part.permit].form
        assert accepts(form.schema, part.answers), part.permit
        assert set(part.answers) <= {f.key for f in form.fields}
        assert _missing_on_paper(part, form, store.files.get(part.package_sha256)) == []


def _without_files(answers, merged):
    """The uploads are real, so their digests are not the sampled ones."""
    return {k: v for k, v in answers.items() if merged.field(k).type != "material"}


def _missing_on_paper(part, form, pdf):
    """Labels and values of this part that its own package does not show."""
    paper = packed(text_of(pdf)) + packed(text_of(pdf, raw=False))
    return [words for words in _words(part, form) if packed(words) not in paper]


def _words(part, form):
    for field in form.fields:
        if field.key in part.answers:
            yield field.label
            yield from _value_words(field, part.answers[field.key])


def _value_words(field, value):
    if field.type == "material":
        return
    if field.type == "table":
        columns = {c.key: c for c in field.columns}
        for row in value:
            for key, cell in row.items():
                yield from _value_words(columns[key], cell)
    elif field.type in ("choices", "tags"):
        yield from map(str, value)
    elif field.type in ("period", "date"):
        return  # said in Chinese on paper; the documents' own tests read them
    else:
        yield FIELD_TYPES[field.type].present(value, field, "zh-Hans")
