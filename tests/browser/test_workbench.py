"""The workbench in a real browser: by mouse, by keyboard alone, without JavaScript; and what applicants see."""

import pytest
from playwright.sync_api import expect

from schemas.case import Draft
from tests.browser.page import PHONE, WIDE, faults, signed_in, too_wide
from tests.views.house import NOW
from tests.views.test_workbench import edited, field, shrunk, unbound

pytestmark = pytest.mark.browser


def at_the_bench(browser, address, part="same", **options):
    """The page with one part drawn at once; the others arrive by themselves."""
    page = signed_in(browser, address, "wang", f"/build/food_business/workbench/{part}", **options)
    expect(page.locator(f"#part-{part} h2")).to_be_visible()
    return page


def test_a_duplicate_is_decided_by_mouse_and_stays_decided(house, browser, address):
    edited(house, unbound("premises", "lr_phone"))
    page = at_the_bench(browser, address)
    expect(page.locator("#part-same [data-item]").first).to_contain_text("经营场所")

    page.locator("#part-same button[value=same]").first.click()
    expect(page.locator("#status")).to_have_text("已绑定到同一个数据元。")
    expect(page.locator("#part-same h3").first).to_have_text("联系电话 法定代表人（负责人）")
    expect(page.locator("#part-same h3").first).to_be_focused()
    page.reload()

    expect(page.locator("#part-same h3").first).to_contain_text("联系电话")
    assert field(house, "premises")["x-element"] == "biz_address"
    assert page.said == []


def test_duplicates_are_decided_with_the_keyboard_alone(house, browser, address):
    edited(house, unbound("premises", "lr_phone"))
    page = at_the_bench(browser, address)

    page.locator("[data-begin]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#part-same h3").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#part-same h3").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("d")
    expect(page.locator("#status")).to_have_text("记下了：不是同一个问题。")
    expect(page.locator("#part-same h3").first).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#status")).to_have_text("已绑定到同一个数据元。")

    assert "x-element" not in field(house, "premises")
    assert field(house, "lr_phone")["x-element"] == "legal_rep_phone"
    assert {(d.subject, d.verdict) for d in house.store.decisions.list().items} == {
        ("biz_address|food_business.premises", "different"),
        ("food_business.lr_phone|legal_rep_phone", "same"),
    }


def test_a_conflict_becomes_two_questions_and_both_are_asked(house, browser, address):
    edited(house, shrunk)
    page = at_the_bench(browser, address, "conflicts")

    item = page.locator("#part-conflicts [data-item]", has_text="互联网上网服务营业场所经营许可")
    item.get_by_label("理由").fill("后厨的面积，不是营业面积")
    item.get_by_role("button", name="是两个不同的问题").click()
    expect(page.locator("#status")).to_have_text("已分成两个问题，各按各的规则问。")
    expect(page.locator("#part-conflicts .mark-ok")).to_be_visible()
    page.goto(f"{address}/build/food_business/publish")
    page.fill("#note", "两个面积分开问")
    page.get_by_role("button", name="发布").click()
    page.wait_for_url("**/history?published=2")

    lin = signed_in(browser, address, "lin", "/permits/internet_cafe")
    draft = begun(house, "food_business", "internet_cafe")
    lin.goto(f"{address}/apply/{draft}/check")
    expect(lin.locator("main")).to_contain_text("经营（营业）面积")
    expect(lin.locator("main")).to_contain_text("面积（㎡）")


def test_applicants_are_warned_before_they_type_and_get_two_applications(house, browser, address):
    live = house.store.published.latest("permit", "food_business").document
    shrunk(live["form"]["properties"])
    house.store.published.add(
        "permit", "food_business", "market", live, author="id-wang", now=NOW, note="改小"
    )
    page = signed_in(browser, address, "lin", "/guide/netcafe?drinks=%E7%8E%B0%E5%81%9A")

    expect(page.locator("#results")).to_contain_text("其中有的要分开申请")
    page.get_by_role("button", name="开始填一张表").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("这几个事项要分开申请")
    expect(page.locator("main")).to_contain_text("“面积（㎡）”，必填，不小于 1 ㎡，不大于 10 ㎡")
    assert (faults(page), too_wide(page)) == ([], 0)
    page.get_by_role("radio", name="食品经营许可").check()
    page.get_by_role("button", name="分成两份申请").click()
    page.wait_for_url("**/apply")

    baskets = sorted(d.basket for d in house.store.drafts.of_account("id-lin").items)
    assert ("food_business",) in baskets and len(baskets) == 2


def test_everything_is_decided_without_javascript(house, browser, address):
    edited(house, unbound("premises"))
    page = at_the_bench(browser, address, "conflicts", java_script_enabled=False)

    page.locator("#part-same a").first.click()
    page.locator("#part-same button[value=different]").first.click()

    assert page.url.split("?")[0].endswith("/workbench/same")
    assert house.store.decisions.list().items[0].verdict == "different"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_state_passes_axe_and_fits(house, browser, address, size):
    def change(properties):
        shrunk(properties)
        unbound("premises", "lr_phone")(properties)

    edited(house, change)
    page = at_the_bench(browser, address, "conflicts", size=size)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    found = {"bench": (faults(page), too_wide(page))}
    for path in ("/build/food_business/publish", "/proposals", "/dictionary", "/dictionary/uscc"):
        page.goto(address + path)
        found[path] = (faults(page), too_wide(page))

    assert {k: v for k, v in found.items() if v != ([], 0)} == {}
    assert page.said == []


def begun(house, *permits):
    """A draft of lin's on these permits."""
    pins = {p: house.store.published.latest("permit", p).id for p in permits}
    house.store.drafts.add(Draft("d1", "id-lin", None, {}, pins, {}, 1, NOW, NOW))
    return "d1"
