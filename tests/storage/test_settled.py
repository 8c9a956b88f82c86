from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.decision import Consent, Decision, NamedBasket, Proposal, clash, pair
from schemas.permit import Department
from storage.errors import ChangedMeanwhile, NotFound, Taken
from tests.storage.making import NOW

DECISION = Decision(
    subject=pair("tobacco.addr", "biz_address"),
    verdict="same",
    reason="同一个地方",
    author="id-wang",
    author_name="王明",
    department="market",
    at=NOW,
    detail={"factor": "1"},
)
PROPOSAL = Proposal(
    id="p1",
    department="market",
    author="id-wang",
    author_name="王明",
    reason="名称改得更清楚",
    at=NOW,
    change={"element": {"id": "biz_address", "name": "经营地址"}, "bindings": []},
)


@pytest.fixture(autouse=True)
def departments(store):
    for name in ("market", "fire", "tobacco"):
        store.catalogue.add_department(Department(name, name, {}))


def said(state, department, reason="可以"):
    return Consent("p1", department, state, "李", reason)


def test_a_decision_is_kept_with_author_reason_and_time_and_never_changed(store):
    store.decisions.add(DECISION)

    assert store.decisions.about([DECISION.subject]) == {DECISION.subject: DECISION}
    assert store.decisions.subjects() == {"biz_address|tobacco.addr"}
    with pytest.raises(Taken):
        store.decisions.add(replace(DECISION, verdict="different"))
    assert store.decisions.list().items == (DECISION,)


def test_a_pair_is_one_subject_whichever_is_named_first():
    assert pair("a", "b") == pair("b", "a")
    assert clash("area", ("b", "a"), ("x", "y")) == clash("area", ("a", "b"), ("y", "x"))
    assert clash("area", ("b", "a"), ("x", "y")) != clash("area", ("b", "a"), ("x", "z"))


def test_a_proposal_is_accepted_when_every_department_has_accepted(store):
    store.proposals.add(PROPOSAL, ["fire", "tobacco"])

    assert store.proposals.waiting("fire") == 1
    assert store.proposals.answer(said("accepted", "fire"), now=NOW) == "open"
    assert store.proposals.waiting("fire") == 0
    assert store.proposals.answer(said("accepted", "tobacco"), now=NOW) == "accepted"
    assert store.proposals.get("p1") == replace(PROPOSAL, state="accepted", closed_at=NOW)


def test_one_refusal_ends_a_proposal(store):
    store.proposals.add(PROPOSAL, ["fire", "tobacco"])

    assert store.proposals.answer(said("refused", "fire", "不是一回事"), now=NOW) == "refused"
    with pytest.raises(ChangedMeanwhile):
        store.proposals.answer(said("accepted", "tobacco"), now=NOW)
    assert [(c.department, c.state, c.reason) for c in store.proposals.consents("p1")] == [
        ("fire", "refused", "不是一回事"),
        ("tobacco", "open", ""),
    ]
    assert store.proposals.waiting("tobacco") == 0


def test_nobody_answers_twice_and_no_stranger_answers(store):
    store.proposals.add(PROPOSAL, ["fire", "tobacco"])
    store.proposals.answer(said("accepted", "fire"), now=NOW)

    for stranger in ("fire", "market"):
        with pytest.raises(ChangedMeanwhile):
            store.proposals.answer(said("refused", stranger), now=NOW)
    assert store.proposals.get("p1").state == "open"


def test_proposals_come_in_and_go_out_a_page_at_a_time(store):
    store.proposals.add(PROPOSAL, ["fire"])
    store.proposals.add(replace(PROPOSAL, id="p2"), ["fire"])

    first = store.proposals.incoming("fire", limit=1)
    second = store.proposals.incoming("fire", first.after, limit=1)

    assert [p.id for p in (*first.items, *second.items)] == ["p2", "p1"]
    assert second.after is None
    assert [p.id for p in store.proposals.outgoing("market").items] == ["p2", "p1"]
    assert store.proposals.outgoing("fire").items == ()


def test_a_withdrawn_proposal_waits_for_nobody(store):
    store.proposals.add(PROPOSAL, ["fire"])
    store.proposals.close("p1", "withdrawn", now=NOW)

    assert store.proposals.waiting("fire") == 0
    with pytest.raises(ChangedMeanwhile):
        store.proposals.close("p1", "withdrawn", now=NOW)


def test_a_basket_has_a_name_of_its_own(store):
    basket = NamedBasket("b1", "老街便利店", ("food_business", "tobacco"), "market", NOW)
    store.baskets.add(basket)

    with pytest.raises(Taken):
        store.baskets.add(replace(basket, id="b2"))
    assert store.baskets.all() == (basket,)
    assert store.baskets.get("b1") == basket
    store.baskets.remove("b1")
    with pytest.raises(NotFound):
        store.baskets.get("b1")


def test_the_last_proposal_of_a_question_is_found_by_its_department_only(store):
    store.proposals.add(PROPOSAL, ["fire"], question=("food", "staff/name"))
    later = replace(PROPOSAL, id="p2", at=NOW + timedelta(days=1))
    store.proposals.add(later, ["fire"], question=("food", "staff/name"))

    assert store.proposals.of_question("market", "food", "staff/name") == later
    assert store.proposals.of_question("market", "food", "area") is None
    assert store.proposals.of_question("tobacco", "food", "staff/name") is None
