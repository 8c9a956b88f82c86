import threading

import pytest

from storage.errors import NotFound
from storage.published import Version, digest
from tests.storage.making import NOW, later

FOOD = {"id": "food", "name": "食品经营许可"}
MENDED = {"id": "food", "name": "食品经营许可", "days": 5}


def publish(store, document=FOOD, name="food", now=NOW):
    return store.published.add("permit", name, "market", document, author="admin", now=now)


def test_a_version_is_named_by_what_it_says(store):
    version = publish(store)

    said = Version(
        digest("permit", "food", FOOD), "permit", "food", "market", 1, FOOD, NOW, "admin", ""
    )
    assert version == said
    assert store.published.get(version.id) == said
    assert store.published.latest("permit", "food") == said


def test_the_same_document_again_is_the_same_version(store):
    assert publish(store, now=later(days=1)) == publish(store)

    assert len(store.published.versions("permit", "food")) == 1


def test_the_order_of_questions_makes_another_version(store):
    one = publish(store, {"properties": {"a": 1, "b": 2}})
    two = publish(store, {"properties": {"b": 2, "a": 1}})

    assert (one.number, two.number) == (1, 2)
    assert list(store.published.get(two.id).document["properties"]) == ["b", "a"]


def test_the_latest_version_is_the_one_published_last(store):
    one, two = publish(store), publish(store, MENDED)

    assert store.published.latest("permit", "food") == two
    assert store.published.versions("permit", "food") == (two, one)


def test_publishing_an_old_document_makes_its_version_the_latest_again(store):
    one, two = publish(store), publish(store, MENDED)

    back = publish(store)

    assert (back, store.published.latest("permit", "food")) == (one, one)
    assert store.published.versions("permit", "food") == (two, one)


def test_the_latest_of_every_name(store):
    ad = publish(store, {"id": "ad"}, "ad")
    publish(store)
    food = publish(store, MENDED)

    assert store.published.all_latest("permit") == (ad, food)
    assert store.published.all_latest("scenario") == ()


def test_what_was_never_published_is_not_found(store):
    with pytest.raises(NotFound):
        store.published.latest("permit", "food")
    with pytest.raises(NotFound):
        store.published.get("0" * 64)


def test_only_known_kinds_are_published(store):
    with pytest.raises(ValueError, match="poem"):
        store.published.add("poem", "a", "market", {}, author="a", now=NOW)


def test_two_publishers_at_once_get_two_numbers(store, another):
    start = threading.Barrier(2)

    def go(shelf, document):
        start.wait()
        publish(shelf, document)

    threads = [
        threading.Thread(target=go, args=pair) for pair in ((store, FOOD), (another, MENDED))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {v.number for v in store.published.versions("permit", "food")} == {1, 2}
