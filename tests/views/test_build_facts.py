"""The facts of a permit: edited as a whole, checked, and used where they matter."""

import pytest

from schemas.permit_facts import circle
from tests.views.house import post
from tests.views.test_build import revision_of

AT = "/build/food_business/facts"


def permit(house):
    return house.store.catalogue.load("market").permits["food_business"]


def facts(house, **more):
    old = permit(house)
    typed = {
        k: str(old.get(k) or "")
        for k in ("name", "law", "conditions", "commitment", "kind", "lane", "level")
    }
    typed |= {
        k: str(old.get(k) or "")
        for k in ("statutory_days", "promised_days", "validity_years", "basic_code")
    }
    return typed | {"revision": revision_of(house)} | more


def test_facts_are_kept_and_a_countable_condition_becomes_a_rule(house, admin):
    more = {
        "laws": "食品安全法 | 2021年修正 | 2021-04-29\n食品经营许可和备案管理办法 | 总局令第78号 | 2023-12-01",
        "fee": "不收费",
        "lane.440402": "commitment",
        "requires.0.kind": "people",
        "requires.0.words": "至少有 1 名从业人员",
        "requires.0.field": "staff",
        "requires.0.least": "1",
        "requires.1.words": "有餐具消毒设备",
        "requires.1.kind": "equipment",
        "first": ["business_registration"],
        "reasons.returning": "请写到门牌号。\n\n请换清楚的照片。",
    }  # fmt: skip

    answer = post(admin, AT, **facts(house, **more))

    kept = permit(house)
    assert answer.status_code == 303
    assert kept["laws"][1] == {
        "name": "食品经营许可和备案管理办法",
        "version": "总局令第78号",
        "valid_from": "2023-12-01",
    }
    assert (kept["lanes"], kept["fee"]) == ({"440402": "commitment"}, "不收费")
    assert kept["requires"][1] == {"kind": "equipment", "words": "有餐具消毒设备"}
    assert kept["reasons"]["returning"] == ["请写到门牌号。", "请换清楚的照片。"]
    assert kept["form"]["x-rules"][-1] == {
        "key": "condition_1",
        "title": "至少有 1 名从业人员",
        "check": {"do": ">=", "with": [{"answer": "staff"}, {"number": "1", "unit": "人"}]},
    }


def test_a_condition_taken_away_takes_its_check_along(house, admin):
    check = {"requires.0.words": "有人", "requires.0.field": "staff", "requires.0.least": "1"}
    post(admin, AT, **facts(house, **check))
    post(admin, AT, **facts(house))

    assert [r["key"] for r in permit(house)["form"]["x-rules"]] == ["r1", "r2"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"promised_days": "many"}, "请检查这一栏的内容和格式。"),
        ({"laws": "办法 | 一 | 昨天"}, "请检查这一栏的内容和格式。"),
        ({"lane.440402": "magic"}, "请检查这一栏的内容和格式。"),
        ({"requires.0.words": "有人", "requires.0.field": "staff"}, "第 1 条：要检查数量，题和最少多少都要填。"),
        ({"first": ["food_business"]}, "先后次序绕成了圈"),
        ({"revision": "0"}, "您打开以后，别人改过了。请核对后再存一次。"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_kept(house, admin, more, sentence):
    before = permit(house)

    answer = post(admin, AT, **facts(house, fee="<b>十元</b>", **more))

    assert answer.status_code in (409, 422)
    assert sentence in answer.text and "&lt;b&gt;十元" in answer.text
    assert permit(house) == before


def test_what_must_be_granted_first_may_not_go_in_circles():
    assert circle({"a": ("b",), "b": ("c",), "c": ("a",)}, "a") == ("a", "b", "c")
    assert circle({"a": ("b",), "b": ("c",)}, "a") == ()
