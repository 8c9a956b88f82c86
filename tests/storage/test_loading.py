import json

import pytest
from marshmallow import ValidationError

from schemas.permit import Department
from storage.loading import Loaded, load_catalogue
from tests.storage.making import NOW, later

ELEMENT = {
    "id": "ent_name",
    "name": "市场主体名称",
    "type": "text",
    "group": "entity",
    "schema": {"type": "string"},
}
SCENARIO = {"id": "cafe", "name": "咖啡馆", "industry_code": "6232", "questions": [], "rules": []}
EVERYTHING = ("dictionary:elements", "permit:ad", "permit:food", "scenario:cafe")


def a_permit(id="food", department="market", **changes):
    made = {
        "id": id,
        "department": department,
        "name": "食品经营许可",
        "kind": "licence",
        "lane": "ordinary",
        "level": "district",
        "law": "《食品安全法》",
        "conditions": "有固定场所",
        "statutory_days": 20,
        "promised_days": 5,
        "form": {"$id": f"urn:yizhao:form:{id}", "title": "申请书", "properties": {}},
    }
    return made | changes


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "catalogue"
    write(
        root / "departments.json",
        [{"id": "market", "name": "市场"}, {"id": "urban", "name": "城管"}],
    )
    write(root / "elements.json", [ELEMENT])
    write(root / "permits" / "food.json", a_permit())
    write(root / "permits" / "ad.json", a_permit("ad", "urban"))
    write(root / "scenarios" / "cafe.json", SCENARIO)
    return root


def load(store, folder, now=NOW):
    return load_catalogue(store, folder, now=now, author="shipped")


def test_a_loaded_catalogue_is_published_and_drafted(store, folder):
    assert load(store, folder) == Loaded(added=EVERYTHING)

    departments = [d.id for d in store.catalogue.departments()]
    market, data = store.catalogue.load("market"), store.catalogue.load("data")
    assert departments == ["market", "urban", "data"]
    assert (market.revision, market.permits) == (1, {"food": a_permit()})
    assert (data.scenarios, data.elements) == ({"cafe": SCENARIO}, {"ent_name": ELEMENT})
    assert store.published.latest("permit", "food").document == a_permit()
    assert store.published.latest("dictionary", "elements").document == {"elements": [ELEMENT]}
    assert store.published.latest("scenario", "cafe").department == "data"


def test_loading_again_changes_nothing(store, folder):
    load(store, folder)

    assert load(store, folder, later(days=1)) == Loaded(unchanged=EVERYTHING)
    assert store.catalogue.load("market").revision == 1
    assert len(store.published.versions("permit", "food")) == 1


def test_a_document_changed_in_the_folder_is_published_anew(store, folder):
    load(store, folder)
    write(folder / "permits" / "food.json", a_permit(promised_days=3))

    loaded = load(store, folder)

    assert loaded.updated == ("permit:food",)
    assert store.published.latest("permit", "food").document["promised_days"] == 3
    assert store.catalogue.load("market").permits["food"]["promised_days"] == 3


def test_what_people_published_since_is_kept(store, folder):
    load(store, folder)
    mended = a_permit(promised_days=4)
    store.published.add("permit", "food", "market", mended, author="admin", now=later(days=1))

    same = load(store, folder)
    write(folder / "permits" / "food.json", a_permit(promised_days=3))
    changed = load(store, folder)

    assert (same.kept, changed.kept) == (("permit:food",),) * 2
    assert store.published.latest("permit", "food").document == mended


def test_a_draft_someone_is_working_on_is_kept(store, folder):
    load(store, folder)
    store.catalogue.save_permit(
        "market", a_permit(name="改到一半"), expecting=1, author="admin", now=NOW
    )
    write(folder / "permits" / "food.json", a_permit(promised_days=3))

    loaded = load(store, folder)

    assert loaded.kept == ("permit:food",)
    assert store.catalogue.load("market").permits["food"]["name"] == "改到一半"


def test_a_wrong_document_loads_nothing_and_names_its_file(store, folder):
    write(folder / "permits" / "ad.json", a_permit("ad", "urban", lane="slow"))

    with pytest.raises(ValidationError) as refused:
        load(store, folder)

    assert refused.value.__notes__ == ["in ad.json"]
    assert store.catalogue.departments() == ()


def test_departments_already_there_stay_as_they_are(store, folder):
    store.catalogue.add_department(Department("market", "改了名", {}))

    load(store, folder)

    assert store.catalogue.department("market").name == "改了名"
