"""The workbench over HTTP: what a draft does to others, and the decisions only a person makes."""

import html
import re

from schemas.case import Draft
from tests.views.house import NOW, post
from views.one_form import form_of

AT = "/build/food_business"
BENCH = f"{AT}/workbench"


def edited(house, change, permit="food_business", department="market"):
    """The department's draft after `change` was made to its form."""
    catalogue = house.store.catalogue.load(department)
    document = catalogue.permits[permit]
    change(document["form"]["properties"])
    house.store.catalogue.save_permit(
        department, document, expecting=catalogue.revision, author="id-wang", now=NOW, note="改"
    )


def shrunk(properties):
    """Nobody who needs a net café's 20 ㎡ can also have this."""
    properties["area"]["maximum"] = 10


def unbound(*keys):
    def change(properties):
        for key in keys:
            for word in ("x-element", "x-factor", "x-codes"):
                properties[key].pop(word, None)

    return change


def field(house, key, permit="food_business", department="market"):
    return house.store.catalogue.load(department).permits[permit]["form"]["properties"][key]


def words(answer) -> str:
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.text, flags=re.S)
    return " ".join(html.unescape(plain).split())


def subjects(answer) -> list[str]:
    found = re.findall(r'name="subject" value="([^"]*)"', answer.text)
    return list(dict.fromkeys(map(html.unescape, found)))


def conflict_with(page, permit):
    return next(s for s in subjects(page) if f"!{permit}" in s)


def test_a_clean_draft_has_no_conflicts(admin):
    page = admin.get(BENCH)

    assert "没有互相矛盾的要求。" in page.text
    assert 'hx-get="/build/food_business/workbench/same"' in page.text


def test_a_conflict_shows_both_texts_and_what_people_run_into(house, admin):
    edited(house, shrunk)

    page = words(admin.get(BENCH))

    assert "面积（㎡） 必填，不小于 1 ㎡，不大于 10 ㎡" in page
    assert "营业面积 必填，不小于 20 平方米" in page
    assert "都要办的人交不上申请" in page


def test_every_part_is_a_page_without_javascript_and_a_fragment_with_it(house, admin):
    edited(house, shrunk)

    for part in ("conflicts", "same", "baskets", "proofs", "drafts"):
        whole = admin.get(f"{BENCH}/{part}")
        alone = admin.get(f"{BENCH}/{part}", headers={"HX-Request": "true"})

        assert whole.status_code == alone.status_code == 200
        assert alone.text.strip().startswith(f'<section class="card bench-part" id="part-{part}"')
        assert alone.text.split("\n")[0] in whole.text


def test_publishing_with_an_undecided_conflict_is_refused_in_words(house, admin):
    edited(house, shrunk)
    revision = house.store.catalogue.load("market").revision

    refused = post(admin, f"{AT}/publish", revision=revision, note="改小")

    assert refused.status_code == 422
    assert "有人会被卡住的冲突还没有决定，请先到工作台决定。" in refused.text
    assert house.store.published.latest("permit", "food_business").number == 1


def test_separately_is_a_decision_with_author_reason_and_time(either_house):
    house = either_house
    admin = house.signed_in("wang", "form_admin", "market")
    edited(house, shrunk)
    page = admin.get(BENCH)
    for subject in subjects(page):
        answer = post(
            admin,
            f"{BENCH}/conflicts",
            subject=subject,
            verdict="separately",
            reason="面积本来就不同",
        )
        assert answer.status_code == 303

    kept = house.store.decisions.list().items
    revision = house.store.catalogue.load("market").revision
    published = post(admin, f"{AT}/publish", revision=revision, note="改小")

    assert {(d.verdict, d.reason, d.author_name, d.department) for d in kept} == {
        ("separately", "面积本来就不同", "Wang", "market")
    }
    assert published.status_code == 303
    assert "decision.separately" in [r.action for r in house.store.audit.list().items]


def test_two_questions_are_both_asked_each_with_its_own_rule(house, admin):
    edited(house, shrunk)
    subject = conflict_with(admin.get(BENCH), "internet_cafe")

    post(admin, f"{BENCH}/conflicts", subject=subject, verdict="two", reason="不是一回事")
    revision = house.store.catalogue.load("market").revision
    post(admin, f"{AT}/publish", revision=revision, note="分开问")
    begun = post(house.signed_in("eve"), "/apply", permits=["food_business", "internet_cafe"])

    assert "x-element" not in field(house, "area")
    assert begun.status_code == 303
    with house.app.test_request_context():
        pins = house.store.drafts.of_account("id-eve").items[0].pins
        merged = form_of(tuple(pins.items())).merged
    asked = {f.key: f.schema for f in merged.fields}
    assert (asked["food_business.area"]["maximum"], asked["area_business"]["minimum"]) == (10, 20)
    assert merged.conflicts == ()


def test_a_decision_without_a_reason_is_not_made(house, admin):
    edited(house, shrunk)
    subject = conflict_with(admin.get(BENCH), "internet_cafe")

    answer = post(admin, f"{BENCH}/conflicts", subject=subject, verdict="two", reason=" ")

    assert answer.status_code == 422
    assert "请写一句理由。" in answer.text
    assert field(house, "area")["x-element"] == "area_business"


