"""Background work in the same database: enqueued with what needs it, leased, fenced, tried three times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.engine import Disk
from storage.page import Page, turn
from storage.rows import noun_of, only
from storage.tables import DEAD, PENDING, jobs

MOST_ATTEMPTS = 3
WAIT_AFTER = (timedelta(seconds=5), timedelta(seconds=30))
_LONGEST_ERROR = 500


@dataclass(frozen=True)
class Job:
    """State: ready, running, done or dead. `attempts` is the fence: a worker whose lease ran out and
    whose job was given to another no longer holds the newest one, and changes nothing."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    key: str
    state: str
    attempts: int
    progress: int
    total: int
    error: str
    created_at: datetime
    finished_at: datetime | None
    lease_seconds: int


class JobsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def enqueue(
        self, kind: str, payload: Mapping[str, Any], *, key: str, now: datetime, total: int = 0
    ) -> Job:
        """The job with this key, made if there is none. No personal values in payload or key."""
        insert = self._disk.insert(jobs).values(
            kind=kind,
            payload=dict(payload),
            key=key,
            state="ready",
            attempts=0,
            progress=0,
            total=total,
            run_at=now,
            lease_seconds=0,
            worker="",
            error="",
            created_at=now,
        )
        with self._disk.writing() as connection:
            connection.execute(insert.on_conflict_do_nothing(index_elements=["key"]))
            return self.of_key(key)

    def claim(self, worker: str, now: datetime, lease: timedelta) -> Job | None:
        """The longest-waiting job, this worker's until `now` + `lease`; None when none waits. A job
        whose worker fell silent is given out again, up to three times in all."""
        with self._disk.writing() as connection:
            connection.execute(_bury(now))
            row = connection.execute(_take(worker, now, lease)).first()
        return noun_of(Job, row) if row else None

    def progress(self, job: Job, done: int, total: int, now: datetime) -> bool:
        """Say how far `job` is, which extends its lease; False when it is no longer this worker's:
        then stop."""
        lease = timedelta(seconds=job.lease_seconds)
        return self._held(job, progress=done, total=total, run_at=now + lease)

    def done(self, job: Job, now: datetime) -> bool:
        """Finish `job`; False when it is no longer this worker's: then roll back what it changed."""
        return self._held(job, state="done", finished_at=now, error="")

    def fail(self, job: Job, error: str, now: datetime) -> bool:
        """Give `job` back to be tried later, or bury it after the third try."""
        error = error[:_LONGEST_ERROR].replace("\0", "")
        if job.attempts >= MOST_ATTEMPTS:
            return self._held(job, state="dead", finished_at=now, error=error)
        wait = WAIT_AFTER[job.attempts - 1]
        return self._held(job, state="ready", run_at=now + wait, error=error)

    def get(self, id: int) -> Job:
        return self._one(jobs.c.id == id)

    def of_key(self, key: str) -> Job:
        return self._one(jobs.c.key == key)

    def dead(self, after: str | None = None, limit: int = 50) -> Page[Job]:
        """Jobs that failed three times, newest first."""
        query = sa.select(jobs).where(DEAD)
        with self._disk.reading() as connection:
            return turn(
                connection, query, (jobs.c.id,), _job, after=after, limit=limit, backwards=True
            )

    def retry(self, id: int, *, now: datetime | None = None) -> Job:
        """Give a dead job three more tries."""
        values: dict[str, Any] = {"state": "ready", "attempts": 0, "error": "", "finished_at": None}
        if now:
            values["run_at"] = now
        update = sa.update(jobs).where(jobs.c.id == id, jobs.c.state == "dead").values(**values)
        with self._disk.writing() as connection:
            connection.execute(update)
            return self.get(id)

    def counts(self) -> dict[str, int]:
        """How many jobs are ready, running and dead; what is done is not counted."""
        with self._disk.reading() as connection:
            rows = [
                row
                for which in (PENDING, DEAD)
                for row in connection.execute(_count_by_state(which))
            ]
        return {"ready": 0, "running": 0, "dead": 0} | {row[0]: row[1] for row in rows}

    def _held(self, job: Job, **values: Any) -> bool:
        mine = (jobs.c.id == job.id, jobs.c.state == "running", jobs.c.attempts == job.attempts)
        with self._disk.writing() as connection:
            return connection.execute(sa.update(jobs).where(*mine).values(**values)).rowcount == 1

    def _one(self, which: sa.ColumnElement[bool]) -> Job:
        with self._disk.reading() as connection:
            return noun_of(Job, only(connection, sa.select(jobs).where(which), "job"))


def _count_by_state(which: sa.TextClause) -> sa.Select[Any]:
    return sa.select(jobs.c.state, sa.func.count()).where(which).group_by(jobs.c.state)


def _bury(now: datetime) -> sa.Update:
    over = (jobs.c.state == "running", jobs.c.run_at <= now, jobs.c.attempts >= MOST_ATTEMPTS)
    said = "The worker stopped during the last try."
    return sa.update(jobs).where(*over).values(state="dead", finished_at=now, error=said)


def _take(worker: str, now: datetime, lease: timedelta) -> Any:
    waiting = (
        sa.select(jobs.c.id)
        .where(PENDING, jobs.c.run_at <= now)
        .order_by(jobs.c.run_at, jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = sa.update(jobs).where(jobs.c.id == waiting.scalar_subquery())
    return taken.values(
        state="running",
        worker=worker,
        attempts=jobs.c.attempts + 1,
        lease_seconds=int(lease.total_seconds()),
        run_at=now + lease,
    ).returning(*jobs.c)


def _job(row: sa.Row[Any]) -> Job:
    return noun_of(Job, row)
