"""The desk in a real browser: keys, covered numbers, and every page by axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.page import PHONE, WIDE, faults, signed_in, too_wide
from tests.views.desk_case import a_case, part_of

pytestmark = pytest.mark.browser


@pytest.fixture
def house(house):
    house.person("chen", "approver", "market")
    house.person("zhao", "clerk")
    return house


@pytest.fixture
def case(house):
    return a_case(house)


def test_two_cases_are_decided_by_keys_alone(house, case, browser, address):
    page = signed_in(browser, address, "chen", "/desk")
    first = house.store.parts.queue("market").items[0]
    page.goto(f"{address}/desk/parts/{first.id}")

    page.keyboard.press("a")
    assert house.store.parts.get(first.id).state == "submitted"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{part_of(case, 'food_business').id}**")
    page.keyboard.press("b")
    page.keyboard.press("Space")
    page.locator("#return-reason").fill("请补平面图。ab")
    page.locator("#why-return form button").press("Enter")
    page.wait_for_url("**/desk?done=**")

    states = [house.store.parts.get(p.id).state for p in case.parts if p.department == "market"]
    assert (sorted(states), page.said) == (["approved", "returned"], [])


def test_the_keys_can_be_switched_off(house, case, browser, address):
    page = signed_in(browser, address, "chen", "/desk")
    page.goto(f"{address}/desk/parts/{part_of(case, 'food_business').id}")

    page.click("#keys-switch")
    page.keyboard.press("b")

    expect(page.locator("#why-return")).not_to_have_attribute("open", "")
    expect(page.locator("#keys-switch")).to_have_text("打开快捷键")


def test_a_covered_number_is_shown_in_place(house, case, browser, address):
    part = part_of(case, "md2_filing")
    page = signed_in(browser, address, "chen", "/desk")
    page.goto(f"{address}/desk/parts/{part.id}")
    value = page.locator("#value-lr_id")

    value.locator("summary").click()
    value.locator("select").select_option(label="核对证件照片")
    value.locator("button").click()

    expect(value).to_have_text(part.answers["lr_id"])
    expect(page.locator("#status")).to_have_text("已显示，并已记录。")
    assert page.said == []


def test_a_part_is_decided_without_javascript(house, case, browser, address):
    part = part_of(case, "food_business")
    page = signed_in(browser, address, "chen", "/desk", java_script_enabled=False)
    page.goto(f"{address}/desk/parts/{part.id}")

    page.click("#why-refuse summary")
    page.fill("#refuse-reason", "布局不合规定")
    page.click("#why-refuse form button")

    assert house.store.parts.get(part.id).state == "refused"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_passes_axe_and_fits(house, case, browser, address, size):
    found = {}
    for login, paths in (
        (
            "chen",
            (
                "/desk",
                "/desk?drawer=decided",
                *(f"/desk/parts/{p.id}" for p in case.parts if p.department == "market"),
            ),
        ),
        ("zhao", ("/desk/cases", "/desk/cases?q=没有", f"/desk/cases/{case.number}")),
    ):
        page = signed_in(browser, address, login, paths[0], size=size)
        for path in paths:
            page.goto(address + path)
            found[path] = (faults(page), too_wide(page))

    assert {k: v for k, v in found.items() if v != ([], 0)} == {}
