import threading
from datetime import timedelta

import pytest

from storage.errors import NotFound
from tests.storage.making import NOW, later

LEASE = timedelta(seconds=60)


def enqueue(store, key="print:p1", now=NOW, **more):
    return store.jobs.enqueue("print", {"part": "p1"}, key=key, now=now, **more)


def counts(ready=0, running=0, dead=0):
    return {"ready": ready, "running": running, "dead": dead}


def test_a_job_waits_is_claimed_works_and_is_done(store):
    made = enqueue(store, total=3)
    job = store.jobs.claim("w1", NOW, LEASE)

    assert (job.id, job.kind, job.payload, job.attempts) == (made.id, "print", {"part": "p1"}, 1)
    assert store.jobs.claim("w2", NOW, LEASE) is None
    assert store.jobs.progress(job, 2, 3, later(seconds=5))
    told = store.jobs.of_key("print:p1")
    assert (told.state, told.progress, told.total) == ("running", 2, 3)
    assert store.jobs.done(job, later(seconds=6))
    assert store.jobs.get(job.id).finished_at == later(seconds=6)
    assert store.jobs.counts() == counts()


def test_a_key_is_enqueued_once(store):
    assert enqueue(store).id == enqueue(store, now=later(hours=1)).id

    assert store.jobs.counts() == counts(ready=1)


def test_the_longest_waiting_job_comes_first_and_none_before_its_time(store):
    enqueue(store, "b", later(seconds=2))
    enqueue(store, "a", later(seconds=1))

    assert store.jobs.claim("w", NOW, LEASE) is None
    keys = [store.jobs.claim("w", later(seconds=3), LEASE).key for _ in range(2)]
    assert keys == ["a", "b"]


def test_a_silent_workers_job_goes_to_another_and_the_silent_one_changes_nothing(store):
    enqueue(store)
    silent = store.jobs.claim("w1", NOW, LEASE)

    taken = store.jobs.claim("w2", later(seconds=60), LEASE)

    assert (taken.id, taken.attempts) == (silent.id, 2)
    assert not store.jobs.progress(silent, 1, 1, later(seconds=61))
    assert not store.jobs.done(silent, later(seconds=61))
    assert not store.jobs.fail(silent, "late", later(seconds=61))
    assert store.jobs.done(taken, later(seconds=62))


def test_progress_keeps_a_job(store):
    enqueue(store)
    job = store.jobs.claim("w1", NOW, LEASE)

    store.jobs.progress(job, 1, 2, later(seconds=50))

    assert store.jobs.claim("w2", later(seconds=100), LEASE) is None
    assert store.jobs.claim("w2", later(seconds=110), LEASE).attempts == 2


def test_a_failing_job_is_tried_three_times_then_dead_until_someone_retries(store):
    enqueue(store)
    for attempt, now in enumerate((NOW, later(seconds=5), later(seconds=35)), start=1):
        job = store.jobs.claim("w", now, LEASE)
        assert job.attempts == attempt
        assert store.jobs.claim("w", now, LEASE) is None
        store.jobs.fail(job, f"错误 {attempt}", now)

    assert store.jobs.claim("w", later(days=1), LEASE) is None
    dead = store.jobs.dead().items
    assert [(j.key, j.state, j.error) for j in dead] == [("print:p1", "dead", "错误 3")]
    store.jobs.retry(dead[0].id)
    assert store.jobs.claim("w", later(days=1), LEASE).attempts == 1


def test_a_job_that_kills_its_workers_is_buried_after_the_third(store):
    enqueue(store)
    for hours in range(3):
        assert store.jobs.claim("w", later(hours=hours), LEASE)

    assert store.jobs.claim("w", later(hours=3), LEASE) is None
    assert store.jobs.counts() == counts(dead=1)


def test_only_dead_jobs_are_retried(store):
    job = enqueue(store)

    assert store.jobs.retry(job.id).state == "ready"
    with pytest.raises(NotFound):
        store.jobs.retry(999)


def test_a_job_belongs_to_the_transaction_that_needs_it(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        enqueue(store)
        raise ZeroDivisionError

    with pytest.raises(NotFound):
        store.jobs.of_key("print:p1")


def test_two_workers_never_hold_one_job(store, another):
    for n in range(40):
        enqueue(store, f"job {n:02}")
    held = []

    def work(shelf, name):
        while job := shelf.claim(name, NOW, LEASE):
            held.append(job.key)
            shelf.done(job, NOW)

    threads = [
        threading.Thread(target=work, args=(s.jobs, name))
        for s, name in ((store, "w1"), (another, "w2"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(held) == [f"job {n:02}" for n in range(40)]
    assert store.jobs.counts() == counts()
