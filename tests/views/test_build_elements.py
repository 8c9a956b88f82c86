"""Several elements of the dictionary are added at once, as one step."""

import pytest

from tests.views.house import post, token_of
from tests.views.test_build import HX

AT = "/build/food_business"
WANTED = ("econ_type", "lease_period", "reg_capital")


@pytest.fixture
def market(house):
    return house.signed_in("wang", "form_admin", "market")


def form_of(house):
    return house.store.catalogue.load("market").permits["food_business"]["form"]


def picked(client, *ids, **more):
    return post(client, f"{AT}/elements", pick=list(ids), **more)


def test_ticked_elements_stand_in_the_chosen_section_in_the_order_shown(house, market):
    before, section = form_of(house), form_of(house)["x-sections"][0]["key"]

    answer = picked(market, *WANTED, to=section)
    after = form_of(house)
    mates = [k for k, f in after["properties"].items() if f["x-section"] == section]
    post(market, f"{AT}/undo")

    assert answer.status_code == 303
    assert tuple(mates[-3:]) == WANTED
    assert [after["properties"][k]["x-element"] for k in WANTED] == list(WANTED)
    assert form_of(house) == before


def test_what_the_form_asks_already_stays_one_question(house, market):
    asked = form_of(house)["properties"]["area"]["x-element"]

    picked(market, asked, "econ_type")
    nothing = picked(market, asked, "no_such_element")

    bound = [f.get("x-element") for f in form_of(house)["properties"].values()]
    assert (bound.count(asked), bound.count("econ_type")) == (1, 1)
    assert (nothing.status_code, "还没有勾选数据元" in nothing.text) == (422, True)


def test_the_palette_says_at_once_what_is_asked_now(house, market):
    token = {"csrf": token_of(market), "seen": 1, "q": "租赁"}

    html = market.post(f"{AT}/fields", data=token | {"element": "lease_period"}, headers=HX).text

    button = html.split('id="element-lease_period"')[1].split(">")[0]
    assert ('id="elements"' in html, button.strip()) == (True, "disabled")
