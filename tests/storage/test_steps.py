"""Undo and redo as two stacks kept in rows, and the older databases that become such rows."""

import json

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from schemas.permit import Department
from storage.engine import Disk
from storage.errors import NotFound
from storage.store import Store
from tests.conftest import KEYS
from tests.storage.making import NOW

FOOD = "permits/food"


@pytest.fixture
def store(store):
    store.catalogue.add_department(Department("market", "市场监管局"))
    return store


def save(store, words, author="chen", **more):
    revision = store.catalogue.load("market").revision
    known = {"expecting": revision, "author": author, "now": NOW, "note": words} | more
    return store.catalogue.save_permit("market", {"id": "food", "name": words}, **known)


def tops(store, author="chen"):
    return tuple(s and s.note for s in store.steps.stacks("market", FOOD, author))


def test_each_author_has_steps_of_their_own_to_take_back_and_bring_again(store):
    save(store, "一")
    save(store, "二", author="li")
    save(store, "三")

    assert (tops(store), tops(store, "li"), tops(store, "wu")) == (
        ("三", None),
        ("二", None),
        (None, None),
    )


def test_taking_back_and_bringing_again_walks_both_stacks(store):
    save(store, "一")
    save(store, "二")
    walked = [tops(store)]
    for kind, note in (("undo", "退二"), ("undo", "退一"), ("redo", "又一"), ("redo", "又二")):
        save(store, note, kind=kind)
        walked.append(tops(store))

    assert walked == [
        ("二", None),
        ("一", "退二"),
        (None, "退一"),
        ("又一", "退二"),
        ("又二", None),
    ]


def test_a_new_step_forgets_what_could_be_brought_again(store):
    save(store, "一")
    save(store, "退一", kind="undo")
    save(store, "二")

    assert tops(store) == ("二", None)
    with pytest.raises(LookupError):
        save(store, "又", kind="redo")
    assert store.catalogue.load("market").revision == 3


def test_a_step_knows_the_document_before_and_after(store):
    save(store, "一")
    save(store, "二")

    undo, _redo = store.steps.stacks("market", FOOD, "chen")
    before, after = (store.catalogue.document(d) for d in (undo.before, undo.after))

    assert (before["name"], after["name"]) == ("一", "二")


def test_the_history_of_one_document_pages_by_its_revisions(store):
    for n in range(5):
        save(store, str(n))

    first = store.steps.history("market", FOOD, limit=2)
    rest = store.steps.history("market", FOOD, before=first[-1].revision)

    assert [r.note for r in (*first, *rest)] == ["4", "3", "2", "1", "0"]
    assert [r.note for r in store.steps.since("market", FOOD, 3)] == ["4", "3"]


def test_one_document_is_loaded_as_it_is_and_as_it_was(store):
    save(store, "一")
    save(store, "二")

    assert store.catalogue.load_one("market", "permits", "food") == (
        2,
        {"id": "food", "name": "二"},
    )
    assert store.catalogue.load_one_at("market", "permits", "food", 1)["name"] == "一"
    with pytest.raises(NotFound):
        store.catalogue.load_one("market", "permits", "nothing")


def test_a_document_saved_twice_is_kept_once(store):
    save(store, "一")
    save(store, "二")
    save(store, "一")

    with store._disk.reading() as connection:
        count = connection.execute(sa.text("SELECT count(*) FROM catalogue_documents")).scalar()
    assert count == 2


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_catalogue_of_whole_bodies_becomes_one_of_references(kind, tmp_path, request):
    """What the first tables held is the same catalogue afterwards, and the way back leads back."""
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.create())
    disk = Disk(url)
    _move(disk, "upgrade", "0001")
    food, ad = {"id": "food", "name": "食品"}, {"id": "ad", "name": "广告"}
    _write(disk, 2, {"permits": {"1": food, "2": ad}}, note="food 改了“面积”")

    _move(disk, "upgrade", "0004")
    store = Store(disk, tmp_path / "files", KEYS)
    catalogue, saved = store.catalogue.load("market"), store.catalogue.history("market")
    _move(disk, "downgrade", "0001")

    assert (catalogue.revision, catalogue.permits) == (2, {"food": food, "ad": ad})
    assert [(r.about, r.note) for r in saved] == [("permits/food", "改了“面积”")]
    assert _body(disk) == {"permits": {"1": food, "2": ad}}
    disk.close()


def _move(disk, verb, revision):
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with disk.writing() as connection:
        config.attributes["connection"] = connection
        getattr(command, verb)(config, revision)


def _write(disk, revision, body, note):
    facts = {"body": json.dumps(body), "revision": revision, "note": note}
    with disk.writing() as connection:
        for line in (
            "INSERT INTO departments (id, name, i18n, position) VALUES ('market', '市', '{}', 0)",
            "INSERT INTO catalogues (department, revision, body) VALUES ('market', :revision, :body)",
            "INSERT INTO catalogue_revisions (department, revision, author, at, body, note)"
            " VALUES ('market', :revision, 'chen', '2026-12-01T00:00:00.000000Z', :body, :note)",
        ):
            connection.execute(sa.text(line), facts)


def _body(disk):
    with disk.reading() as connection:
        return json.loads(connection.execute(sa.text("SELECT body FROM catalogues")).scalar())
