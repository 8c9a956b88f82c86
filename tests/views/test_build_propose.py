"""A question of a department's own becomes an element of the dictionary: used, proposed, accepted, refused."""

from tests.views.house import post
from tests.views.test_proposals import element, only
from tests.views.test_workbench import field, words

AT = "/build/food_business"
NEW = {"name": "主体业态", "group": "business", "sensitivity": "public", "note": "卖什么的店"}


def own(house):
    """A text question that asks no element, added to the food form."""
    market = house.signed_in("of_market", "form_admin", "market")
    post(market, f"{AT}/fields", type="text")
    return market


def proposed(client, **more):
    return post(client, f"{AT}/fields/q_text/propose", **NEW | {"reason": "各部门都问"} | more)


def test_what_the_steward_accepts_is_in_the_dictionary_and_at_the_question(house):
    market = own(house)
    steward = house.signed_in("of_data", "form_admin", "data")

    page = market.get(f"{AT}/fields/q_text/element")
    sent = proposed(market)
    waiting = words(market.get(f"{AT}?field=q_text"))
    asked = words(steward.get("/proposals"))
    unbound = field(house, "q_text")
    post(steward, f"/proposals/{only(house, 'market').id}/answer", answer="accept")

    assert (page.status_code, sent.status_code) == (200, 303)
    assert "已提议做成数据元“主体业态”，等市政务服务数据管理局答复。" in waiting
    assert "新的数据元“主体业态”。" in asked
    assert "一行文字 · 最少字数 1 · 最多字数 100 · 可以公开" in asked
    assert "的“一行文字”绑定到数据元“主体业态”。" in asked
    assert "x-element" not in unbound
    assert field(house, "q_text")["x-element"] == "q_text"
    assert element(house, "q_text")["note"] == "卖什么的店"
    assert "数据元：主体业态" in words(market.get(f"{AT}?field=q_text"))


def test_a_refusal_is_read_at_the_question_and_it_can_be_proposed_again(house):
    market, steward = own(house), house.signed_in("of_data", "form_admin", "data")
    proposed(market)
    again = proposed(market)
    at = f"/proposals/{only(house, 'market').id}/answer"
    post(steward, at, answer="refuse", reason="已有“经营范围”")

    told = words(market.get(f"{AT}?field=q_text"))
    anew = proposed(market, reason="不是经营范围")

    assert (again.status_code, anew.status_code) == (409, 303)
    assert "市政务服务数据管理局没有同意做成数据元：已有“经营范围”" in told
    assert "x-element" not in field(house, "q_text")


def test_a_withdrawn_proposal_leaves_the_question_as_it_was(house):
    market = own(house)
    proposed(market)

    post(market, f"/proposals/{only(house, 'market').id}/withdraw")

    assert "已提议" not in words(market.get(f"{AT}?field=q_text"))


def test_an_id_that_was_taken_meanwhile_is_not_written_over(house):
    market, steward = own(house), house.signed_in("of_data", "form_admin", "data")
    tobacco = house.signed_in("of_tobacco", "form_admin", "tobacco")
    post(tobacco, "/build/tobacco/fields", type="date")
    post(market, f"{AT}/fields/q_text/remove")
    post(market, f"{AT}/fields", type="date")
    wish = {"reason": "要共用", "name": "开业日期"}
    post(market, f"{AT}/fields/q_date/propose", **NEW | wish)
    post(tobacco, "/build/tobacco/fields/q_date/propose", **NEW | wish | {"name": "订货日期"})

    for department in ("market", "tobacco"):
        post(steward, f"/proposals/{only(house, department).id}/answer", answer="accept")

    assert element(house, "q_date")["name"] == "开业日期"
    assert element(house, "q_date_2")["name"] == "订货日期"
    assert field(house, "q_date", "tobacco", "tobacco")["x-element"] == "q_date_2"


def test_a_question_that_is_gone_cannot_be_bound(house):
    market, steward = own(house), house.signed_in("of_data", "form_admin", "data")
    proposed(market)
    post(market, f"{AT}/fields/q_text/remove")

    answer = post(steward, f"/proposals/{only(house, 'market').id}/answer", answer="accept")

    assert (answer.status_code, element(house, "q_text")) == (422, None)
    assert "里已经没有这一题。" in answer.text


def test_a_question_of_a_form_nobody_published_is_proposed_too(house):
    market, steward = own(house), house.signed_in("of_data", "form_admin", "data")
    post(market, "/build", name="小餐饮登记", code="small_catering")
    post(market, "/build/small_catering/fields", type="phone")
    post(market, "/build/small_catering/fields/q_phone/propose", **NEW | {"reason": "要共用"})

    said = words(steward.get("/proposals"))
    post(steward, f"/proposals/{only(house, 'market').id}/answer", answer="accept")

    assert "“小餐饮登记”的“电话”绑定到数据元“主体业态”。" in said
    assert field(house, "q_phone", "small_catering")["x-element"] == "q_phone"


def test_an_element_that_is_there_already_is_found_and_used(house):
    market = own(house)
    post(market, f"{AT}/fields/q_text", label="租赁期限")
    post(market, f"{AT}/fields", type="period", after="q_text")
    post(market, f"{AT}/fields/q_period", label="租赁期限")

    page = market.get(f"{AT}/fields/q_period/element").text
    used = post(market, f"{AT}/fields/q_period/element", element="lease_period")
    unlike = post(market, f"{AT}/fields/q_text/element", element="area_business")

    assert 'value="lease_period"' in page
    assert (used.status_code, field(house, "q_period")["x-element"]) == (303, "lease_period")
    assert (unlike.status_code, "x-element" in field(house, "q_text")) == (422, False)


def test_what_asks_an_element_or_computes_cannot_be_proposed(house):
    market = own(house)
    post(market, f"{AT}/fields", type="statement")

    answers = [market.get(f"{AT}/fields/{k}/element") for k in ("q_statement", "nobody")]
    bound = post(market, f"{AT}/fields/area/propose", **NEW | {"reason": "再提一次"})
    silent = proposed(market, reason=" ")

    assert [a.status_code for a in (*answers, bound)] == [404, 404, 404]
    assert (silent.status_code, "请写名称和理由。" in silent.text) == (422, True)
