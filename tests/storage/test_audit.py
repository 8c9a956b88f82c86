import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from storage.audit import AuditShelf
from tests.storage.making import NOW, later


def write(store, count, actor="lin"):
    for n in range(count):
        store.audit.add(actor, "open", f"case:{n}", now=later(seconds=n))


def spoil(store, statement):
    with store._disk.writing() as connection:
        connection.execute(sa.text(statement))


def test_records_are_numbered_and_listed_newest_first(store):
    write(store, 3)
    store.audit.add("counter", "submit", "case:9", on_behalf="lin", now=NOW)

    page = store.audit.list(limit=2)
    rest = store.audit.list(page.after)

    assert [r.seq for r in (*page.items, *rest.items)] == [4, 3, 2, 1]
    first = page.items[0]
    assert (first.at, first.actor, first.action, first.object) == (
        NOW,
        "counter",
        "submit",
        "case:9",
    )
    assert first.on_behalf == "lin"
    assert [r.seq for r in store.audit.of_object("case:1").items] == [2]
    assert store.audit.verify() is None


@pytest.mark.parametrize(
    ("harm", "broken"),
    [
        ("UPDATE audit SET actor = 'chen' WHERE seq = 2", 2),
        ("UPDATE audit SET on_behalf = '' WHERE seq = 2", 2),
        ("UPDATE audit SET at = '2026-11-23T01:30:09.000000Z' WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 4", 4),
        (
            "INSERT INTO audit VALUES (5, '2026-11-23T01:30:09.000000Z', 'a', NULL, 'b', 'c', 'd')",
            5,
        ),
        ("UPDATE audit_head SET seq = 3", 5),
    ],
)
def test_whatever_is_done_to_the_chain_shows_where(store, harm, broken):
    write(store, 4)

    spoil(store, harm)

    assert store.audit.verify() == broken


def test_a_cut_tail_shows_against_a_head_noted_earlier(store):
    write(store, 4)
    head = store.audit.head()
    mac = store.audit.list().items[1].mac

    spoil(store, "DELETE FROM audit WHERE seq = 4")
    spoil(store, f"UPDATE audit_head SET seq = 3, mac = '{mac}'")

    assert store.audit.verify() is None
    assert store.audit.verify(head=head) == 4
    assert store.audit.verify(head=(3, mac)) is None
    assert store.audit.verify(head=(3, "0" * 64)) == 3


def test_another_key_does_not_verify_the_chain(store, keys):
    write(store, 2)

    assert AuditShelf(store._disk, replace(keys, audit=b"x" * 32)).verify() == 1


def test_writers_at_once_keep_one_chain(store, another):
    threads = [threading.Thread(target=write, args=(s, 15)) for s in (store, another)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (store.audit.head()[0], store.audit.verify()) == (30, None)


def test_transactions_that_lock_things_in_other_orders_do_not_block_each_other(store, another):
    """The head is taken last, so audit-then-counter and counter-then-audit cannot wait in a ring."""
    failures = []

    def go(opened, audit_first):
        try:
            for _ in range(15):
                with opened.transaction():
                    if audit_first:
                        opened.audit.add("a", "issue", "x", now=NOW)
                    opened.certificates.next_serial("JY44042026")
                    if not audit_first:
                        opened.audit.add("a", "issue", "x", now=NOW)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=go, args=pair) for pair in ((store, True), (another, False))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (failures, store.audit.verify()) == ([], None)
    assert store.certificates.next_serial("JY44042026") == 31
