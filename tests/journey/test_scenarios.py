"""Every kind of business over HTTP, from its guide to what its departments get; each permit's paper once."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from form_builder.derive import complete
from schemas.field_types import FIELD_TYPES
from schemas.judge import accepts
from tests.crash.city import bare_city, kill
from tests.documents.reading import packed, text_of
from tests.form_builder.shipped import elements
from tests.journey.applicant import (
    begin,
    fill,
    merged_form,
    scenario_named,
    submit,
    widest_answers,
)
from tests.visitor import Visitor
from views.printing import print_package

HERE = timezone(timedelta(hours=8))
FOLDER = Path(__file__).parents[2] / "catalogue" / "scenarios"
SCENARIOS = [json.loads(p.read_text("utf-8"))["id"] for p in sorted(FOLDER.glob("*.json"))]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """The web alone and in one process, which learns each basket once; what is printed is printed here."""
    with bare_city(tmp_path_factory.mktemp("town"), processes=1) as city:
        web = city.web()
        yield city
        kill(web)


@pytest.fixture(scope="module")
def store(town):
    return town.store


@pytest.fixture(scope="module")
def visitor(town):
    signed_in = Visitor(town.settings.base_url)
    assert signed_in.sign_in("lin").path != "/account/login"
    return signed_in


@pytest.fixture(scope="module")
def shown():
    """The permits whose paper an earlier scenario has shown: it depends on the form and its answers only."""
    return set()


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_business_gets_every_department_exactly_its_own_share(
    name, visitor, town, store, permits, shown
):
    scenario = scenario_named(store, name)
    answers = widest_answers(scenario, {p.id: p.excludes for p in permits.values()})
    draft = begin(visitor, scenario, answers)
    merged = merged_form(store, draft)

    typed = fill(visitor, draft, merged, Random(name))
    case = store.cases.by_number(submit(visitor, draft))
    # What follows from a number stands for what the sample says of it.
    typed = complete(merged, typed, elements(), today=case.submitted_at.astimezone(HERE).date())

    assert {p.permit for p in case.parts} == {s.id for s in merged.sources}
    kept = {key: value for key, value in case.answers.items() if key in typed}
    assert _without_files(kept, merged) == _without_files(typed, merged)
    for part in case.parts:
        form = permits[part.permit].form
        assert accepts(form.schema, part.answers), part.permit
        assert set(part.answers) <= {f.key for f in form.fields}
    _print_what_is_new(town, shown)
    for part in store.parts.of_case(case.id):
        if part.permit not in shown:
            shown.add(part.permit)
            pdf = store.files.get(part.package_sha256)
            assert _missing_on_paper(part, permits[part.permit].form, pdf) == []


def _print_what_is_new(town, shown):
    """The worker's jobs of the permits that are not `shown`; the others are set aside."""
    now = datetime.now(UTC)
    while job := town.store.jobs.claim("test", now, timedelta(seconds=90)):
        if town.store.parts.get(job.payload["part"]).permit in shown:
            town.store.jobs.done(job, now)
        else:
            print_package(town.store, town.settings, job)


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
        yield FIELD_TYPES[field.type].beside(field.label, value, field, "zh-Hans")
