from dataclasses import replace

import pytest

from storage.errors import NotFound, Taken
from tests.storage.making import NOW, a_case, an_account, an_event, later


@pytest.fixture
def store(store):
    store.accounts.add(an_account(), "hash")
    store.accounts.add(an_account("chen"), "hash")
    return store


def test_a_case_comes_back_whole(store):
    kept = store.cases.add(a_case(), idempotency_key="k1")

    assert kept == replace(a_case(), events=(an_event(id=1),))
    assert store.cases.get("c1") == kept
    assert store.cases.by_number("20261123-c1 ") == kept


def test_the_same_key_again_is_the_same_case(store):
    first = store.cases.add(a_case(), idempotency_key="k1")

    again = store.cases.add(a_case("c2"), idempotency_key="k1")

    assert again == first
    assert store.cases.list().items == (replace(first, events=()),)
    assert store.cases.sent("lin", "k1") == first
    assert store.cases.sent("chen", "k1") is None


def test_two_accounts_may_use_one_key(store):
    store.cases.add(a_case(), idempotency_key="k1")

    other = store.cases.add(a_case("c2", account="chen"), idempotency_key="k1")

    assert other.id == "c2"


def test_a_number_belongs_to_one_case(store):
    store.cases.add(a_case(), idempotency_key="k1")

    with pytest.raises(Taken):
        store.cases.add(replace(a_case("c2"), number=a_case().number), idempotency_key="k2")

    assert [case.id for case in store.cases.list().items] == ["c1"]


def test_a_case_that_fails_halfway_leaves_nothing(store):
    twice = replace(a_case(), parts=a_case().parts[:1] * 2)

    with pytest.raises(Taken):
        store.cases.add(twice, idempotency_key="k1")

    with pytest.raises(NotFound):
        store.cases.get("c1")


def test_cases_turn_page_by_page_newest_first(store):
    for n in range(5):
        store.cases.add(a_case(f"c{n}", submitted_at=later(hours=n)), idempotency_key=f"k{n}")

    one = store.cases.of_account("lin", limit=2)
    two = store.cases.of_account("lin", one.after, limit=2)
    three = store.cases.of_account("lin", two.after, limit=2)

    pages = [[case.id for case in page.items] for page in (one, two, three)]
    assert (pages, three.after) == ([["c4", "c3"], ["c2", "c1"], ["c0"]], None)


def test_numbers_of_a_day_differ_and_carry_the_day_in_beijing(store):
    numbers = {store.cases.next_number(NOW) for _ in range(40)}

    assert len(numbers) == 40
    assert {n[:9] for n in numbers} == {"20261123-"}
    assert store.cases.next_number(later(hours=15))[:9] == "20261124-"


def test_a_number_of_a_failed_transaction_is_given_out_again(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        lost = store.cases.next_number(NOW)
        raise ZeroDivisionError

    assert store.cases.next_number(NOW) == lost


def test_a_case_is_found_by_its_draft_and_gains_events_and_a_holder(store):
    store.cases.add(a_case(), idempotency_key="k1")

    store.cases.add_event(an_event(action="note"))
    store.cases.set_holder("c1", "h1")

    found = store.cases.of_draft("d1")
    assert ([e.action for e in found.events], found.holder) == (["submit", "note"], "h1")
