"""The test bench and the versions of a form in the browser."""

from tests.views.house import post
from tests.views.test_build import revision_of

AT = "/build/food_business"


def form(house):
    return house.store.catalogue.load("market").permits["food_business"]["form"]


def test_a_sample_is_kept_and_stops_a_publication_that_breaks_it(house, admin):
    kept = post(admin, f"{AT}/bench", name="人数", staff="3", staff_food="5", staff_health="5")
    before = admin.get(f"{AT}/bench").text
    post(admin, f"{AT}/rules/r1/remove")

    after = admin.get(f"{AT}/bench").text
    refused = post(admin, f"{AT}/publish", revision=revision_of(house), note="去掉规则")

    assert kept.status_code == 303
    assert "直接接触入口食品的人数不能多于从业人员数" in before and "和存的时候一样" in before
    assert "和存的时候不一样" in after
    assert refused.status_code == 422
    assert "测试样例“人数”的结果和存的时候不一样了。" in refused.text


def test_made_up_answers_fill_the_bench(admin):
    page = admin.get(f"{AT}/bench/answers").text

    assert page.count('name="managers.') > 1 and 'value="样例 1"' in page


def test_a_sample_is_taken_away(house, admin):
    post(admin, f"{AT}/bench", name="<b>", staff="x")
    shown = admin.get(f"{AT}/bench").text
    post(admin, f"{AT}/bench/remove", name="<b>")

    assert "&lt;b&gt;" in shown and "<b>" not in shown.split("<main")[1]
    assert "&lt;b&gt;" not in admin.get(f"{AT}/bench").text


def test_any_two_versions_are_told_apart_in_words_and_side_by_side(house, admin):
    post(admin, f"{AT}/fields/area", label="经营面积", required="yes")
    post(admin, f"{AT}/publish", revision=revision_of(house), note="改问法")
    post(admin, f"{AT}/fields/area", label="使用面积", required="yes")

    published = admin.get(f"{AT}/compare?old=1&new=2").text
    draft = admin.get(f"{AT}/compare?old=1&new=draft").text

    assert "“面积（㎡）”的问法从 面积（㎡） 改为 经营面积。" in published
    assert "<del>面积（㎡）</del>" in draft and "<ins>使用面积</ins>" in draft
    assert admin.get(f"{AT}/compare?old=1&new=9").status_code == 404


def test_an_old_version_becomes_the_draft(house, admin):
    old = form(house)
    post(admin, f"{AT}/fields/area", label="经营面积", required="yes")

    answer = post(admin, f"{AT}/versions/1/restore")

    assert answer.status_code == 303
    assert form(house) == old
    assert post(admin, f"{AT}/versions/7/restore").status_code == 404
