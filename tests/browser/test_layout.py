"""Laying out a printed form: every change is kept and printed as it is made, and one's place on the page stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.page import signed_in

pytestmark = pytest.mark.browser
PAGE = "/build/food_business/layout"


def layout_of(house) -> dict:
    return house.store.catalogue.load_one("market", "permits", "food_business")[1].get("layout", {})


def test_a_question_is_moved_by_keys_without_losing_ones_place(house, browser, address):
    page = signed_in(browser, address, "wang", PAGE)
    page.locator("#questions-s2 summary").press("Enter")
    down = page.locator("#questions-s2 button[value$=':down']").first
    name = down.get_attribute("id")

    down.press("Enter")
    expect(page.locator("#status")).to_have_text("已保存。")
    expect(page.locator(f"#{name}")).to_be_focused()
    expect(page.locator("#questions-s2")).to_have_attribute("open", "")

    rows = page.locator("#questions-s2 tbody tr")
    assert rows.nth(1).get_attribute("id") == f"row-{name.split('-')[1]}"
    assert layout_of(house)["order"].index(name.split("-")[1]) > 0


def test_what_is_typed_is_kept_as_one_goes_on_and_a_mistake_takes_nothing(house, browser, address):
    page = signed_in(browser, address, "wang", PAGE)
    page.locator("#questions-s1 summary").click()

    page.fill("#title", "食品经营许可申请表（珠海版）")
    page.press("#title", "Tab")
    expect(page.locator("#status")).to_have_text("已保存。")
    page.fill("#header", "一\n二\n三\n四\n五")
    page.press("#header", "Tab")

    expect(page.locator("#header-error")).to_be_visible()
    expect(page.locator("#header")).to_have_value("一\n二\n三\n四\n五")
    expect(page.locator("#questions-s1")).to_have_attribute("open", "")
    assert layout_of(house)["title"] == "食品经营许可申请表（珠海版）"
    assert page.said == [] or "422" in page.said[0]
