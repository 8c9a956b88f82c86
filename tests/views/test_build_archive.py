"""Forms are archived instead of deleted: who, when, why; and restored."""

import re
from importlib import import_module

import pytest

from schemas.archived import ArchivedForm
from storage.engine import Disk
from storage.errors import NotFound
from tests.views.house import NOW, post
from tests.views.test_build_release import publish
from tests.views.test_workbench import words
from views.clock import today

AT = "/build/food_business"


def put_away(admin, why="并入别的许可"):
    return post(admin, f"{AT}/archive", why=why)


def test_an_archived_form_leaves_the_list_and_applicants_and_keeps_its_versions(house, admin):
    asked = words(admin.get(f"{AT}/archive"))
    silent = put_away(admin, " ")
    done = put_away(admin)

    told = words(admin.get("/build/archive"))
    assert "第 1 版正在用，存档时一起撤下" in asked
    assert (silent.status_code, done.headers["Location"]) == (422, "/build/archive")
    assert ("食品经营许可" in told, "并入别的许可" in told, "Wang" in told) == (True, True, True)
    assert "/build/food_business" not in admin.get("/build").text
    assert admin.get(AT).status_code == 404
    assert "food_business" not in house.store.published.heads("permit")
    assert len(house.store.published.versions("permit", "food_business")) == 1
    assert "permit.archive" in {r.action for r in house.store.audit.list().items}


def test_a_restored_form_is_the_same_draft_with_its_history(house, admin):
    before = house.store.catalogue.load("market").permits["food_business"]
    put_away(admin)

    back = post(admin, "/build/archive/food_business/restore")

    assert back.headers["Location"] == AT
    assert house.store.catalogue.load("market").permits["food_business"] == before
    assert "没有存档的表单。" in admin.get("/build/archive").text
    history = words(admin.get(f"{AT}/history"))
    assert ("存档了“食品经营许可”：并入别的许可" in history) and "从存档恢复了" in history
    assert "还没发布" in words(admin.get("/build"))
    assert post(admin, "/build/archive/food_business/restore").status_code == 404


def test_a_planned_publication_does_not_bring_an_archived_form_back(house, admin):
    post(admin, f"{AT}/rules/r1/remove")
    day = today().replace(year=today().year + 1)
    publish(admin, house, starts=day.isoformat())

    put_away(admin)

    planned = house.store.catalogue.load_one("market", "planned", "food_business")[1]
    assert planned == {"id": "food_business", "digest": ""}


def test_the_code_of_an_archived_form_stays_its_own(house, admin):
    post(admin, "/build", name="小餐饮登记", code="small_catering")
    post(admin, "/build/small_catering/archive", why="写错了")

    again = post(admin, "/build", name="小餐饮登记", code="small_catering")
    kept = [post(admin, "/build", name="x", code=code) for code in ("archive", "certificates")]

    assert (again.status_code, "已经有一个事项用了这个代号" in again.text) == (422, True)
    assert [k.status_code for k in kept] == [422, 422]


def test_another_departments_archive_is_its_own(house, admin):
    put_away(admin)
    tobacco = house.signed_in("of_tobacco", "form_admin", "tobacco")

    assert "食品经营许可" not in words(tobacco.get("/build/archive"))
    assert post(tobacco, "/build/archive/food_business/restore").status_code == 404
    with pytest.raises(NotFound):
        house.store.catalogue.load_one("tobacco", "archived", "food_business")


def test_the_list_is_paged_by_keys(house, admin):
    for n in range(45):
        house.store.archive.add(
            ArchivedForm("market", f"old_{n:02}", f"旧表 {n:02}", 3, "Wang", "不用了", NOW)
        )

    pages, address = [], "/build/archive"
    while address:
        html = admin.get(address).text
        pages.append(re.findall(r"<strong>旧表 (\d\d)</strong>", html))
        found = re.search(r'href="(/build/archive\?after=[^"]+)"', html)
        address = found[1] if found else ""

    assert [len(p) for p in pages] == [20, 20, 5]
    assert [int(n) for p in pages for n in p] == list(range(44, -1, -1))
    assert admin.get("/build/archive?after=nonsense").status_code == 404


def test_what_was_archived_before_there_was_a_list_is_listed(house, admin):
    put_away(admin)
    kept = house.store.archive.list("market").items
    house.store.archive.remove("market", "food_business")

    versions = import_module("storage.migrations.versions.0110_archived_forms")
    with Disk(house.settings.database_url).writing() as connection:
        versions.fill(connection)

    assert house.store.archive.list("market").items == kept
