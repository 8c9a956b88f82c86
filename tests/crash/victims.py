"""The processes that are killed: one submits, one works off jobs; both say what they have finished."""

import os
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.user import Account
from storage.engine import Disk
from storage.store import Store
from tests.conftest import KEYS
from tests.storage.making import a_case, a_part, an_event

PERMITS = ("food_business", "outdoor_ad", "public_health")
LEASE = timedelta(milliseconds=80)
APPLICANT = Account("lin", "lin", "林小满", "applicant")


def store_of(url: str, files: str) -> Store:
    return Store(Disk(url), Path(files), KEYS)


def submit_for_ever(url: str, files: str, pipe: int) -> None:
    """Submit whole cases and write each id to `pipe` once it is acknowledged."""
    store = store_of(url, files)
    while True:
        os.write(pipe, f"{submit(store)}\n".encode())


def submit(store: Store) -> str:
    """One case with its parts, event, jobs and audit record, in one transaction; its id."""
    id, now = uuid.uuid4().hex, datetime.now(UTC)
    parts = tuple(a_part(f"{id}-{permit}", id, permit=permit) for permit in PERMITS)
    with store.transaction():
        case = a_case(id, number=store.cases.next_number(now), parts=parts, events=(an_event(id),))
        store.cases.add(case, idempotency_key=id)
        for part in parts:
            store.jobs.enqueue("package", {"part": part.id}, key=f"package:{part.id}", now=now)
        store.audit.add("lin", "submit", f"case:{id}", now=now)
    return id


def work_for_ever(url: str, files: str, pipe: int) -> None:
    """Print packages: the file, then its name, the event and the end of the job in one transaction."""
    store = store_of(url, files)
    while True:
        if key := work(store):
            os.write(pipe, f"{key}\n".encode())


def work(store: Store) -> str | None:
    """One job, if any waits; its key once it is finished."""
    job = store.jobs.claim("worker", datetime.now(UTC), LEASE)
    if job is None:
        return None
    part = store.parts.get(job.payload["part"])
    sha256 = store.files.put(f"{part.id} 的案卷".encode())
    try:
        with store.transaction():
            store.parts.set_package(part.id, sha256, printed=part)
            store.cases.add_event(an_event(part.case, part.id, action="printed"))
            if not store.jobs.done(job, datetime.now(UTC)):
                raise Outrun
    except Outrun:
        return None
    return job.key


class Outrun(Exception):
    """The lease ran out and another worker has the job: nothing of ours is kept."""


if __name__ == "__main__":
    {"submit": submit_for_ever, "work": work_for_ever}[sys.argv[1]](*sys.argv[2:4], 1)
