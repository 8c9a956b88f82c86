import threading
import traceback

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
    rename = "ALTER TABLE {} RENAME TO {}"
    with store._disk.writing() as connection:
        connection.exec_driver_sql(rename.format("audit_head", "lost"))

    ready = store.ready()

    with store._disk.writing() as connection:
        connection.exec_driver_sql(rename.format("lost", "audit_head"))
    assert not ready


def test_a_reading_sees_one_moment_while_others_write(store, another):
    store.accounts.add(an_account(), "hash")

    with store._disk.reading():
        before = store.accounts.list().items
        another.accounts.add(an_account("chen"), "hash")
        after = store.accounts.list().items

    assert before == after
    assert len(store.accounts.list().items) == 2


def test_a_write_inside_a_reading_is_kept(store):
    with store._disk.reading():
        store.accounts.add(an_account(), "hash")

    assert store.accounts.get("lin") == an_account()


@pytest.mark.parametrize("text", ["lin\0", "\0", "\ud800", "林\udfff"])
def test_text_no_database_can_hold_is_harmless(store, text):
    with pytest.raises(NotFound):
        store.accounts.by_login(text)
    with pytest.raises(NotFound):
        store.cases.by_number(text)
    store.accounts.add(an_account("x", name=text), "hash")
    store.drafts.add(a_draft(account="x", answers={"名": text}))

    assert store.accounts.get("x").name == text.replace(text[-1], "\ufffd")
    assert store.accounts.by_login("x")[0].id == "x"


def test_errors_do_not_show_what_was_kept(store):
    account = an_account()
    store.accounts.add(account, "a hash")

    with pytest.raises(Taken) as refused:
        store.accounts.add(account, "a hash")

    told = "".join(traceback.format_exception(refused.value)).replace('"a hash"', "")
    assert (account.name in told, "a hash" in told) == (False, False)
