import pytest

from storage.errors import NotFound
from tests.storage.making import a_file, later


def test_files_of_a_draft_are_found_in_the_order_they_came(store):
    store.evidence.add(a_file("e2", created_at=later(minutes=1), sha256="e" * 64))
    store.evidence.add(a_file("e1"))
    store.evidence.add(a_file("e3", draft="d2"))

    assert [piece.id for piece in store.evidence.of_draft("d1")] == ["e1", "e2"]
    assert store.evidence.get("e1") == a_file("e1")
    assert store.evidence.by_sha("d1", "e" * 64).id == "e2"


def test_a_file_of_another_draft_is_not_found_by_its_contents(store):
    store.evidence.add(a_file())

    with pytest.raises(NotFound):
        store.evidence.by_sha("d2", "b" * 64)


def test_a_removed_file_is_gone(store):
    store.evidence.add(a_file())

    store.evidence.remove("e1")

    with pytest.raises(NotFound):
        store.evidence.get("e1")
