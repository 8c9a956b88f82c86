"""A whole submission, as the platform makes it: number, case, jobs and audit in one transaction."""

import threading

from storage.errors import Taken
from tests.storage.making import NOW, a_case, a_certificate, an_account


def submit(store, id, key, results):
    with store.transaction():
        number = store.cases.next_number(NOW)
        case = store.cases.add(a_case(id, number=number), idempotency_key=key)
        for part in case.parts:
            store.jobs.enqueue("package", {"part": part.id}, key=f"package:{part.id}", now=NOW)
        if case.id == id:
            store.audit.add("lin", "submit", f"case:{id}", now=NOW)
    results.append(case)


def together(*calls):
    start = threading.Barrier(len(calls))

    def go(call, *arguments):
        start.wait()
        call(*arguments)

    threads = [threading.Thread(target=go, args=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_double_click_makes_one_case(store, another):
    store.accounts.add(an_account(), "hash")

    for n in range(15):
        results = []
        together(
            (submit, store, f"a{n}", f"k{n}", results),
            (submit, another, f"b{n}", f"k{n}", results),
        )
        assert len(results) == 2
        assert results[0] == results[1]

    assert len(store.cases.list(limit=100).items) == 15
    assert store.jobs.counts()["ready"] == 30
    assert (store.audit.head()[0], store.audit.verify()) == (15, None)


def test_submissions_at_once_all_get_their_own_number(store, another):
    store.accounts.add(an_account(), "hash")
    results = []

    def several(opened, letter):
        for n in range(12):
            submit(opened, f"{letter}{n}", f"{letter}{n}", results)

    together((several, store, "a"), (several, another, "b"))

    assert len({case.number for case in results}) == 24


def test_the_same_certificate_is_not_issued_twice(store, another):
    store.accounts.add(an_account(), "hash")
    submit(store, "c1", "k1", [])
    holder = store.holders.for_uscc("91440402MA4W0QLR1T", "小满咖啡", "CODE")
    issued = []

    def issue(opened, id):
        try:
            with opened.transaction():
                serial = opened.certificates.next_serial("JY44042026")
                made = a_certificate(id, holder=holder.id, number=f"JY{serial:06}")
                opened.certificates.add(made)
            issued.append(id)
        except Taken:
            issued.append("taken")

    together((issue, store, "A"), (issue, another, "B"))

    assert issued.count("taken") == 1
    assert [c.number for c in store.certificates.of_holder(holder.id).items] == ["JY000001"]
    assert store.certificates.next_serial("JY44042026") == 2
