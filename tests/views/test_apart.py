"""Permits whose rules contradict each other: said before anything is typed, and applied for apart."""

import re
from dataclasses import replace

import pytest

from form_builder.merge import basket_digest
from tests.views.applicant import Applicant
from tests.views.house import NOW
from views.published import permits, source

PAIR = ("food_business", "internet_cafe")


def shrunk(house):
    """A food form in force that nobody with a net café's 20 ㎡ can satisfy."""
    live = house.store.published.latest("permit", "food_business")
    document = live.document
    document["form"]["properties"]["area"]["maximum"] = 10
    house.store.published.add(
        "permit", "food_business", "market", document, author="id-wang", now=NOW, note="改小"
    )


@pytest.fixture
def lin(house):
    lin = Applicant(house)
    shrunk(house)
    return lin


def baskets(lin):
    return sorted(d.basket for d in lin.house.store.drafts.of_account("id-lin").items)


def test_both_rules_stand_side_by_side_before_a_draft_begins(lin):
    page = lin.post("/apply", permits=list(PAIR))

    assert page.status_code == 422
    assert "“面积（㎡）”，必填，不小于 1 ㎡，不大于 10 ㎡" in page.text
    assert "“经营面积”，必填，不小于 20 平方米" in page.text
    assert baskets(lin) == []


def test_the_permit_that_was_chosen_gets_an_application_of_its_own(lin):
    answer = lin.post("/apply", permits=[*PAIR, "tobacco"], apart=["internet_cafe"])

    assert answer.location == "/apply"
    assert baskets(lin) == [("food_business", "tobacco"), ("internet_cafe",)]


def test_the_guide_says_so_before_the_start(lin):
    page = lin.get("/guide/netcafe", query_string={"drinks": "现做", "sign": "no"})

    assert "其中有的要分开申请" in page.text
    assert "必填，不小于 20 平方米" in page.text


def test_what_cannot_be_added_to_a_draft_is_offered_apart(lin):
    lin.begin(["food_business"])
    lin.save("area_business", area_business="8")

    refused = lin.post(f"/apply/{lin.draft}/basket", add="internet_cafe")
    apart = lin.post(f"/apply/{lin.draft}/apart", permit="internet_cafe")
    own = lin.house.store.drafts.get(apart.location.rpartition("/")[2])

    assert refused.status_code == 422
    assert "不能加进这张表：要求互相矛盾" in refused.text
    assert f'action="/apply/{lin.draft}/apart"' in refused.text
    assert (own.basket, own.answers["area_business"]) == (("internet_cafe",), 8)
    assert lin.kept().basket == ("food_business",)


def test_a_draft_that_holds_both_is_told_and_can_be_split_with_nothing_lost(house):
    lin = Applicant(house).begin(PAIR)
    lin.save("area_business", area_business="30")
    lin.save("ent_name", ent_name="好邻居")
    pins = dict(lin.kept().pins)
    shrunk(house)
    new = house.store.published.latest("permit", "food_business").id
    draft = lin.kept()
    house.store.drafts.save(
        replace(draft, pins={**pins, "food_business": new}), expecting=draft.revision
    )

    told = lin.get(f"/apply/{lin.draft}")
    basket = lin.get(f"/apply/{lin.draft}/basket")
    apart = lin.post(f"/apply/{lin.draft}/apart", permit="internet_cafe")
    own = house.store.drafts.get(apart.location.rpartition("/")[2])

    assert "选一个分开申请" in told.text
    assert basket.text.count("分开申请<span") == 2
    assert (own.basket, lin.kept().basket) == (("internet_cafe",), ("food_business",))
    assert own.answers["area_business"] == lin.kept().answers["area_business"] == 30
    assert own.answers["ent_name"] == "好邻居"


def test_one_permit_alone_is_never_split(lin):
    lin.begin(["food_business"])

    assert lin.post(f"/apply/{lin.draft}/apart", permit="food_business").status_code == 404
    assert lin.post(f"/apply/{lin.draft}/apart", permit="no_such").status_code == 404


def test_the_search_is_made_once_for_every_process(lin):
    first = lin.post("/apply", permits=list(PAIR))
    sources = [source(permit) for permit in published(lin.house)]
    kept = lin.house.store.findings.find(basket_digest(sources))

    assert first.status_code == 422
    assert [sorted(c["sources"]) for c in kept] == [sorted(PAIR)]
    assert basket_digest(reversed(sources)) == basket_digest(sources)
    assert basket_digest(sources[:1]) != basket_digest(sources)


def test_what_was_found_is_told_the_same_a_second_time(lin):
    pages = [lin.post("/apply", permits=list(PAIR)) for _time in range(2)]
    told = [page.text.split("<main")[1].split("</main>")[0] for page in pages]

    assert "不小于 20 平方米" in told[0]
    assert [re.sub(r'value="[^"]+"', "", text) for text in told] == [
        re.sub(r'value="[^"]+"', "", told[0])
    ] * 2


def test_a_rule_between_answers_is_told_in_its_own_words(house):
    lin = Applicant(house)
    live = house.store.published.latest("permit", "food_business")
    document = live.document
    check = {"do": "<=", "with": [{"answer": "area"}, {"number": "10", "unit": "㎡"}]}
    rule = {"key": "small", "title": "小餐饮不能大于 10 ㎡", "at": "area", "check": check}
    document["form"]["x-rules"] = [*document["form"].get("x-rules", ()), rule]
    house.store.published.add(
        "permit", "food_business", "market", document, author="id-wang", now=NOW, note="改小"
    )

    page = lin.post("/apply", permits=list(PAIR))

    assert page.status_code == 422
    assert "“面积（㎡）”，小餐饮不能大于 10 ㎡" in page.text
    assert "“经营面积”，必填，不小于 20 平方米" in page.text


def published(house):
    with house.app.app_context():
        return [permits()[name] for name in PAIR]
