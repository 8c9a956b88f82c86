"""What the worker prints: each part's package, each approved part's certificate."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from casework.clock import day_of
from casework.decide import WORKER, decide
from casework.deferral import deferrals
from config import Settings
from documents.certificate import certificate_pdf, seal_place
from documents.package import Promise, package_pdf
from documents.sealing.apply import sealed
from schemas.case import Case, Evidence, Part
from schemas.certificate import Certificate
from schemas.permit import Department, Permit, PermitSchema
from storage.errors import NotFound
from storage.jobs import Job
from storage.store import Store
from views.build_release import publish_when_due
from views.designs import design_of
from views.registering import register
from views.seals import sealing_key
from views.second_signature import keep_second, signed_too


def print_package(store: Store, settings: Settings, job: Job) -> None:
    """Print one part's PDF package and note its digest. Printing again gives the same bytes."""
    part = store.parts.get(job.payload["part"])
    case = store.cases.get(part.case)
    permit = permit_of(store, part)
    evidence = _evidence(store, case, part, permit)
    store.jobs.progress(job, 1, 3, datetime.now(UTC))
    data = package_pdf(
        part,
        permit,
        office(store, settings, part),
        evidence,
        commitment=_promise(store, case, permit),
        case_url=f"{settings.base_url}/cases/{case.number}",
        language="zh-Hans",
        printed_at=case.submitted_at,
        follow_by=_follow_by(permit, part),
        demo=settings.demo,
    )
    store.jobs.progress(job, 2, 3, datetime.now(UTC))
    digest = store.files.put(data)
    with store.transaction():
        if store.jobs.done(job, datetime.now(UTC)):
            store.parts.set_package(part.id, digest, printed=part)


def issue_certificate(store: Store, settings: Settings, job: Job) -> None:
    """Number, sign, print and register an approved part's certificate, exactly once.

    The number and the register's row are one transaction, so numbers have no gaps; printing follows,
    and a worker that dies in between takes up the same row again. Without a seal nothing is registered.
    """
    sealing_key(store.keys, settings)
    part = store.parts.get(job.payload["part"])
    permit = permit_of(store, part)
    certificate = _registered(store, part) or register(
        store, settings, part, permit, office(store, settings, part), datetime.now(UTC)
    )
    store.jobs.progress(job, 1, 2, datetime.now(UTC))
    at = part.decided_at or part.submitted_at
    made = _sealed(store, settings, certificate, permit, at)
    digest, second = store.files.put(made), signed_too(store, settings, made)
    with store.transaction():
        if store.jobs.done(job, datetime.now(UTC)):
            keep_second(store, certificate.id, second)
            _hand_over(store, part, certificate, digest)


def _sealed(
    store: Store, settings: Settings, certificate: Certificate, permit: Permit, at: datetime
) -> bytes:
    """The certificate's file; the same one every time, as long as the seal's key is the same."""
    design = design_of(store, permit, certificate.design)
    data = certificate_pdf(
        certificate,
        permit,
        base_url=settings.base_url,
        printed_at=at,
        demo=settings.demo,
        design=design,
    )
    return sealed(
        data,
        sealing_key(store.keys, settings),
        place=seal_place(certificate, design, demo=settings.demo),
        reason=f"{certificate.permit_name} {certificate.number}",
        at=at,
    )


def print_certificate(store: Store, settings: Settings, job: Job) -> None:
    """Print and seal a later version of a certificate, dated as the event that made it."""
    certificate = store.certificates.get(job.payload["certificate"])
    permit = permit_of(store, store.parts.get(certificate.part))
    at = store.certificates.events_of(certificate.id)[0].at
    made = _sealed(store, settings, certificate, permit, at)
    digest, second = store.files.put(made), signed_too(store, settings, made)
    with store.transaction():
        if store.jobs.done(job, datetime.now(UTC)):
            keep_second(store, certificate.id, second)
            store.certificates.set_pdf(certificate.id, digest)


def office(store: Store, settings: Settings, part: Part) -> Department:
    """The deciding department under its full name, as seals and letterheads have it."""
    return full_name(store, settings, part.department)


def full_name(store: Store, settings: Settings, department_id: str) -> Department:
    department = store.catalogue.department(department_id)
    return replace(department, name=settings.city + department.name)


def permit_of(store: Store, part: Part) -> Permit:
    """The permit as published when the part was submitted: its own version, whatever came later."""
    document: dict[str, Any] = dict(store.published.get(part.form_version).document)
    return PermitSchema().load(document)


def _registered(store: Store, part: Part) -> Certificate | None:
    try:
        return store.certificates.of_part(part.id)
    except NotFound:
        return None


def _hand_over(store: Store, part: Part, certificate: Certificate, digest: str) -> None:
    now = datetime.now(UTC)
    store.certificates.set_pdf(certificate.id, digest)
    issued, event = decide(part, "issue", WORKER, "", now)
    issued = replace(issued, certificate=certificate.id)
    store.parts.change(issued, expecting_version=part.version, event=event)
    store.audit.add(WORKER.id, "certificate.issue", certificate.id, now=now)


def _follow_by(permit: Permit, part: Part) -> date | None:
    missing = deferrals(permit.form, part.answers, day_of(part.submitted_at))
    return max((d.by for d in missing), default=None)


def _promise(store: Store, case: Case, permit: Permit) -> Promise | None:
    """The commitment as it was ticked with the case, by its applicant, at its submission."""
    if permit.id not in case.commitments:
        return None
    return Promise(permit.commitment, store.accounts.get(case.account).name, case.submitted_at)


def _evidence(store: Store, case: Case, part: Part, permit: Permit) -> list[tuple[Evidence, bytes]]:
    wanted = {d for f in permit.form.materials for d in part.answers.get(f.key, ())}
    uploaded = [e for e in store.evidence.of_draft(case.draft) if e.sha256 in wanted]
    if wanted - {e.sha256 for e in uploaded}:
        raise NotFound("A file of this part is not among those of its case.")
    return [(e, store.files.get(e.sha256)) for e in uploaded]


HANDLERS = {
    "print_package": print_package,
    "issue_certificate": issue_certificate,
    "print_certificate": print_certificate,
    "publish": publish_when_due,
}
