import base64
from dataclasses import replace

import pytest

from storage.errors import ChangedMeanwhile, NotFound
from tests.storage.making import a_case, a_draft, a_file, an_account, later


@pytest.fixture
def store(store):
    store.accounts.add(an_account(), "hash")
    return store


def test_a_draft_comes_back_as_it_was(store):
    store.drafts.add(a_draft())

    assert store.drafts.get("d1") == a_draft()
    assert list(store.drafts.get("d1").pins) == ["food_business", "ad"]


def test_saving_raises_the_revision(store):
    store.drafts.add(a_draft())

    saved = store.drafts.save(a_draft(answers={"ent_name": "新名"}), expecting=1)

    assert saved == a_draft(answers={"ent_name": "新名"}, revision=2) == store.drafts.get("d1")


def test_a_second_window_is_told_instead_of_overwriting(store):
    store.drafts.add(a_draft())
    store.drafts.save(a_draft(answers={"ent_name": "先"}), expecting=1)

    with pytest.raises(ChangedMeanwhile) as refused:
        store.drafts.save(a_draft(answers={"ent_name": "后"}), expecting=1)

    assert refused.value.current == 2
    assert store.drafts.get("d1").answers == {"ent_name": "先"}


def test_a_draft_that_is_gone_is_not_saved(store):
    with pytest.raises(NotFound):
        store.drafts.save(a_draft(), expecting=1)


def test_an_accounts_drafts_come_last_changed_first(store):
    for n in range(3):
        store.drafts.add(a_draft(f"d{n}", updated_at=later(minutes=n)))

    one = store.drafts.of_account("lin", limit=2)

    assert [d.id for d in one.items] == ["d2", "d1"]
    assert [d.id for d in store.drafts.of_account("lin", one.after).items] == ["d0"]
    assert store.drafts.of_account("chen").items == ()


def test_a_deleted_draft_takes_its_files_along(store):
    store.drafts.add(a_draft())
    store.evidence.add(a_file())

    store.drafts.delete("d1")

    assert store.evidence.of_draft("d1") == ()
    with pytest.raises(NotFound):
        store.drafts.get("d1")


def test_a_draft_that_changed_meanwhile_is_not_deleted(store):
    store.drafts.add(a_draft())
    store.evidence.add(a_file())
    store.drafts.save(a_draft(answers={"ent_name": "新名"}), expecting=1)

    with pytest.raises(ChangedMeanwhile), store.transaction():
        store.drafts.delete("d1", expecting=1)

    assert (store.drafts.get("d1").revision, store.evidence.of_draft("d1")) == (2, (a_file(),))
    store.drafts.delete("d1", expecting=2)
    assert store.evidence.of_draft("d1") == ()


def test_a_submitted_draft_leaves_its_files_to_the_case(store):
    store.drafts.add(a_draft())
    store.evidence.add(a_file())
    store.cases.add(a_case(), idempotency_key="k1")

    store.drafts.delete("d1")

    assert store.evidence.of_draft("d1") == (a_file(),)


def test_an_unreadable_cursor_is_a_page_that_does_not_exist(store):
    for cursor in ("nonsense", "W10", "WzFd", "é", "bnVsbA"):
        with pytest.raises(NotFound):
            store.drafts.of_account("lin", cursor)


def test_a_cursor_of_impossible_numbers_is_a_page_that_does_not_exist(store):
    for number in ("-1", "2147483648", "9" * 30):
        cursor = base64.urlsafe_b64encode(f"[{number}]".encode()).decode()
        with pytest.raises(NotFound):
            store.jobs.dead(cursor)


def test_a_correction_remembers_what_it_corrects(store):
    store.drafts.add(replace(a_draft(), corrects="c1", scenario=None))

    assert store.drafts.get("d1").corrects == "c1"
