from dataclasses import replace

import pytest

from storage.errors import Unreadable
from storage.sealing import seal, unseal
from tests.storage.making import a_case, a_draft, a_file, a_part, an_account

MARK = "440402199001011234"


def test_what_was_sealed_opens(keys):
    assert unseal(seal({"证件": MARK}, "part:p1", keys), "part:p1", keys) == {"证件": MARK}


def test_two_seals_of_one_value_differ(keys):
    assert seal({}, "part:p1", keys) != seal({}, "part:p1", keys)


def test_a_sealed_value_of_another_row_does_not_open(keys):
    with pytest.raises(Unreadable):
        unseal(seal({}, "part:p1", keys), "part:p2", keys)


@pytest.mark.parametrize("spoil", [lambda s: b"", lambda s: s[:9], lambda s: b"\x02" + s[1:]])
def test_damaged_bytes_do_not_open(keys, spoil):
    with pytest.raises(Unreadable):
        unseal(spoil(seal({}, "part:p1", keys)), "part:p1", keys)


def test_one_changed_bit_anywhere_does_not_open(keys):
    sealed = seal({"a": 1}, "part:p1", keys)

    for place in range(len(sealed)):
        harmed = bytearray(sealed)
        harmed[place] ^= 1
        with pytest.raises(Unreadable):
            unseal(bytes(harmed), "part:p1", keys)


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key(keys):
    old = seal({"a": 1}, "part:p1", keys)
    rotated = replace(keys, data={**keys.data, "2": b"n" * 32}, current="2")

    assert unseal(old, "part:p1", rotated) == {"a": 1}
    with pytest.raises(Unreadable):
        unseal(seal({}, "part:p1", rotated), "part:p1", keys)


def test_no_answer_is_readable_in_the_database_files(sqlite_url, tmp_path, keys):
    from storage.store import open_store

    store = open_store(sqlite_url, tmp_path, keys)
    store.accounts.add(an_account(), "hash")
    answers = {"identity": MARK}
    store.drafts.add(a_draft(answers=answers, kept=answers, guide_answers=answers))
    store.evidence.add(a_file(name=f"{MARK}.pdf"))
    part = a_part("c1-p1", "c1", answers=answers)
    store.cases.add(a_case(answers=answers, parts=(part,)), idempotency_key="k1")
    store.drafts.save(a_draft(answers=answers), expecting=1)
    store.close()

    raw = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())

    assert b"lin" in raw
    assert MARK.encode() not in raw
