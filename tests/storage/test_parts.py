import threading
from dataclasses import replace
from datetime import date

import pytest

from schemas.case import OPEN_STATES
from storage.errors import ChangedMeanwhile, NotFound
from tests.storage.making import NOW, a_case, a_part, an_account, an_event, later


@pytest.fixture
def store(store):
    store.accounts.add(an_account(), "hash")
    return store


def queued(store, *parts):
    """Cases of one part each; the parts."""
    for n, part in enumerate(parts):
        part = replace(part, case=f"c{n}")
        store.cases.add(a_case(f"c{n}", parts=(part,), events=()), idempotency_key=f"k{n}")


def due(day, id, **changes):
    return a_part(id, due=date(2026, 12, day), **changes)


def ids(page):
    return [part.id for part in page.items]


def test_the_queue_is_by_due_date_and_a_page_at_a_time(store):
    queued(store, due(4, "a"), due(2, "b"), due(3, "c"), due(2, "d"), due(9, "e"))

    one = store.parts.queue("market", limit=2)
    two = store.parts.queue("market", after=one.after, limit=2)
    three = store.parts.queue("market", after=two.after, limit=2)

    assert [ids(page) for page in (one, two, three)] == [["b", "d"], ["c", "a"], ["e"]]
    assert three.after is None


def test_of_one_due_date_the_earlier_submission_comes_first(store):
    queued(store, due(2, "a", submitted_at=later(hours=1)), due(2, "b"))

    assert ids(store.parts.queue("market")) == ["b", "a"]


def test_the_queue_holds_only_its_department_and_states(store):
    queued(
        store,
        due(1, "a"),
        due(2, "b", department="urban"),
        due(3, "c", state="approved"),
        due(4, "d", state="accepted"),
        due(5, "e", state="returned"),
    )

    assert ids(store.parts.queue("market")) == ["a", "d"]
    assert ids(store.parts.queue("market", states=("submitted",))) == ["a"]
    assert ids(store.parts.queue("market", states=("approved", "returned"))) == ["c", "e"]
    assert ids(store.parts.queue("market", states=("accepted", "returned"))) == ["d", "e"]
    assert store.parts.count("market", OPEN_STATES) == 2
    assert store.parts.count("market", ("approved",)) == 1


def test_neighbours_are_the_parts_around_it_even_after_it_left_the_queue(store):
    queued(store, due(1, "a"), due(2, "b", state="approved"), due(3, "c"))

    around = {id: store.parts.neighbours(store.parts.get(id)) for id in ("a", "b", "c")}

    assert around == {"a": (None, "c"), "b": ("a", "c"), "c": ("a", None)}


def test_a_decision_is_kept_with_its_event_and_a_new_version(store):
    store.cases.add(a_case(), idempotency_key="k1")
    decided = replace(
        store.parts.get("c1-p1"), state="approved", decided_at=NOW, decided_by="approver"
    )

    changed = store.parts.change(
        decided, expecting_version=1, event=an_event(part="c1-p1", action="approve")
    )

    assert changed == replace(decided, version=2) == store.parts.get("c1-p1")
    case = store.cases.get("c1")
    assert [(e.part, e.action) for e in case.events] == [(None, "submit"), ("c1-p1", "approve")]
    assert case.parts == store.parts.of_case("c1") == (changed, store.parts.get("c1-p2"))


def test_a_decision_on_a_stale_version_is_refused_and_leaves_no_event(store):
    store.cases.add(a_case(), idempotency_key="k1")
    part = store.parts.get("c1-p1")
    store.parts.change(replace(part, state="accepted"), expecting_version=1)

    with pytest.raises(ChangedMeanwhile) as refused:
        store.parts.change(
            replace(part, state="refused"), expecting_version=1, event=an_event(part="c1-p1")
        )

    assert refused.value.current == 2
    assert store.parts.get("c1-p1").state == "accepted"
    assert len(store.cases.get("c1").events) == 1


def test_a_printed_package_is_named_without_a_new_version(store):
    store.cases.add(a_case(), idempotency_key="k1")

    store.parts.set_package("c1-p1", "e" * 64)

    assert store.parts.get("c1-p1") == replace(a_case().parts[0], package_sha256="e" * 64)


def test_a_package_printed_meanwhile_is_not_lost_by_a_decision(store):
    store.cases.add(a_case(), idempotency_key="k1")
    read = store.parts.get("c1-p1")
    store.parts.set_package("c1-p1", "e" * 64)

    changed = store.parts.change(replace(read, state="accepted"), expecting_version=1)

    assert changed.package_sha256 == store.parts.get("c1-p1").package_sha256 == "e" * 64


def test_a_package_of_other_answers_is_forgotten_and_not_named_late(store):
    store.cases.add(a_case(), idempotency_key="k1")
    printed = store.parts.get("c1-p1")
    assert store.parts.set_package("c1-p1", "e" * 64, printed=printed)

    mended = store.parts.change(replace(printed, answers={"a": 1}), expecting_version=1)

    assert mended.package_sha256 is None
    assert not store.parts.set_package("c1-p1", "e" * 64, printed=printed)
    assert store.parts.get("c1-p1") == mended


def test_an_unknown_part_is_not_found(store):
    with pytest.raises(NotFound):
        store.parts.get("nothing")
    with pytest.raises(NotFound):
        store.parts.change(a_part("nothing"), expecting_version=1)


def test_of_two_deciders_one_wins_every_time(store, another):
    store.cases.add(a_case(), idempotency_key="k1")
    results = []

    for version in range(1, 21):
        start = threading.Barrier(2)

        def decide(shelf, state, start=start, version=version):
            part = shelf.get("c1-p1")
            start.wait()
            try:
                event = an_event(part="c1-p1", action=state)
                shelf.change(replace(part, state=state), expecting_version=version, event=event)
                results.append("won")
            except ChangedMeanwhile:
                results.append("lost")

        threads = [
            threading.Thread(target=decide, args=(s.parts, state))
            for s, state in ((store, "approved"), (another, "refused"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (results.count("won"), results.count("lost")) == (20, 20)
    assert store.parts.get("c1-p1").version == 21
    assert len(store.cases.get("c1").events) == 21
