"""Columns and questions are bound to the dictionary in the builder, and let go."""

import pytest

from form_builder.place import property_at
from tests.views.house import post

AT = "/build/food_business"


@pytest.fixture
def market(house):
    client = house.signed_in("wang", "form_admin", "market")
    post(client, f"{AT}/fields", type="table")
    return client


def column(house, path):
    form = house.store.catalogue.load("market").permits["food_business"]["form"]
    return property_at(form, path)


def first_column(house):
    return f"q_table.{next(iter(column(house, 'q_table')['items']['properties']))}"


def test_a_column_is_found_by_meaning_bound_and_let_go(house, market):
    at = f"{AT}/fields/{first_column(house)}"
    path = first_column(house).replace(".", "/")

    found = market.get(f"{at}/element?q=法定代表人").text
    used = post(market, f"{at}/element", element="legal_rep_name")
    bound, told = column(house, path), market.get(f"{AT}?field={first_column(house)}").text
    post(market, f"{at}/unbind")

    assert 'value="legal_rep_name"' in found and "绑定这一列" in found
    assert 'value="area_business"' not in market.get(f"{at}/element?q=面积").text
    assert (used.status_code, bound["x-element"]) == (303, "legal_rep_name")
    assert bound["x-i18n"]["en"]["title"] and "换或解除…" in told
    assert "x-element" not in column(house, path)
    assert column(house, path)["title"] == bound["title"]


def test_own_words_are_kept_when_the_box_is_ticked(house, market):
    at = f"{AT}/fields/{first_column(house)}"
    path = first_column(house).replace(".", "/")
    label = column(house, path)["title"]

    post(market, f"{at}/element", element="legal_rep_name", keep="yes")

    assert column(house, path)["title"] == label


def test_another_kind_is_refused_and_nothing_changes(house, market):
    at = f"{AT}/fields/{first_column(house)}"
    before = column(house, "q_table")

    answer = post(market, f"{at}/element", element="area_business")
    unknown = post(market, f"{at}/element", element="nothing")

    assert (answer.status_code, unknown.status_code) == (422, 404)
    assert "是另一种类型" in answer.text
    assert column(house, "q_table") == before


def test_a_column_comes_from_the_dictionary_whole(house, market):
    page = market.get(f"{AT}/fields/q_table/columns?q=法定代表人").text
    post(market, f"{AT}/fields/q_table/column", element="legal_rep_name")
    no_column = post(market, f"{AT}/fields/q_table/column", element="staff_table")

    assert "加成一列" in page and 'value="legal_rep_name"' in page
    assert column(house, "q_table/legal_rep_name")["x-element"] == "legal_rep_name"
    assert (no_column.status_code, market.get(f"{AT}/fields/area/columns").status_code) == (
        404,
        404,
    )


def test_a_column_of_a_shared_table_takes_the_name_other_forms_give_it(house):
    culture = house.signed_in("zhao", "form_admin", "culture")
    shared, permit = shared_table(house)
    at = f"/build/{permit}/fields/{shared}"

    post(culture, f"{at}.name/unbind")
    page = culture.get(f"{at}.name/element").text
    post(culture, f"{at}.name/element", element="name")

    form = house.store.catalogue.load("culture").permits[permit]["form"]
    assert "别的表在这张共用的表格里问的" in page
    assert property_at(form, f"{shared}/name")["x-element"] == "name"


def shared_table(house):
    for permit, document in house.store.catalogue.load("culture").permits.items():
        for key, field in document["form"]["properties"].items():
            if (
                field.get("x-element") == "investor_table"
                and "name" in field["items"]["properties"]
            ):
                return key, permit
    raise AssertionError("The catalogue has changed.")
