"""A house with a seal, and certificates issued in it as the worker issues them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from documents.sealing.demo import demo_seal
from schemas.case import Case
from schemas.certificate import Certificate
from storage.keys import keep_first_seal
from tests.views.desk_case import a_case, furnished, part_of
from worker import HANDLERS

NOW = datetime.now(UTC)


def sealing_house(folder):
    """The catalogue, lin, and a seal."""
    keep_first_seal(folder / "keys", demo_seal(NOW - timedelta(days=1)))
    return furnished(folder)


def approved(house, *, key="k1", permit="food_business", **changes) -> Case:
    """A case whose one part was approved, its certificate's job waiting."""
    case = a_case(house, key=key, permits=(permit,), **changes)
    part = part_of(case, permit)
    ready = replace(part, state="approved", decided_at=NOW, decided_by="id-chen")
    with house.store.transaction():
        house.store.parts.change(ready, expecting_version=part.version)
        house.store.jobs.enqueue(
            "issue_certificate", {"part": part.id}, key=f"certificate:{part.id}", now=NOW, total=2
        )
    return case


def work_off(house, *kinds) -> None:
    """Do what waits of these kinds, as the worker does; other jobs are set aside."""
    now = datetime.now(UTC)
    while job := house.store.jobs.claim("test", now, timedelta(seconds=90)):
        if job.kind in kinds:
            HANDLERS[job.kind](house.store, house.settings, job)
        else:
            house.store.jobs.done(job, now)


def issued(house, **how) -> Certificate:
    """A certificate, numbered, sealed and printed."""
    case = approved(house, **how)
    work_off(house, "issue_certificate")
    return house.store.certificates.of_part(case.parts[0].id)


def file_of(house, certificate) -> bytes:
    return house.store.files.get(certificate.pdf_sha256)
