"""What the worker prints on request: letters to the applicant, empty forms and small labels, each once."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from config import Settings
from documents.blank import blank_pdf
from documents.form_sheet import is_shown, label
from documents.label import label_pdf
from documents.notice import notice_pdf
from form_builder.reading import sentence
from schemas.case import Case, Event, Part
from schemas.form import Field
from schemas.permit import Permit, PermitSchema
from storage.jobs import Job
from storage.store import Store
from views.printing import full_name, office, permit_of

LANGUAGE = "zh-Hans"


def print_letter(store: Store, settings: Settings, job: Job) -> None:
    """One letter about a part; printed again it would be the same bytes, and it is named once."""
    part = store.parts.get(job.payload["part"])
    case = store.cases.get(part.case)
    permit = permit_of(store, part)
    number = store.certificates.of_part(part.id).number if part.certificate else ""
    data = notice_pdf(
        job.payload["kind"],
        part,
        permit,
        office(store, settings, part),
        event=_event(case, job.payload["event"]),
        received=_received(permit, part),
        case_url=f"{settings.base_url}/cases/{case.number}",
        certificate_number=number,
        demo=settings.demo,
    )
    keep_print(store, job, data)


def print_blank(store: Store, settings: Settings, job: Job) -> None:
    """The empty form of one published version."""
    version = store.published.get(job.payload["version"])
    document: dict[str, Any] = dict(version.document)
    permit = PermitSchema().load(document)
    at, demo = version.published_at, settings.demo
    keep_print(store, job, _blank(store, settings, permit, version.id, at, demo=demo))


def print_label(store: Store, settings: Settings, job: Job) -> None:
    """A certificate's small label, dated as the certificate."""
    certificate = store.certificates.get(job.payload["certificate"])
    made = datetime.combine(certificate.issued_on, time(), UTC)
    data = label_pdf(certificate, base_url=settings.base_url, printed_at=made, demo=settings.demo)
    keep_print(store, job, data)


def print_layout(store: Store, settings: Settings, job: Job) -> None:
    """A draft's empty form as its layout has it, for the one who lays it out."""
    facts = job.payload
    catalogue = store.catalogue.load_one_at(
        facts["department"], "permits", facts["permit"], facts["revision"]
    )
    permit: Permit = PermitSchema().load(catalogue)
    version = job.key.rpartition(":")[2]
    keep_print(store, job, _blank(store, settings, permit, version, job.created_at, demo=True))


def _blank(
    store: Store, settings: Settings, permit: Permit, version: str, at: datetime, *, demo: bool
) -> bytes:
    return blank_pdf(
        permit,
        permit.form,
        full_name(store, settings, permit.department),
        condition=when_to_answer(permit),
        url=f"{settings.base_url}/permits/{permit.id}",
        version=version,
        printed_at=at,
        demo=demo,
    )


def when_to_answer(permit: Permit) -> Callable[[Field], str]:
    """When a question is to be answered, as paper says it: 当 主体业态 是 单位食堂 时填写."""
    labels = {f.key: f.label for f in permit.form.fields}

    def said(field: Field) -> str:
        when = sentence(field.show_when or {}, lambda key: labels.get(key, key))
        return f"{when} 时{'提交' if field.material else '填写'}" if when else ""

    return said


def keep_print(store: Store, job: Job, data: bytes) -> None:
    """The print and its end as a job, in one transaction; nothing when another worker has taken it over."""
    digest = store.files.put(data)
    with store.transaction():
        if store.jobs.done(job, datetime.now(UTC)):
            store.prints.set(job.key, digest)


def _event(case: Case, wanted: int) -> Event | None:
    return next((e for e in case.events if e.id == wanted), None)


def _received(permit: Permit, part: Part) -> tuple[str, ...]:
    """The application itself, and every material of which something came."""
    shown = (f for f in permit.form.materials if is_shown(f, part.answers))
    came = tuple(label(f, LANGUAGE) for f in shown if part.answers.get(f.key))
    return (permit.form.title or permit.name, *came)


HANDLERS = {
    "print_letter": print_letter,
    "print_blank": print_blank,
    "print_label": print_label,
    "print_layout": print_layout,
}
