"""The steward amends a proposed element before accepting it; the proposer reads what and why."""

import pytest

from tests.views.house import post
from tests.views.test_build_propose import AT, own, proposed
from tests.views.test_proposals import element, only
from tests.views.test_workbench import field, words

BETTER = {
    "name": "店铺电话",
    "type": "phone",
    "unit": "",
    "note": "打得通的",
    "group": "contact",
    "sensitivity": "internal",
    "name.en": "Phone of the shop",
    "name.pt": "Telefone da loja",
    "reason": "已有电话的检查，照它来",
}


@pytest.fixture
def market(house):
    client = own(house)
    proposed(client)
    return client


@pytest.fixture
def steward(house):
    return house.signed_in("of_data", "form_admin", "data")


def at(house):
    return f"/proposals/{only(house, 'market').id}/amend"


def test_the_amended_element_is_in_force_and_the_proposer_reads_why(house, market, steward):
    page = steward.get(at(house))

    sent = post(steward, at(house), **BETTER)
    said = words(market.get("/proposals"))
    asked = field(house, "q_text")

    assert (page.status_code, sent.status_code, only(house, "market").state) == (
        200,
        303,
        "accepted",
    )
    new = element(house, "q_text")
    assert (new["name"], new["type"], new["group"]) == ("店铺电话", "phone", "contact")
    assert new["i18n"] == {"en": {"name": "Phone of the shop"}, "pt": {"name": "Telefone da loja"}}
    assert (asked["x-element"], asked["x-type"], asked["title"]) == ("q_text", "phone", "一行文字")
    assert asked["pattern"] == new["schema"]["pattern"]
    for text in (said, words(market.get(f"{AT}/fields/q_text/element"))):
        assert "数据元“主体业态”的类型从 一行文字 改为 电话。" in text
        assert "已有电话的检查，照它来" in text
    assert "新的数据元“主体业态”。" in said


def test_limits_are_tightened_and_the_question_takes_them_over(house, market, steward):
    text = BETTER | {"type": "text", "limit.maxLength": "20", "limit.pattern": "^[0-9]+$"}

    post(steward, at(house), **text)

    asked = field(house, "q_text")
    assert (asked["maxLength"], asked["pattern"]) == (20, "^[0-9]+$")
    assert (element(house, "q_text")["schema"]["maxLength"], asked["x-type"]) == (20, "text")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "请写名称和理由。"),
        ({"type": "text", "limit.maxLength": "许多"}, "限制要写数字，例如 10。"),
        ({"type": "table"}, "提议的那一题答不了这种类型。"),
        ({"type": "choice", "options": "一个"}, "请至少写两个选项。"),
        ({"type": "text", "limit.minLength": "9", "limit.maxLength": "3"}, "没有生效："),
    ],
    ids=["no reason", "no number", "another kind", "one option", "nothing fits"],
)
def test_what_is_no_element_is_said_and_changes_nothing(house, market, steward, wrong, sentence):
    answer = post(steward, at(house), **BETTER | wrong)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert 'value="店铺电话"' in answer.text
    assert (only(house, "market").state, element(house, "q_text")) == ("open", None)


def test_only_the_steward_amends_and_only_once(house, market, steward):
    tobacco = house.signed_in("of_tobacco", "form_admin", "tobacco")

    strangers = [c.get(at(house)).status_code for c in (market, tobacco)]
    post(steward, at(house), **BETTER)
    again = post(steward, at(house), **BETTER)

    assert (strangers, again.status_code) == ([404, 404], 404)


def test_a_change_of_an_element_that_is_there_is_answered_not_amended(house, steward):
    tobacco = house.signed_in("of_tobacco", "form_admin", "tobacco")
    post(tobacco, "/dictionary/lease_period", name="租赁的期限", reason="更清楚")

    assert steward.get(f"/proposals/{only(house, 'tobacco').id}/amend").status_code == 404


def test_the_count_of_what_waits_stands_in_the_stewards_navigation_only(house, market, steward):
    waiting = steward.get("/permits").text
    post(steward, at(house), **BETTER)

    assert '<span class="site-count">1<' in waiting
    assert "site-count" not in market.get("/permits").text
    assert "site-count" not in steward.get("/permits").text
