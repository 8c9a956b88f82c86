"""What the worker prints of a draft: the department's package as it would look with a sample's answers and specimens for evidence."""

import hashlib
from collections.abc import Mapping
from random import Random
from typing import Any

from casework.clock import day_of
from config import Settings
from documents.form_sheet import is_shown
from documents.package import Promise, package_pdf
from documents.specimen import specimen
from form_builder.sample import sample
from schemas.case import Evidence, Part
from schemas.form import Field
from schemas.permit import Permit, PermitSchema
from storage.jobs import Job
from storage.store import Store
from views.printing import full_name
from views.printing_letters import keep_print

WORDS = "样例"


def print_trial(store: Store, settings: Settings, job: Job) -> None:
    """A package of a draft that nobody applied for; without answers they are made up."""
    facts = job.payload
    where = (facts["department"], "permits", facts["permit"], facts["revision"])
    permit: Permit = PermitSchema().load(store.catalogue.load_one_at(*where))
    answers, evidence = with_specimens(permit, facts.get("answers") or made_up(permit), job)
    promise = Promise(permit.commitment, WORDS, job.created_at) if permit.commitment else None
    data = package_pdf(
        _part(permit, answers, job),
        permit,
        full_name(store, settings, permit.department),
        evidence,
        commitment=promise,
        case_url=f"{settings.base_url}/permits/{permit.id}",
        language="zh-Hans",
        printed_at=job.created_at,
        demo=True,
    )
    keep_print(store, job, data)


def made_up(permit: Permit) -> dict[str, Any]:
    """Valid answers to nearly every question; none where none can be found."""
    try:
        return sample(permit.form.schema, Random(1), share=0.9)  # noqa: S311 (an example)
    except ValueError:
        return {}


def with_specimens(
    permit: Permit, answers: Mapping[str, Any], job: Job
) -> tuple[dict[str, Any], tuple[tuple[Evidence, bytes], ...]]:
    """The answers with as many specimens as each material needs at least, and these. What is obtained by sharing
    is not asked, and has none."""
    told, evidence = dict(answers), []
    for field in permit.form.materials:
        is_asked = field.material is None or field.material.treatment != "shared"
        if not is_asked or not is_shown(field, answers):
            told.pop(field.key, None)
            continue
        count = max(1, field.schema.get("minItems", 1))
        made = [_specimen(field, n, job) for n in range(1, count + 1)]
        told[field.key] = [e.sha256 for e, _data in made]
        evidence += made
    return told, tuple(evidence)


def _specimen(field: Field, number: int, job: Job) -> tuple[Evidence, bytes]:
    data = specimen(field.label, number)
    digest = hashlib.sha256(data).hexdigest()
    name = f"{WORDS}-{field.label}.jpg"
    kept = Evidence(
        digest[:12],
        WORDS,
        field.key,
        name,
        "image/jpeg",
        len(data),
        1,
        digest,
        digest,
        job.created_at,
    )
    return kept, data


def _part(permit: Permit, answers: dict[str, Any], job: Job) -> Part:
    return Part(
        id=job.key,
        case=WORDS,
        case_number=WORDS,
        permit=permit.id,
        permit_name=permit.name,
        department=permit.department,
        form_version=job.key.rpartition(":")[2],
        lane=permit.lane,
        state="submitted",
        version=0,
        answers=answers,
        submitted_at=job.created_at,
        due=day_of(job.created_at),
        title=WORDS,
        applicant=WORDS,
    )


HANDLERS = {"print_trial": print_trial}
