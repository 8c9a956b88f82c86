"""The job loop's door: prints packages and issues certificates, one job at a time."""

import logging
import os
import resource
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType

from config import Settings, read_settings
from storage.jobs import Job
from storage.store import Store
from views import printing, printing_letters, printing_specimens, printing_trials
from views.opening import open_house

LEASE = timedelta(seconds=90)
JOB_SECONDS = 60
MEMORY_BYTES = 3 * 1024**3
IDLE_SECONDS = 0.3
SWEEP = timedelta(hours=1)
HANDLERS = {
    **printing.HANDLERS,
    **printing_letters.HANDLERS,
    **printing_specimens.HANDLERS,
    **printing_trials.HANDLERS,
}
log = logging.getLogger("yizhao.worker")


class TooSlow(Exception):
    """The job took longer than a document may take to print."""


def work(store: Store, settings: Settings, *, stopping: Callable[[], bool]) -> None:
    """Claim and run jobs until `stopping()`; a job that fails is retried by the store, then laid aside."""
    name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
    swept = datetime.min.replace(tzinfo=UTC)
    while not stopping():
        now = datetime.now(UTC)
        if now - swept > SWEEP:
            swept = now
            store.sessions.sweep(now)
            store.limits.sweep(now)
        job = store.jobs.claim(name, now, LEASE)
        if job is None:
            time.sleep(IDLE_SECONDS)
        else:
            run(store, settings, job)


def run(store: Store, settings: Settings, job: Job) -> None:
    """One job under the clock. A crash here loses nothing: the lease runs out and it is claimed again."""
    signal.alarm(JOB_SECONDS)
    try:
        HANDLERS[job.kind](store, settings, job)
    except Exception as problem:  # whatever a document trips over must not stop the others
        log.exception("job %s %s failed", job.kind, job.id)
        store.jobs.fail(job, f"{type(problem).__name__}: {problem}"[:500], datetime.now(UTC))
    finally:
        signal.alarm(0)


def main() -> int:
    """Run until SIGTERM or SIGINT; the job at hand is finished first."""
    settings = read_settings(os.environ)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda n, _frame: stop.append(n))
    signal.signal(signal.SIGALRM, _too_slow)
    store = open_house(settings)
    work(store, settings, stopping=lambda: bool(stop))
    return 0


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow(f"longer than {JOB_SECONDS} s")


if __name__ == "__main__":
    sys.exit(main())
