"""What the counter and the desk look for."""

import pytest

from tests.storage.making import a_case, a_draft, an_account
from tests.storage.test_parts import due, queued


@pytest.fixture
def store(store):
    store.accounts.add(an_account(), "hash")
    return store


def test_cases_are_found_by_a_piece_of_their_title(store):
    for n, title in enumerate(("好邻居便利店", "小满咖啡", "邻居 CAFE 100%")):
        store.cases.add(a_case(f"c{n}", title=title), idempotency_key=f"k{n}")

    found = [
        sorted(c.id for c in store.cases.list(title=t).items)
        for t in ("邻居", "100%", "%", "cafe", "茶")
    ]

    assert found == [["c0", "c2"], ["c2"], ["c2"], ["c2"], []]


def test_a_part_knows_its_place_in_the_queue(store):
    queued(store, due(1, "a"), due(2, "b", state="approved"), due(3, "c"))

    assert {id: store.parts.place(store.parts.get(id)) for id in ("a", "c")} == {"a": 1, "c": 2}


def test_drafts_are_counted_by_the_version_they_were_begun_on(store):
    store.drafts.add(a_draft("d1"))
    store.drafts.add(a_draft("d2", pins={"ad": "a" * 64}))
    store.cases.add(a_case("c1", draft="d1"), idempotency_key="k1")
    store.drafts.add(a_draft("d3"))

    counts = [store.drafts.count_pinning(v * 64) for v in "fab"]

    assert counts == [1, 2, 0]
