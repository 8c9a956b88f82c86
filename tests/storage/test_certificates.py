from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.errors import NotFound, Taken
from tests.storage.making import NOW, a_case, a_certificate, an_account

USCC = "91440402MA4W0QLR1T"


@pytest.fixture
def holder(store):
    store.accounts.add(an_account(), "hash")
    store.cases.add(a_case(), idempotency_key="k1")
    return store.holders.for_uscc(USCC, "小满咖啡", "CODE")


def test_a_certificate_is_found_by_every_name_it_has(store, holder):
    kept = store.certificates.add(a_certificate(holder=holder.id))

    found = (
        store.certificates.get("CERT1"),
        store.certificates.by_number("JYCERT1"),
        store.certificates.of_part("c1-p1"),
        *store.certificates.of_holder(holder.id).items,
        *store.certificates.of_department("market").items,
    )
    assert found == (kept,) * 5


def test_a_holders_certificates_come_newest_first(store, holder):
    older = a_certificate(holder=holder.id, issued_on=date(2026, 1, 5))
    newer = a_certificate("CERT2", part="c1-p2", holder=holder.id)
    store.certificates.add(older)
    store.certificates.add(newer)

    assert store.certificates.of_holder(holder.id).items == (newer, older)
    page = store.certificates.of_department("market", limit=1)
    assert page.items == (newer,)
    assert store.certificates.of_department("market", page.after).items == (older,)


def test_a_persons_certificates_are_turned_and_so_are_a_holders_without_what_was_replaced(
    store, holder
):
    old = a_certificate(holder=holder.id, state="replaced", replaced_by="CERT2")
    new = a_certificate("CERT2", number=old.number, version=2, holder=holder.id, replaces=old.id)
    third = a_certificate("CERT3", part="c1-p2", holder=holder.id)
    for kept in (old, new, third):
        store.certificates.add(kept)

    for shelf, whose in (
        (store.certificates.of_account, "lin"),
        (store.certificates.of_holder, holder.id),
    ):
        first = shelf(whose, limit=1)
        assert (first.items, shelf(whose, first.after).items) == ((third,), (new,))
    assert store.holders.of_account("lin") == (holder,)
    assert store.holders.of_account("chen") == ()


def test_copies_wait_while_the_certificate_is_valid(store, holder):
    store.certificates.add(a_certificate(holder=holder.id))
    store.paper.ask("CERT1", 2, "挂在店里", "lin", NOW)
    end = date(2031, 11, 22)

    assert [c.copies for c in store.paper.waiting(end).items] == [2]
    assert store.paper.waiting(end + timedelta(days=1)).items == ()
    store.certificates.change_state("CERT1", "suspended", "x", NOW)
    assert store.paper.waiting(end).items == ()


def test_who_has_no_code_has_a_certificate_and_shares_no_list(store, holder):
    kept = store.certificates.add(a_certificate(holder=""))

    assert (store.certificates.get("CERT1"), kept.holder) == (kept, "")
    assert store.certificates.of_holder("").items == ()


def test_a_part_has_one_certificate(store, holder):
    store.certificates.add(a_certificate(holder=holder.id))

    with pytest.raises(Taken):
        store.certificates.add(a_certificate("CERT2", holder=holder.id))


def test_a_revocation_is_kept_with_its_reason(store, holder):
    store.certificates.add(a_certificate(holder=holder.id))

    revoked = store.certificates.change_state("CERT1", "revoked", "提供虚假材料", NOW)

    said = replace(
        a_certificate(holder=holder.id), state="revoked", reason="提供虚假材料", changed_at=NOW
    )
    assert revoked == said == store.certificates.get("CERT1")
    with pytest.raises(ValueError, match="gone"):
        store.certificates.change_state("CERT1", "gone", "", NOW)
    with pytest.raises(NotFound):
        store.certificates.change_state("CERT9", "revoked", "", NOW)


def test_the_printed_file_is_named_later(store, holder):
    store.certificates.add(a_certificate(holder=holder.id))

    assert store.certificates.set_pdf("CERT1", "f" * 64).pdf_sha256 == "f" * 64


def test_serials_have_no_gap_even_when_an_issue_fails(store):
    first = store.certificates.next_serial("food2026#")
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.certificates.next_serial("food2026#")
        raise ZeroDivisionError

    assert (first, store.certificates.next_serial("food2026#")) == (1, 2)
    assert store.certificates.next_serial("food2027#") == 1
    assert store.certificates.next_serial("ad2026#") == 1


def test_a_holder_is_made_once_and_never_renamed_by_a_stranger(store, holder):
    again = store.holders.for_uscc(USCC, "别人的名字", "OTHER")

    assert again == holder == store.holders.by_code("CODE") == store.holders.get(holder.id)
    with pytest.raises(NotFound):
        store.holders.by_code("OTHER")
    with pytest.raises(ValueError, match="credit code"):
        store.holders.for_uscc("", "无", "X")
