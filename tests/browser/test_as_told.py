"""After a morph controls say what the server says; what is not sent yet, and what is only the page's, stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.building import form_of, opened, opens

pytestmark = pytest.mark.browser


def test_what_the_server_read_stands_in_a_field_that_still_has_the_focus(browser, address):
    page = opened(browser, address)
    page.goto(f"{address}/build/food_business/preview/frame")
    box = page.locator("[name='uscc']")

    box.fill("９１４４０４００ma4uk0f66c")
    box.press("Enter")

    expect(box).to_have_value("91440400ma4uk0f66c")
    expect(box).to_be_focused()


def test_a_section_is_added_and_its_box_is_ready_for_the_next(house, browser, address):
    page = opened(browser, address)
    box = page.locator("#new-section")

    for title in ("人员", "设备"):
        box.press_sequentially(title)
        box.press("Enter")
        expect(page.locator("#status")).to_have_text(f"加了分区“{title}”")
        expect(box).to_have_value("")

    assert [s["title"] for s in form_of(house)["x-sections"]][-2:] == ["人员", "设备"]


def test_what_could_not_be_sent_outlives_the_next_answer(house, browser, address):
    page = opened(browser, address)
    opens(page, "area")
    page.check("#pick-premises")
    page.route("**/fields/area", lambda route: route.abort())
    page.fill("#p-label", "没发出去的")
    with page.expect_event("requestfailed"):
        page.locator("#p-label").blur()
    page.unroute("**/fields/area")

    page.click("#up-area")

    expect(page.locator("#status")).to_contain_text("上移了")
    expect(page.locator("#p-label")).to_have_value("没发出去的")
    expect(page.locator("#pick-premises")).to_be_checked()
    assert form_of(house)["properties"]["area"]["title"] == "面积（㎡）"


def test_a_choice_that_was_not_taken_over_is_told_back(house, browser, address):
    page = opened(browser, address)
    opens(page, "area")

    page.select_option("#p-section", index=1)
    page.click("#p-put")
    expect(page.locator("#p-section")).to_have_value("s2")
    page.click("#undo")

    expect(page.locator("#p-section")).to_have_value("s1")
