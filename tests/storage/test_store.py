import threading

import pytest

from storage.errors import NotFound, Taken
from tests.storage.making import NOW, a_draft, an_account


def test_what_a_transaction_holds_is_kept_together(store):
    with store.transaction():
        store.accounts.add(an_account(), "hash")
        store.drafts.add(a_draft())

    assert store.drafts.get("d1") == a_draft()


def test_what_a_failed_transaction_held_is_gone_together(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.accounts.add(an_account(), "hash")
        with store.transaction():
            store.jobs.enqueue("print", {}, key="k", now=NOW)
        store.audit.add("lin", "register", "account:lin", now=NOW)
        raise ZeroDivisionError

    assert store.accounts.list().items == ()
    assert store.jobs.counts()["ready"] == 0
    assert store.audit.head() == (0, "")


def test_reads_inside_a_transaction_see_its_writes_and_others_do_not(store, another):
    seen = []

    with store.transaction():
        store.accounts.add(an_account(), "hash")
        mine = store.accounts.get("lin")
        reader = threading.Thread(target=lambda: seen.append(another.accounts.list().items))
        reader.start()
        reader.join()

    assert (mine, seen) == (an_account(), [()])
    assert another.accounts.get("lin") == an_account()


def test_each_thread_has_its_own_transaction(store):
    found = []

    def look():
        try:
            store.accounts.get("lin")
        except NotFound:
            found.append("nothing")

    with store.transaction():
        store.accounts.add(an_account(), "hash")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert found == ["nothing"]


def test_a_clash_inside_a_transaction_leaves_it_usable(store):
    with store.transaction():
        store.accounts.add(an_account(), "hash")
        with pytest.raises(Taken):
            store.accounts.add(an_account(), "hash")
        store.accounts.add(an_account("chen"), "hash")

    assert [a.id for a in store.accounts.list().items] == ["chen", "lin"]


def test_a_store_that_can_be_written_is_ready(store):
    assert store.ready()


def test_a_store_whose_tables_are_gone_is_not_ready(store):
    with store._disk.writing() as connection:
        connection.exec_driver_sql("DROP TABLE audit_head")

    assert not store.ready()
