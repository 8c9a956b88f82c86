"""Forms are archived instead of deleted: who, when, why; and restored."""

import pytest

from storage.errors import NotFound
from tests.views.house import post
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
