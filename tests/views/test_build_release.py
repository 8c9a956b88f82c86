"""A second pair of eyes, a day to begin, and taking a form off again."""

from datetime import timedelta

import pytest

from storage.errors import NotFound
from tests.views.house import post
from tests.views.test_build import revision_of
from views.clock import now, today
from views.printing import HANDLERS

AT = "/build/food_business"


@pytest.fixture
def admin(house):
    client = house.signed_in("wang", "form_admin", "market")
    post(client, f"{AT}/rules/r1/remove")
    return client


def publish(client, house, **more):
    return post(client, f"{AT}/publish", revision=revision_of(house), note="去掉一条规则", **more)


def numbers(house):
    return [v.number for v in house.store.published.versions("permit", "food_business")]


def test_with_a_second_pair_of_eyes_nobody_publishes_alone(house, admin):
    post(admin, f"{AT}/second", second="yes")

    asked = publish(admin, house)
    alone = publish(admin, house)
    before = numbers(house)
    other = house.signed_in("zhao", "form_admin", "market")
    seen = other.get(f"{AT}/publish").text
    confirmed = publish(other, house)

    assert (asked.status_code, alone.status_code, confirmed.status_code) == (303, 422, 303)
    assert "要由另一位管理员来确认" in alone.text and "请您确认：去掉一条规则" in seen
    assert (before, numbers(house)) == ([1], [2, 1])


def test_a_change_after_asking_must_be_asked_for_again(house, admin):
    post(admin, f"{AT}/second", second="yes")
    publish(admin, house)
    post(admin, f"{AT}/rules/r2/remove")
    other = house.signed_in("zhao", "form_admin", "market")

    publish(other, house)

    assert numbers(house) == [1]


def test_a_form_goes_live_on_its_day(house, admin):
    day = (today() + timedelta(days=2)).isoformat()

    answer = publish(admin, house, starts=day)
    waiting = admin.get(f"{AT}/publish").text
    job = house.store.jobs.of_key(f"publish:food_business:{_planned(house)['digest']}:{day}")
    before = numbers(house)
    early = set(_claimed(house, now()))
    late = next(_claimed(house, now() + timedelta(days=3)), "")
    HANDLERS["publish"](house.store, house.settings, job)

    assert answer.status_code == 303
    assert f"已经定好：{day} 零点自动发布。" in waiting
    assert "publish" not in early and late == "publish"
    assert (before, numbers(house)) == ([1], [2, 1])


def test_a_plan_that_was_taken_back_publishes_nothing(house, admin):
    day = (today() + timedelta(days=2)).isoformat()
    publish(admin, house, starts=day)
    job = house.store.jobs.of_key(f"publish:food_business:{_planned(house)['digest']}:{day}")

    post(admin, f"{AT}/plan/drop")
    HANDLERS["publish"](house.store, house.settings, job)

    assert numbers(house) == [1]


@pytest.mark.parametrize("starts", ["2020-01-01", "morgen", "<b>"])
def test_a_day_that_is_none_or_gone_is_told(house, admin, starts):
    answer = publish(admin, house, starts=starts)

    assert answer.status_code == 422 and "生效日" in answer.text
    assert numbers(house) == [1]


def test_a_withdrawn_form_is_off_the_list_and_comes_back_when_published(house, admin):
    shown = house.client().get("/permits/food_business").status_code

    post(admin, f"{AT}/withdraw")
    with pytest.raises(NotFound):
        house.store.published.latest("permit", "food_business")
    gone = house.client().get("/permits/food_business").status_code
    history = admin.get(f"{AT}/history").text
    publish(admin, house)

    assert (shown, gone) == (200, 404)
    assert "这张表没有在用的版本。" in history
    assert house.client().get("/permits/food_business").status_code == 200


def test_guides_and_lists_do_without_a_withdrawn_form(house, admin):
    post(admin, f"{AT}/withdraw")

    paths = ("/", "/permits", "/scenarios", "/guide/restaurant?area=50", "/build")
    assert {p: admin.get(p).status_code for p in paths} == dict.fromkeys(paths, 200)


def _claimed(house, at):
    """The kinds of the jobs a worker would be given at that moment."""
    while job := house.store.jobs.claim("w", at, timedelta(days=9)):
        yield job.kind


def _planned(house):
    return house.store.catalogue.load_one("market", "planned", "food_business")[1]
