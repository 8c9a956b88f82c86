"""What the worker prints: each part's package, each approved part's certificate."""

import base64
import secrets
from datetime import UTC, date, datetime
from typing import Any

from casework.certify import Identity, certify, number
from casework.decide import decide
from config import Settings
from documents.certificate import certificate_pdf
from documents.package import package_pdf
from schemas.case import Case, Evidence, Part
from schemas.certificate import Certificate
from schemas.permit import Permit, PermitSchema
from storage.jobs import Job
from storage.store import Store

WORKER = "system"


def print_package(store: Store, settings: Settings, job: Job) -> None:
    """Print one part's PDF package and note its digest. Printing again gives the same bytes."""
    part = store.parts.get(job.payload["part"])
    case = store.cases.get(part.case)
    permit = permit_of(store, part)
    evidence = tuple(_evidence(store, case, part, permit))
    store.jobs.progress(job, 1, 3, datetime.now(UTC))
    data = package_pdf(
        part,
        permit,
        store.catalogue.department(part.department),
        evidence,
        commitment=permit.commitment if part.permit in case.commitments else "",
        case_url=f"{settings.base_url}/cases/{case.number}",
        language="zh-Hans",
        printed_at=case.submitted_at,
    )
    store.jobs.progress(job, 2, 3, datetime.now(UTC))
    with store.transaction():
        if store.jobs.done(job, datetime.now(UTC)):
            store.parts.set_package(part.id, store.files.put(data))


def issue_certificate(store: Store, settings: Settings, job: Job) -> None:
    """Number, sign, print and register an approved part's certificate, exactly once.

    The number and the register's row are one transaction, so numbers have no gaps; printing follows,
    and a worker that dies in between takes up the same row again.
    """
    part = store.parts.get(job.payload["part"])
    permit = permit_of(store, part)
    certificate = store.certificates.of_part(part.id) or _register(store, part, permit)
    store.jobs.progress(job, 1, 2, datetime.now(UTC))
    data = certificate_pdf(
        certificate, permit, f"{settings.base_url}/c/{certificate.token}", demo=settings.demo
    )
    with store.transaction():
        if store.jobs.done(job, datetime.now(UTC)):
            _hand_over(store, part, certificate, data)


def permit_of(store: Store, part: Part) -> Permit:
    """The permit as published when the part was submitted: its own version, whatever came later."""
    document: dict[str, Any] = dict(store.published.get(part.form_version).document)
    return PermitSchema().load(document)


def _register(store: Store, part: Part, permit: Permit) -> Certificate:
    today = date.today()  # noqa: DTZ011 the day in the office's own city
    case = store.cases.get(part.case)
    with store.transaction():
        serial = store.certificates.next_serial(part.permit, today.year)
        identity = Identity(
            base64.b32encode(secrets.token_bytes(16)).decode().rstrip("="),
            number(permit, today.year, serial),
            case.holder or "",
        )
        department = store.catalogue.department(part.department)
        bare = certify(part, permit, department, case.answers, identity, today=today)
        return store.certificates.add(_signed(store, bare))


def _hand_over(store: Store, part: Part, certificate: Certificate, data: bytes) -> None:
    now = datetime.now(UTC)
    store.certificates.set_pdf(certificate.id, store.files.put(data))
    issued, event = decide(part, "issue", actor=WORKER, actor_name="系统", reason="", now=now)
    store.parts.change(issued, expecting_version=part.version, event=event)
    store.audit.add(WORKER, "certificate.issue", certificate.id, now=now)


def _evidence(store: Store, case: Case, part: Part, permit: Permit) -> list[tuple[Evidence, bytes]]:
    uploaded = {e.sha256: e for e in store.evidence.of_draft(case.draft)}
    wanted = [d for f in permit.form.materials for d in part.answers.get(f.key, ())]
    return [(uploaded[d], store.files.get(d)) for d in wanted]


HANDLERS = {"print_package": print_package, "issue_certificate": issue_certificate}