def test_a_probable_duplicate_is_suggested_with_its_reasons(house, admin):
    edited(house, unbound("premises"))

    page = words(admin.get(f"{BENCH}/same"))

    assert "“经营场所”和“经营场所地址”是同一个意思" in page or "两个名称只差“地址”" in page
    assert "已有 29 份表这样问" in page or "份表这样问" in page


def test_the_same_binds_the_draft_and_is_never_suggested_again(either_house):
    house = either_house
    admin = house.signed_in("wang", "form_admin", "market")
    edited(house, unbound("premises"))
    assert "biz_address|food_business.premises" in subjects(admin.get(f"{BENCH}/same"))

    answer = post(
        admin,
        f"{BENCH}/same",
        subject="biz_address|food_business.premises",
        verdict="same",
        reason="都是做生意的地方",
    )
    again = admin.get(f"{BENCH}/same")

    assert answer.status_code == 303
    assert field(house, "premises")["x-element"] == "biz_address"
    assert "biz_address|food_business.premises" not in subjects(again)
    assert "都是做生意的地方" in again.text
    edited(house, unbound("premises"))
    assert "biz_address|food_business.premises" not in subjects(admin.get(f"{BENCH}/same"))


def test_not_the_same_wins_for_ever(house, admin):
    edited(house, unbound("premises"))

    post(
        admin,
        f"{BENCH}/same",
        subject="biz_address|food_business.premises",
        verdict="different",
        reason="这里问的是后厨",
    )

    assert "x-element" not in field(house, "premises")
    assert "biz_address|food_business.premises" not in subjects(admin.get(f"{BENCH}/same"))


def test_the_same_in_another_unit_keeps_the_factor(house, admin):
    def in_hectares(properties):
        unbound("area")(properties)
        properties["area"]["x-unit"] = "万平方米"

    edited(house, in_hectares)

    post(
        admin,
        f"{BENCH}/same",
        subject="area_business|food_business.area",
        verdict="same",
        factor="1/10000",
        reason="单位不同",
    )

    bound = field(house, "area")
    assert (bound["x-element"], bound["x-factor"]) == ("area_business", "1/10000")
    assert house.store.decisions.list().items[0].detail["factor"] == "1/10000"


def test_what_cannot_be_bound_leaves_no_trace(house, admin):
    edited(house, unbound("area"))

    answer = post(
        admin,
        f"{BENCH}/same",
        subject="area_business|food_business.area",
        verdict="same",
        factor="zero",
        reason="换算",
    )

    assert answer.status_code == 422
    assert "x-element" not in field(house, "area")
    assert house.store.decisions.list().items == ()


def test_a_settled_suggestion_cannot_be_decided_twice(house, admin):
    edited(house, unbound("premises"))
    deed = {"subject": "biz_address|food_business.premises", "reason": "一样", "verdict": "same"}

    first = post(admin, f"{BENCH}/same", **deed)
    second = post(admin, f"{BENCH}/same", **deed)

    assert (first.status_code, second.status_code) == (303, 404)


def test_baskets_show_what_is_saved_and_added(house, admin):
    edited(house, unbound("premises"))

    page = words(admin.get(f"{BENCH}/baskets"))

    assert "便利店" in page
    assert "多答 1 题" in page


def test_a_named_basket_is_looked_at_from_then_on(house, admin):
    added = post(admin, f"{BENCH}/baskets", name="老街小店", permits=["tobacco"])
    twice = post(admin, f"{BENCH}/baskets", name="老街小店", permits=["tobacco"])
    empty = post(admin, f"{BENCH}/baskets", name="", permits=["tobacco"])

    assert (added.status_code, twice.status_code, empty.status_code) == (303, 422, 422)
    assert "已经有同名的组合。" in twice.text
    assert "老街小店" in admin.get(f"{BENCH}/baskets").text
    basket = house.store.baskets.all()[0]
    assert basket.permits == ("tobacco", "food_business")
    post(admin, f"{BENCH}/baskets", remove=basket.id)
    assert house.store.baskets.all() == ()


def test_drafts_in_flight_are_counted_by_basket(house, admin):
    live = house.store.published.latest("permit", "food_business").id
    tobacco = house.store.published.latest("permit", "tobacco").id
    pins = {"food_business": live, "tobacco": tobacco}
    for n in range(2):
        house.store.drafts.add(Draft(f"d{n}", "id-lin", "convenience", {}, pins, {}, 1, NOW, NOW))

    page = words(admin.get(f"{BENCH}/drafts"))

    assert "便利店 食品经营许可、烟草专卖零售许可证核发 2 份" in page


def test_each_pair_is_shown_possible_with_an_example(house, admin):
    edited(house, shrunk)

    page = words(admin.get(f"{BENCH}/proofs"))

    assert "互联网上网服务营业场所经营许可 办不成 经营面积" in page
    assert "能办成" in page


def test_the_workbench_of_another_department_looks_like_none(house):
    other = house.signed_in("zhao", "form_admin", "fire")
    applicant = house.signed_in("eve")

    asked = [client.get(f"{BENCH}/same") for client in (other, applicant)]
    sent = [post(client, f"{BENCH}/same", subject="x") for client in (other, applicant)]

    assert [a.status_code for a in (*asked, *sent)] == [404] * 4


def test_a_draft_with_mistakes_is_mended_first(house, admin):
    def blank(properties):
        properties["area"]["title"] = ""

    edited(house, blank)

    assert "先改完检查出的问题，再来对照。" in admin.get(BENCH).text
