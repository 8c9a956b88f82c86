"""Two people of one department change the same form from what both of them read."""

import threading

import pytest

from schemas.user import Account
from tests.journey.walker import Walker, of_visitor
from tests.live import running_city
from tests.visitor import Visitor
from views.passwords import hashed

AT = "/build/food_business"
PASSWORD = "four quiet words here"
ROUNDS = 12


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """With two processes of the web, since they could be what comes between two savers."""
    with running_city(tmp_path_factory.mktemp("city")) as running:
        yield running


@pytest.fixture(scope="module")
def wang(city):
    visitor = Visitor(city.url)
    visitor.sign_in("market_admin")
    return visitor


@pytest.fixture(scope="module")
def zhao(city, store):
    account = Account("zhao", "zhao", "赵小满", "form_admin", "market")
    store.accounts.add(account, hashed(PASSWORD))
    visitor = Visitor(city.url)
    visitor.sign_in("zhao", PASSWORD)
    return visitor


def test_one_wins_and_the_other_is_told_and_loses_no_word(wang, zhao, store):
    first, second = _opened(wang, "area"), _opened(zhao, "area")
    before = _revision(store)

    won = wang.send(first, f"{AT}/fields/area", [("label", "王写的面积"), ("hint", "按租约")])
    told = zhao.send(second, f"{AT}/fields/area", [("label", "赵写的面积"), ("hint", "按产权证")])

    assert (won.status, told.status) == (200, 409)
    assert (_field(store, "area")["title"], _revision(store)) == ("王写的面积", before + 1)
    seen = [words in told.words for words in ("王写的面积", "赵写的面积", "按租约", "按产权证")]
    assert (seen, "表单管理员 也改了这里" in told.words) == ([True] * 4, True)
    kept = dict(_clash(told).fields)
    assert (kept["label"], kept["hint"]) == ("赵写的面积", "按产权证")

    chosen = _clash(told)
    settled = zhao.post(chosen.action, chosen.fields)
    assert (settled.status, _field(store, "area")["title"]) == (200, "赵写的面积")
    assert _field(store, "area")["description"] == "按产权证"
    assert _revision(store) == before + 2


def test_edits_of_different_questions_both_survive(wang, zhao, store):
    first, second = _opened(wang, "area"), _opened(zhao, "operator_name")

    answers = (
        wang.send(first, f"{AT}/fields/area", [("label", "两人之一")]),
        zhao.send(second, f"{AT}/fields/operator_name", [("label", "两人之二")]),
    )

    assert [a.status for a in answers] == [200, 200]
    assert [_field(store, key)["title"] for key in ("area", "operator_name")] == [
        "两人之一",
        "两人之二",
    ]


@pytest.mark.slow
def test_at_the_same_moment_exactly_one_wins_each_time(wang, zhao, store):
    people = [of_visitor("wang", wang), of_visitor("zhao", zhao)]
    begun = _revision(store)
    for n in range(ROUNDS):
        revision = str(_revision(store))
        said = _at_once(people, revision, [f"第 {n} 次，王", f"第 {n} 次，赵"])

        assert sorted(status for status, _text in said) == [303, 409]
        lost = next(i for i, (status, _text) in enumerate(said) if status == 409)
        assert f"第 {n} 次，{'王赵'[lost]}" in said[lost][1]
        assert _field(store, "area")["title"] == f"第 {n} 次，{'赵王'[lost]}"
    assert _revision(store) == begun + ROUNDS


def _at_once(people: list[Walker], revision: str, labels: list[str]) -> list[tuple[int, str]]:
    said: list[tuple[int, str]] = [(0, "")] * len(people)
    gate = threading.Barrier(len(people))

    def press(n: int) -> None:
        fields = [("revision", revision), ("label", labels[n]), ("required", "yes")]
        gate.wait()
        reply = people[n].ask("POST", f"{AT}/fields/area", fields)
        said[n] = (reply.status, reply.body.decode())

    pressing = [threading.Thread(target=press, args=(n,)) for n in range(len(people))]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    return said


def _opened(visitor, field):
    page = visitor.get(f"{AT}?field={field}")
    assert page.status == 200
    return page


def _clash(page):
    return next(f for f in page.forms() if f.action.endswith("/fields/area"))


def _revision(store):
    return store.catalogue.load("market").revision


def _field(store, key):
    return store.catalogue.load("market").permits["food_business"]["form"]["properties"][key]
