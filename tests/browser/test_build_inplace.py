"""Words changed where they stand on the canvas, by mouse, keys and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.building import form_of, opened, opens
from tests.browser.page import PHONE
from tests.views.house import NOW

pytestmark = pytest.mark.browser


def test_one_press_on_a_label_changes_it_where_it_stands(house, browser, address):
    page = opened(browser, address)
    label, box = page.locator("#open-area"), page.locator("input.build-inplace")

    label.click()
    expect(box).to_be_focused()
    expect(page.locator("#panel")).to_have_attribute("data-field", "area")
    expect(box).to_be_focused()
    box.fill("不要的")
    page.keyboard.press("Escape")
    expect(label).to_be_focused()
    expect(label).to_have_text("面积（㎡）")
    for key in ("Enter", "F2"):
        page.keyboard.press(key)
        expect(box).to_be_focused()
        page.keyboard.type(f"经营面积{key}")
        page.keyboard.press("Enter")
        expect(page.locator("#panel h2").first).to_have_text(f"经营面积{key}")
        expect(label).to_be_focused()
    expect(page.locator("#status")).to_have_text("改了“经营面积Enter”的问法")
    page.fill("#p-hint", "只算营业的部分")
    page.locator("#p-hint").blur()
    page.click("#hint-area")
    page.locator("textarea.build-inplace").fill("含仓库")
    page.locator("#find").focus()
    expect(page.locator("#status")).to_have_text("改了“经营面积F2”的填写说明")
    expect(page.locator("#find")).to_be_focused()

    area = form_of(house)["properties"]["area"]
    assert (area["title"], area["description"]) == ("经营面积F2", "含仓库")
    assert page.said == []


def test_words_a_colleague_changed_meanwhile_are_shown_not_written_over(house, browser, address):
    page = opened(browser, address)
    page.click("#open-area")
    expect(page.locator("#panel")).to_have_attribute("data-field", "area")
    revision, kept = house.store.catalogue.load_one("market", "permits", "food_business")
    kept["form"]["properties"]["area"]["title"] = "别人改的"
    house.store.catalogue.save_permit(
        "market", kept, expecting=revision, author="x", now=NOW, note="改了"
    )

    page.keyboard.type("我改的")
    page.keyboard.press("Enter")
    expect(page.locator("#clash")).to_contain_text("别人改的")

    assert form_of(house)["properties"]["area"]["title"] == "别人改的"


def test_the_rest_of_a_row_and_space_open_a_question_and_edit_nothing(house, browser, address):
    page = opened(browser, address)
    before = form_of(house)

    opens(page, "area")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#open-premises")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#panel")).to_have_attribute("data-field", "premises")
    expect(page.locator("#p-label")).to_be_focused()

    expect(page.locator(".build-inplace")).to_have_count(0)
    assert (form_of(house), page.said) == (before, [])


def test_a_phone_edits_in_place_and_opens_the_panel_from_the_row_or_the_foot(browser, address):
    page = opened(browser, address, size=PHONE)
    panel = page.locator("#panel")

    page.click("#open-area")
    expect(page.locator("input.build-inplace")).to_be_focused()
    expect(panel).to_have_attribute("data-field", "area")
    expect(panel).to_be_hidden()
    page.keyboard.press("Escape")
    page.click("#to-panel")
    expect(page.locator("#p-label")).to_be_focused()
    page.click("#panel .build-close")
    opens(page, "premises")

    expect(panel).to_be_visible()
    expect(panel).to_have_attribute("data-field", "premises")


def test_an_answer_that_draws_the_card_anew_takes_no_words_away(house, browser, address):
    page = opened(browser, address)
    opens(page, "area")
    waiting = []
    page.route("**/fields/area", lambda route: waiting.append(route))
    page.fill("#p-hint", "只算营业的部分")
    page.locator("#open-area").click()
    page.locator("input.build-inplace").fill("经营面积")

    while not waiting:
        page.wait_for_timeout(20)
    waiting[0].continue_()
    page.unroute("**/fields/area")
    expect(page.locator("#hint-area")).to_have_text("只算营业的部分")
    page.locator("#find").focus()
    expect(page.locator("#open-area")).to_have_text("经营面积")
    expect(page.locator("#panel h2").first).to_have_text("经营面积")

    area = form_of(house)["properties"]["area"]
    assert (area["title"], area["description"]) == ("经营面积", "只算营业的部分")
    assert page.said == []
