"""What the worker prints of a draft: the department's package as it would look with a sample's answers."""

from random import Random
from typing import Any

from casework.clock import day_of
from config import Settings
from documents.package import Promise, package_pdf
from form_builder.sample import sample
from schemas.case import Part
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
    answers = facts.get("answers") or made_up(permit)
    promise = Promise(permit.commitment, WORDS, job.created_at) if permit.commitment else None
    data = package_pdf(
        _part(permit, answers, job),
        permit,
        full_name(store, settings, permit.department),
        (),
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
