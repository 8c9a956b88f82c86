"""Kill -9 again and again, then count: `python -m tests.crash.rounds --rounds 50`.

Each round starts a fresh process on the same database, lets it work for a random moment and kills it.
"""

import argparse
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from storage.engine import migrate
from storage.store import Store
from storage.tables import cases, events, jobs, parts
from tests import postgres
from tests.crash.victims import (
    APPLICANT,
    PERMITS,
    store_of,
    submit,
    submit_for_ever,
    work,
    work_for_ever,
)

# Forked from a clean process that has imported everything, so a round costs its work, not its start.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.crash.victims"])


@dataclass(frozen=True)
class Submissions:
    """`lost` were acknowledged and are gone; `half` miss a part, event, job or audit record."""

    rounds: int
    acknowledged: int
    kept: int
    lost: int
    half: int
    chain_broken_at: int | None


@dataclass(frozen=True)
class Works:
    """`interrupted` jobs were begun more than once; `twice` and `missing` count visible effects."""

    rounds: int
    jobs: int
    acknowledged: int
    interrupted: int
    twice: int
    missing: int
    lost: int


def kill_submitters(url: str, files: Path, *, rounds: int, seed: int) -> Submissions:
    """Kill a submitting process `rounds` times and compare what it was told with what is kept."""
    store = store_of(url, str(files))
    store.accounts.add(APPLICANT, "hash")
    acknowledged = _kill(submit_for_ever, url, files, rounds=rounds, seed=seed)
    found = _compared(store, acknowledged, rounds)
    store.close()
    return found


def kill_server(
    url: str, files: Path, cluster: postgres.Cluster, *, rounds: int, seed: int
) -> Submissions:
    """Kill PostgreSQL under a submitting process `rounds` times; the open store carries on after it."""
    store = store_of(url, str(files))
    store.accounts.add(APPLICANT, "hash")
    acknowledged = []
    for n in range(rounds):
        with _at_work(submit_for_ever, url, files, said=acknowledged) as process:
            time.sleep(random.Random(seed + n).uniform(0, 0.3))
            cluster.crash()
            process.join()
        cluster.begin()
        acknowledged.append(submit(store))
    found = _compared(store, acknowledged, rounds)
    store.close()
    return found


def _compared(store: Store, acknowledged: list[str], rounds: int) -> Submissions:
    kept = _column(store, sa.select(cases.c.id))
    return Submissions(
        rounds=rounds,
        acknowledged=len(acknowledged),
        kept=len(kept),
        lost=len(set(acknowledged) - set(kept)),
        half=len(set(kept) ^ _whole(store)),
        chain_broken_at=store.audit.verify(),
    )


def kill_workers(url: str, files: Path, *, rounds: int, seed: int, submissions: int) -> Works:
    """Kill a working process `rounds` times, let one finish, and count what every job has done."""
    store = store_of(url, str(files))
    store.accounts.add(APPLICANT, "hash")
    for _ in range(submissions):
        submit(store)
    acknowledged = _kill(work_for_ever, url, files, rounds=rounds, seed=seed)
    _finish(store)
    printed = Counter(_column(store, sa.select(events.c.part).where(events.c.action == "printed")))
    done = _column(store, sa.select(jobs.c.key).where(jobs.c.state == "done"))
    all_parts = _column(store, sa.select(parts.c.id))
    found = Works(
        rounds=rounds,
        jobs=len(all_parts),
        acknowledged=len(acknowledged),
        interrupted=len(_column(store, sa.select(jobs.c.id).where(jobs.c.attempts > 1))),
        twice=sum(count > 1 for count in printed.values())
        + sum(count > 1 for count in Counter(acknowledged).values()),
        missing=sum(not _is_printed(store, part, printed) for part in all_parts),
        lost=len(set(acknowledged) - set(done)),
    )
    store.close()
    return found


def _kill(
    target: Callable[[str, str, int], None], url: str, files: Path, *, rounds: int, seed: int
) -> list[str]:
    """What the killed processes said they had finished."""
    chance = random.Random(seed)
    said: list[str] = []
    for _ in range(rounds):
        with _at_work(target, url, files, said=said) as process:
            time.sleep(chance.uniform(0, 0.12))
            os.kill(process.pid, signal.SIGKILL)
            process.join()
    return said


@contextmanager
def _at_work(
    target: Callable[[str, str, int], None], url: str, files: Path, *, said: list[str]
) -> Iterator:
    """A process that has spoken its first word; when it is gone, all its words are added to `said`."""
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_run, args=(target, url, str(files), sender))
    process.start()
    sender.close()
    receiver.poll(20)
    yield process
    with os.fdopen(os.dup(receiver.fileno()), "rb") as pipe:
        # A word cut off by the kill was never read by anyone, so it acknowledges nothing.
        said += [line[:-1].decode() for line in pipe if line.endswith(b"\n")]
    receiver.close()


def _run(target: Callable[[str, str, int], None], url: str, files: str, sender) -> None:
    target(url, files, sender.fileno())


def _finish(store: Store) -> None:
    while store.jobs.counts() != {"ready": 0, "running": 0, "dead": 0}:
        for job in store.jobs.dead().items:
            store.jobs.retry(job.id)
        work(store)


def _whole(store: Store) -> set[str]:
    """The cases that have all that was kept with them."""
    part = Counter(_column(store, sa.select(parts.c.case)))
    event = Counter(_column(store, sa.select(events.c.case)))
    job = Counter(
        key.removeprefix("package:").split("-")[0] for key in _column(store, sa.select(jobs.c.key))
    )
    audited = Counter()
    after = None
    while True:
        page = store.audit.list(after, limit=500)
        audited.update(record.object.removeprefix("case:") for record in page.items)
        if not (after := page.after):
            break
    wanted = (len(PERMITS), 1, len(PERMITS), 1)
    everyone = part.keys() | event.keys() | job.keys() | audited.keys()
    return {id for id in everyone if (part[id], event[id], job[id], audited[id]) == wanted} | (
        everyone - set(_column(store, sa.select(cases.c.id)))
    )


def _is_printed(store: Store, id: str, printed: Counter) -> bool:
    part = store.parts.get(id)
    return printed[id] == 1 and store.files.get(part.package_sha256) == f"{id} 的案卷".encode()


def _column(store: Store, query: sa.Select) -> list[str]:
    with store._disk.reading() as connection:
        return list(connection.execute(query).scalars())


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=50)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    cluster = postgres.start()
    try:
        for name in ("SQLite", "PostgreSQL"):
            for kill in (_some_submitters, _some_workers):
                with tempfile.TemporaryDirectory() as folder:
                    print(f"{name}: {kill(name, Path(folder), cluster, given)}", flush=True)
    finally:
        cluster.stop()


def _some_submitters(name: str, folder: Path, cluster: postgres.Cluster, given) -> Submissions:
    url = _fresh(name, folder, cluster)
    return kill_submitters(url, folder / "files", rounds=given.rounds, seed=given.seed)


def _some_workers(name: str, folder: Path, cluster: postgres.Cluster, given) -> Works:
    url = _fresh(name, folder, cluster)
    known = {"rounds": given.rounds, "seed": given.seed, "submissions": given.rounds * 3}
    return kill_workers(url, folder / "files", **known)


def _fresh(name: str, folder: Path, cluster: postgres.Cluster) -> str:
    url = f"sqlite:///{folder / 'crash.db'}" if name == "SQLite" else cluster.url(cluster.create())
    migrate(url)
    return url


if __name__ == "__main__":
    main()
