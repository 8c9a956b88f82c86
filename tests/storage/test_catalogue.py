import threading

import pytest

from schemas.permit import Department
from storage.errors import ChangedMeanwhile, NotFound, Taken
from tests.storage.making import NOW, later

MARKET = Department("market", "市场监管局", {"en": {"name": "Market"}})


def a_document(id="food", **more):
    return {"id": id, "name": "食品经营许可", **more}


@pytest.fixture
def store(store):
    store.catalogue.add_department(MARKET)
    return store


def save(store, document, expecting, **more):
    known = {"author": "admin", "now": NOW} | more
    return store.catalogue.save_permit("market", document, expecting=expecting, **known)


def test_a_new_department_has_an_empty_catalogue(store):
    catalogue = store.catalogue.load("market")

    assert (catalogue.revision, catalogue.permits) == (0, {})
    assert store.catalogue.departments() == (MARKET,)
    assert store.catalogue.department("market") == MARKET


def test_a_department_is_added_once(store):
    with pytest.raises(Taken):
        store.catalogue.add_department(MARKET)


def test_an_unknown_department_is_not_found(store):
    with pytest.raises(NotFound):
        store.catalogue.load("nobody")
    with pytest.raises(NotFound):
        store.catalogue.save_permit("nobody", a_document(), expecting=0, author="a", now=NOW)
    with pytest.raises(NotFound):
        store.catalogue.change_department(Department("nobody", "无"))


def test_a_saved_draft_replaces_the_one_with_its_id(store):
    one = save(store, a_document(law="旧"), 0)
    two = save(store, a_document(days=5), one)

    catalogue = store.catalogue.load("market")

    assert (one, two, catalogue.revision) == (1, 2, 2)
    assert catalogue.permits == {"food": a_document(days=5)}


def test_the_order_of_keys_survives(store):
    save(store, a_document(form={"properties": {"b": {}, "a": {}}}), 0)

    kept = store.catalogue.load("market").permits["food"]

    assert list(kept["form"]["properties"]) == ["b", "a"]


def test_a_stale_save_is_refused_and_says_what_is_current(store):
    save(store, a_document(), 0)
    save(store, a_document("ad"), 1)

    with pytest.raises(ChangedMeanwhile) as refused:
        save(store, a_document(name="迟到"), 1)

    assert refused.value.current == 2
    assert store.catalogue.load("market").permits["food"] == a_document()


def test_every_save_is_kept_in_the_history(store):
    save(store, a_document(), 0, note="新建")
    save(store, a_document(days=5), 1, author="chen", now=later(hours=1))

    told = [(r.revision, r.author, r.at, r.note) for r in store.catalogue.history("market")]

    assert told == [(2, "chen", later(hours=1), ""), (1, "admin", NOW, "新建")]
    assert store.catalogue.load_at("market", 1).permits == {"food": a_document()}


def test_several_changes_are_one_revision_and_keep_to_their_tables(store):
    with store.catalogue.change("market", expecting=0, author="a", now=NOW) as db:
        db.table("permits").insert(a_document())
        db.table("permits").insert(a_document("ad"))
        db.table("scenarios").insert({"id": "cafe"})

    catalogue = store.catalogue.load("market")
    assert catalogue.revision == 1
    assert list(catalogue.permits) == ["food", "ad"]
    assert catalogue.scenarios == {"cafe": {"id": "cafe"}}


def test_a_change_that_fails_changes_nothing(store):
    change = store.catalogue.change("market", expecting=0, author="a", now=NOW)

    with pytest.raises(ZeroDivisionError), change as db:
        db.table("permits").insert(a_document())
        raise ZeroDivisionError

    assert store.catalogue.load("market").revision == 0
    assert store.catalogue.history("market") == ()


def test_a_draft_is_removed(store):
    save(store, a_document(), 0)

    revision = store.catalogue.remove(
        "market", "permits", "food", expecting=1, author="admin", now=NOW
    )

    assert (revision, store.catalogue.load("market").permits) == (2, {})
    with pytest.raises(NotFound):
        store.catalogue.remove("market", "permits", "food", expecting=2, author="a", now=NOW)


def test_what_was_loaded_is_not_what_is_kept(store):
    save(store, a_document(), 0)

    store.catalogue.load("market").permits["food"]["name"] = "改"

    assert store.catalogue.load("market").permits == {"food": a_document()}


def test_of_two_writers_of_one_catalogue_one_wins_every_time(store, another):
    results = []
    for revision in range(15):
        start = threading.Barrier(2)

        def write(shelf, name, start=start, revision=revision):
            start.wait()
            try:
                shelf.save_permit(
                    "market", a_document(name), expecting=revision, author=name, now=NOW
                )
                results.append("saved")
            except ChangedMeanwhile as refused:
                results.append(("refused", refused.current - revision))

        threads = [
            threading.Thread(target=write, args=(s.catalogue, n))
            for s, n in ((store, "one"), (another, "two"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (results.count("saved"), results.count(("refused", 1))) == (15, 15)
    assert store.catalogue.load("market").revision == 15
    assert len(store.catalogue.history("market")) == 15
