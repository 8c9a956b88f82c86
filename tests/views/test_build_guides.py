"""Guides edited in the browser, with their proofs."""

import pytest

from form_builder.rows import to_groups, to_schema
from tests.views.house import post

AT = "/guides/bookcafe"


@pytest.fixture
def admin(house):
    return house.signed_in("zhou", "form_admin", "data")


def guide(house):
    return house.store.catalogue.load("data").scenarios["bookcafe"]


def test_every_shipped_guide_shows_that_it_is_proved(admin):
    page = admin.get("/guides").text

    assert page.count("都证明了") == 21
    assert '<a href="/guides" aria-current="page">' in page


def test_a_question_that_decides_nothing_is_told_and_cannot_be_published(house, admin):
    post(admin, f"{AT}/questions", text="招牌是什么颜色？", type="choice", options="红\n蓝")

    page = admin.get(AT).text
    refused = post(admin, f"{AT}/publish", note="加问题")

    assert "“招牌是什么颜色？”怎么答都不影响结果，可以去掉。" in page
    assert (refused.status_code, guide(house)["questions"][-1]["id"]) == (422, "q1")
    assert len(house.store.published.versions("scenario", "bookcafe")) == 1


def test_a_rule_for_it_makes_it_count_and_the_guide_is_published(house, admin):
    post(admin, f"{AT}/questions", text="卖烟吗？", type="yes_no")
    count = len(guide(house)["rules"])

    row = {"rows": "yes", "0.0.field": "q1", "0.0.operator": "is", "0.0.value": "是"}
    added = post(admin, f"{AT}/rules/{count}", permits="tobacco", **row)
    published = post(admin, f"{AT}/publish", note="书店也卖烟")

    assert (added.status_code, published.status_code) == (303, 303)
    assert guide(house)["rules"][-1] == {
        "when": {"properties": {"q1": {"const": True}}, "required": ["q1"]},
        "permits": ["tobacco"],
    }
    assert "tobacco" in house.client().get("/guide/bookcafe?q1=yes").text


def test_questions_in_use_stay_and_others_move_and_go(house, admin):
    first, second = (q["id"] for q in guide(house)["questions"][:2])

    refused = post(admin, f"{AT}/questions/{first}/remove")
    post(admin, f"{AT}/questions/{first}/down")

    assert refused.status_code == 422 and "条规则还要用这个问题" in refused.text
    assert [q["id"] for q in guide(house)["questions"][:2]] == [second, first]


def test_the_shortest_order_is_taken_over(house, admin):
    assert "按这个次序问" in admin.get(AT).text

    post(admin, f"{AT}/order")

    assert "按这个次序问" not in admin.get(AT).text


@pytest.mark.parametrize(
    ("path", "sent", "sentence"),
    [
        ("questions", {"text": "", "type": "yes_no"}, "请写这个问题怎么问。"),
        (
            "questions",
            {"text": "哪一种？", "type": "choice", "options": "一"},
            "选择题至少要有两个选项，一行一个。",
        ),
        ("rules/0", {"permits": "circus"}, "请选这条规则带出哪些许可。"),
        ("rules/0", {"permits": "tobacco", "rows": "y", "0.0.field": "ac"}, "第 1 条规则还没写完"),
    ],
)
def test_what_is_not_finished_is_told(house, admin, path, sent, sentence):
    before = guide(house)

    answer = post(admin, f"{AT}/{path}", **sent)

    assert answer.status_code == 422 and sentence in answer.text
    assert guide(house) == before


def test_only_those_who_keep_guides_see_them(house):
    other = house.signed_in("wang", "form_admin", "market")

    assert {other.get(AT).status_code, other.get("/guides").status_code} == {404}
    assert post(other, f"{AT}/order").status_code == 404


WHEN = {"rows": "yes", "0.0.field": "q1", "0.0.operator": "is", "0.0.value": "是"}


def test_a_question_is_asked_only_after_the_answer_it_depends_on(house, admin):
    post(admin, f"{AT}/questions", text="卖烟吗？", type="yes_no")
    post(admin, f"{AT}/questions", text="有没有专柜？", type="yes_no", **WHEN)
    post(
        admin,
        f"{AT}/rules/{len(guide(house)['rules'])}",
        permits="tobacco",
        **{**WHEN, "0.0.field": "q2"},
    )
    post(admin, f"{AT}/publish", note="书店也卖烟")
    visitor = house.client()

    pages = [visitor.get(f"/guide/bookcafe{q}").text for q in ("", "?q1=no", "?q1=yes")]
    changed = visitor.get("/guide/bookcafe?q1=yes", headers={"HX-Request": "true"}).text
    late = visitor.get("/guide/bookcafe?q1=no&q2=yes").text
    refused = post(admin, f"{AT}/questions/q1/remove")

    assert ["有没有专柜？" in page for page in pages] == [False, False, True]
    assert ('id="asked-q2" hx-swap-oob' in changed, 'id="need-tobacco"' in late) == (True, False)
    assert "“有没有专柜？” 什么时候问要看这个问题" in refused.text
    assert "当 “卖烟吗？” 选 是" in admin.get(AT).text


def test_a_condition_of_a_question_that_was_only_begun_is_refused(house, admin):
    half = {**WHEN, "0.0.field": guide(house)["questions"][0]["id"], "0.0.value": ""}
    page = post(admin, f"{AT}/questions", text="还有呢？", type="yes_no", **half)

    assert (page.status_code, "什么时候问还没写完" in page.text) == (422, True)


def test_every_rule_of_every_shipped_guide_can_be_edited(house, admin):
    kept = house.store.catalogue.load("data").scenarios.values()
    whens = [r["when"] for guide in kept for r in guide["rules"]]

    assert [w for w in whens if to_groups(w) is None] == []
    assert all(
        to_groups(to_schema(rows, join)) == (join, rows) for join, rows in map(to_groups, whens)
    )
