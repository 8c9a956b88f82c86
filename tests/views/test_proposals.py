"""Changes that touch other departments wait for all of them."""

import re

from tests.views.house import post
from tests.views.test_workbench import BENCH, field, subjects


def admins(house, *departments):
    return [house.signed_in(f"of_{d}", "form_admin", d) for d in departments]


def only(house, department):
    return house.store.proposals.outgoing(department).items[0]


def element(house, name):
    listed = house.store.published.latest("dictionary", "elements").document["elements"]
    return next((e for e in listed if e["id"] == name), None)


def renamed(client, name="租赁的期限"):
    return post(client, "/dictionary/lease_period", name=name, reason="说得更清楚")


def test_a_change_says_whose_consent_it_needs_and_waits_for_it(either_house):
    house = either_house
    tobacco, transport, fire = admins(house, "tobacco", "transport", "fire")

    page = tobacco.get("/dictionary/lease_period")
    renamed(tobacco)
    waiting = element(house, "lease_period")["name"]
    post(transport, f"/proposals/{only(house, 'tobacco').id}/answer", answer="accept")

    assert "要这些部门同意：市交通运输局" in page.text
    assert waiting == "租赁期限"
    assert element(house, "lease_period")["name"] == "租赁的期限"
    assert only(house, "tobacco").state == "accepted"
    assert "租赁的期限" in fire.get("/dictionary").text
    actions = [r.action for r in house.store.audit.list().items]
    assert {"proposal.make", "proposal.accepted"} <= set(actions)


def test_a_refusal_needs_a_reason_and_changes_nothing(house):
    tobacco, transport = admins(house, "tobacco", "transport")
    renamed(tobacco)
    at = f"/proposals/{only(house, 'tobacco').id}/answer"

    silent = post(transport, at, answer="refuse")
    told = post(transport, at, answer="refuse", reason="本来就清楚")

    assert (silent.status_code, told.status_code) == (422, 303)
    assert "不同意请写理由。" in silent.text
    assert element(house, "lease_period")["name"] == "租赁期限"
    assert "本来就清楚" in tobacco.get("/proposals").text


def test_what_touches_nobody_else_is_in_force_at_once(house):
    (tobacco,) = admins(house, "tobacco")

    post(tobacco, "/dictionary/legal_rep_now_home", name="现在的住址", reason="更清楚")

    assert element(house, "legal_rep_now_home")["name"] == "现在的住址"
    assert only(house, "tobacco").state == "accepted"


def test_a_proposal_can_be_withdrawn_by_its_department_only(house):
    tobacco, transport = admins(house, "tobacco", "transport")
    renamed(tobacco)
    at = f"/proposals/{only(house, 'tobacco').id}/withdraw"

    stranger, own = post(transport, at), post(tobacco, at)
    late = post(transport, at.replace("withdraw", "answer"), answer="accept")

    assert (stranger.status_code, own.status_code, late.status_code) == (404, 303, 409)
    assert element(house, "lease_period")["name"] == "租赁期限"


def test_nobody_but_the_touched_departments_may_answer(house):
    tobacco, fire = admins(house, "tobacco", "fire")
    renamed(tobacco)
    at = f"/proposals/{only(house, 'tobacco').id}/answer"

    answers = [post(client, at, answer="accept") for client in (tobacco, fire)]

    assert [a.status_code for a in answers] == [404, 404]


def own_question(client, permit):
    """The workbench's suggestion that touches another department's own question."""
    page = client.get(f"/build/{permit}/workbench/same")
    return next(s for s in subjects(page) if re.fullmatch(r"\w+\.\w+\|\w+\.\w+", s))


def test_two_forms_own_questions_become_one_when_the_other_accepts(house):
    market, tobacco = admins(house, "market", "tobacco")
    subject = own_question(market, "food_business")

    post(market, f"{BENCH}/same", subject=subject, verdict="same", reason="同一份文件")
    pending = subjects(market.get(f"{BENCH}/same"))
    page = tobacco.get("/proposals")
    post(tobacco, f"/proposals/{only(house, 'market').id}/answer", answer="accept")

    (mine, theirs) = (s.split(".") for s in sorted(subject.split("|")))
    assert subject not in pending
    assert "新的数据元" in page.text
    new = field(house, mine[1])["x-element"]
    assert field(house, theirs[1], theirs[0], "tobacco")["x-element"] == new
    assert element(house, new)
    assert house.store.decisions.list().items[0].verdict == "same"


def test_a_refused_suggestion_is_settled_as_different(house):
    market, tobacco = admins(house, "market", "tobacco")
    subject = own_question(market, "food_business")

    post(market, f"{BENCH}/same", subject=subject, verdict="same", reason="同一份文件")
    at = f"/proposals/{only(house, 'market').id}/answer"
    post(tobacco, at, answer="refuse", reason="我们要的是另一份")

    decision = house.store.decisions.list().items[0]
    assert (decision.verdict, decision.reason, decision.department) == (
        "different",
        "我们要的是另一份",
        "tobacco",
    )
    assert subject not in subjects(market.get(f"{BENCH}/same"))
    assert "x-element" not in field(house, subject.split("|")[0].split(".")[1])


def test_what_cannot_be_carried_out_is_said_and_leaves_no_trace(house):
    market, tobacco = admins(house, "market", "tobacco")
    subject = own_question(market, "food_business")
    post(market, f"{BENCH}/same", subject=subject, verdict="same", reason="同一份文件")
    theirs = subject.split("|")[1].split(".")[1]
    catalogue = house.store.catalogue.load("tobacco")
    document = catalogue.permits["tobacco"]
    del document["form"]["properties"][theirs]
    house.store.catalogue.save_permit(
        "tobacco",
        document,
        expecting=catalogue.revision,
        author="id-x",
        now=catalogue_time(house),
        note="删",
    )

    at = f"/proposals/{only(house, 'market').id}/answer"
    answer = post(tobacco, at, answer="accept")

    assert answer.status_code == 422
    assert "里已经没有这一题。" in answer.text
    assert only(house, "market").state == "open"
    assert house.store.decisions.list().items == ()


def catalogue_time(house):
    return house.store.catalogue.history("tobacco")[0].at
