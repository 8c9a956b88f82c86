"""Rules and formulas in the browser: written with names, refused in words, told to applicants."""

import pytest

from tests.views.house import post

AT = "/build/food_business/rules"
HEALTHY = "「取得健康证明人数（人）」"
STAFF = "「从业人员数（人）」"


def form(house):
    return house.store.catalogue.load("market").permits["food_business"]["form"]


def test_the_rules_of_a_form_are_read_back_with_names(admin):
    page = admin.get(AT).text

    assert 'value="「接触直接入口食品工作从业人员数（人）」"' in page
    assert "直接接触入口食品的人数不能多于从业人员数" in page


def test_a_rule_is_added_changed_and_taken_away(house, admin):
    new = {"left": HEALTHY, "relation": "<=", "right": STAFF, "title": "持证人数不能多于全员"}

    added = post(admin, AT, **new)
    post(admin, AT, key="r3", **new | {"title": "持证的不能比全员多", "at": "staff"})
    rule = form(house)["x-rules"][2]
    removed = post(admin, f"{AT}/r1/remove")

    assert (added.status_code, removed.status_code) == (303, 303)
    assert rule == {
        "key": "r3",
        "title": "持证的不能比全员多",
        "at": "staff",
        "check": {"do": "<=", "with": [{"answer": "staff_health"}, {"answer": "staff"}]},
    }
    assert [r["key"] for r in form(house)["x-rules"]] == ["r2", "r3"]


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        ("「没有的题」", "表单里没有叫“没有的题”的题。"),
        ("「面积（㎡）」", "单位不同：一边是平方米，一边是人。"),
        ("<script>", "看不懂“&lt;”。题的名称要写在「」里。"),
        ("「食品安全管理人员/", "从“「食品安全管理人员/)"),
    ],
)
def test_what_cannot_be_read_comes_back_as_it_was_typed(house, admin, left, sentence):
    before = form(house)

    answer = post(admin, AT, left=left, relation="<=", right=STAFF, title="一句话")

    assert answer.status_code == 422
    assert 'value="一句话"' in answer.text
    assert sentence in answer.text
    assert form(house) == before


def test_a_formula_is_changed_and_shown_to_applicants(house, admin):
    post(admin, "/build/food_business/fields", type="calculated", section="s1")
    page = admin.get(AT).text
    key = page.split('id="formula-')[1].split('"')[0]

    wrong = post(admin, f"/build/food_business/formulas/{key}", formula=f"{STAFF} > 1")
    right = post(admin, f"/build/food_business/formulas/{key}", formula=f"{STAFF} - {HEALTHY}")

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "这条公式得不出这一题要的东西。" in wrong.text
    assert form(house)["properties"][key]["x-formula"]["do"] == "-"


def test_the_rules_of_another_department_are_not_there(house):
    other = house.signed_in("li", "form_admin", "health")

    assert other.get(AT).status_code == 404
    assert post(other, f"{AT}/r1/remove").status_code == 404
