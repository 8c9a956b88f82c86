import pytest

from schemas.case import Draft
from schemas.field_types import FIELD_TYPES
from tests.views.house import NOW, post, token_of
from tests.views.test_build import AT, revision_of


def a_draft_on(house, version, **answers):
    draft = Draft("d1", "id-lin", None, {}, {"food_business": version}, answers, 1, NOW, NOW)
    return house.store.drafts.add(draft)


def test_the_page_says_in_words_what_changes_and_whom_it_touches(house, admin):
    live = house.store.published.latest("permit", "food_business")
    a_draft_on(house, live.id, area_business=5)
    post(
        admin,
        f"{AT}/fields/area",
        label="面积（㎡）",
        required="yes",
        **{"limit.minimum": "10", "limit.maximum": "100000", "limit.x-unit": "㎡"},
    )

    page = admin.get(f"{AT}/publish").text

    assert "“面积（㎡）”的最小值从 1 改为 10。" in page
    assert "1 份草稿正在用第 1 版，其中 1 份换到新版要补答或改答" in page
    assert "也没有已提交的办件在用它。" in page


def test_publishing_makes_the_next_version_and_leaves_the_old_one_alone(house, admin):
    old = house.store.published.latest("permit", "food_business")
    draft = a_draft_on(house, old.id)
    post(admin, f"{AT}/fields/area", label="经营面积", required="yes")

    answer = post(admin, f"{AT}/publish", revision=revision_of(house), note="按新办法")

    new = house.store.published.latest("permit", "food_business")
    assert answer.headers["Location"].endswith("/history?published=2")
    assert (new.number, new.published_by, new.note) == (2, "id-wang", "按新办法")
    assert new.document["form"]["properties"]["area"]["title"] == "经营面积"
    assert (house.store.published.get(old.id), house.store.drafts.get("d1")) == (old, draft)
    assert "food_business 2" in [
        r.object for r in house.store.audit.list().items if r.action == "permit.publish"
    ]


def test_history_tells_who_when_why_and_what(house, admin):
    post(admin, f"{AT}/fields/area", label="经营面积", required="yes")
    post(admin, f"{AT}/publish", revision=revision_of(house), note="按新办法")

    page = admin.get(f"{AT}/history?published=2").text

    facts = (
        "第 2 版已发布",
        "按新办法",
        "Wang",
        "“面积（㎡）”的问法从 面积（㎡） 改为 经营面积。",
        "改了“面积（㎡）”",
    )
    assert [f in page for f in facts] == [True] * 5


def test_a_form_with_problems_stays_a_draft(house, admin):
    post(
        admin,
        f"{AT}/fields/area",
        label=" ",
        required="yes",
        **{"limit.minimum": "9", "limit.maximum": "3"},
    )

    answer = post(admin, f"{AT}/publish", revision=revision_of(house), note="按新办法")

    assert (answer.status_code, "最小 9 比最大 3 还大" in answer.text) == (422, True)
    assert house.store.published.latest("permit", "food_business").number == 1


def test_words_that_paper_would_lack_are_said_at_their_question_and_keep_it_a_draft(house, admin):
    said = "这些字印不出来，请换掉：🍜"
    post(admin, f"{AT}/fields/area", label="面积🍜", required="yes")
    shown = admin.get(AT).text
    post(admin, f"{AT}/fields/operator", label="经营者", required="yes")
    drawn_again = admin.get(AT).text
    answer = post(admin, f"{AT}/publish", revision=revision_of(house), note="按新办法")

    assert (said in shown, said in drawn_again) == (True, True)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert house.store.published.latest("permit", "food_business").number == 1


@pytest.mark.parametrize(("note", "behind", "status"), [("", 0, 422), ("按新办法", 1, 409)])
def test_a_missing_reason_or_a_draft_changed_since_is_not_published(
    house, admin, note, behind, status
):
    post(admin, f"{AT}/fields/area", label="经营面积", required="yes")

    answer = post(admin, f"{AT}/publish", revision=revision_of(house) - behind, note=note)

    assert (answer.status_code, house.store.published.latest("permit", "food_business").number) == (
        status,
        1,
    )


def test_every_type_and_every_element_can_be_added_and_published(house, admin):
    known = house.store.published.latest("dictionary", "elements").document["elements"]
    form = house.store.catalogue.load("market").permits["food_business"]["form"]
    asked = {f.get("x-element") for f in form["properties"].values()}
    wanted = [{"type": t} for t in FIELD_TYPES] + [
        {"element": e["id"]} for e in known if e["id"] not in asked and not _is_open_list(e)
    ]
    token = token_of(admin)
    for fields in wanted:
        admin.post(f"{AT}/fields", data={"csrf": token, **fields})

    answer = post(admin, f"{AT}/publish", revision=revision_of(house), note="全都要")

    live = house.store.published.latest("permit", "food_business").document["form"]
    assert answer.status_code == 303
    assert len(live["properties"]) == len(form["properties"]) + len(wanted)


def _is_open_list(element):
    """A list whose options each form brings itself: the two a new question begins with fit nobody else's."""
    return element["type"] == "choice" and "enum" not in element["schema"]
