"""The builder in a real browser: by mouse, by keyboard, without JavaScript; nothing breaks the content policy."""

import pytest
from playwright.sync_api import expect

from tests.browser.building import form_of, opened, opens
from tests.browser.page import PHONE, WIDE, faults, signed_in, too_wide
from tests.views.house import NOW

pytestmark = pytest.mark.browser


def test_a_question_is_changed_added_dragged_and_undone_by_mouse(house, browser, address):
    page = opened(browser, address)

    page.click("#open-area")
    expect(page.locator("#panel h2").first).to_have_text("面积（㎡）")
    page.fill("#p-label", "经营面积")
    page.locator("#p-label").blur()
    expect(page.locator("#card-area .build-label")).to_have_text("经营面积")
    expect(page.locator("#status")).to_have_text("已保存。")
    page.click("#type-date")
    expect(page.locator("#p-label")).to_be_focused()
    expect(page.locator("#status")).to_have_text("加了“日期”")
    assert list(form_of(house)["properties"])[5] == "q_date"
    page.locator("#card-q_date").scroll_into_view_if_needed()
    page.locator("#card-q_date .grip").drag_to(page.locator("#card-area .grip"))
    expect(page.locator("#status")).to_contain_text("第 5 题，共 8 题")
    page.click("#undo")
    expect(page.locator("#status")).to_have_text("已撤销：移动了“日期”")

    assert list(form_of(house)["properties"])[5] == "q_date"
    assert page.said == []


def drags(page, source, target):
    """By the pointer, in steps, onto the upper half of the target."""
    page.locator(target).scroll_into_view_if_needed()
    page.locator(source).hover()
    page.mouse.down()
    box = page.locator(target).bounding_box()
    page.mouse.move(box["x"] + 90, box["y"] + box["height"] + 20, steps=8)
    page.mouse.move(box["x"] + 90, box["y"] + 8, steps=8)
    page.mouse.up()


def test_a_kind_is_dragged_to_its_place_and_picked_questions_go_together(house, browser, address):
    page = opened(browser, address)
    ours = lambda: list(form_of(house)["properties"])  # noqa: E731

    drags(page, "#type-date", "#card-premises")
    expect(page.locator("#status")).to_have_text("加了“日期”")
    dropped = ours()
    expect(page.locator("#type-date")).to_have_count(1)
    page.check("#pick-operator_name")
    page.check("#pick-social_code")
    drags(page, "#card-social_code .grip", "#card-area")
    expect(page.locator("#status")).to_contain_text("移到“基本信息”")

    assert dropped.index("q_date") + 1 == dropped.index("premises")
    moved = ours()
    assert abs(moved.index("operator_name") - moved.index("social_code")) == 1
    assert moved.index("operator_name") > moved.index("premises")
    assert page.said == []


def test_elements_are_dragged_to_their_place_and_ticked_to_go_together(house, browser, address):
    page = opened(browser, address)
    ours = lambda: list(form_of(house)["properties"])  # noqa: E731

    drags(page, "#element-econ_type", "#card-premises")
    expect(page.locator("#status")).to_have_text("加了“经济类型（经济性质）”")
    expect(page.locator("#element-econ_type")).to_have_count(0)
    dropped = ours()
    page.fill("#element-search", "租赁")
    page.check("#tick-lease_period")
    page.fill("#element-search", "注册资本")
    page.check("#tick-reg_capital")
    expect(page.locator("#ticked-count")).to_have_text("选中 2 个")
    page.select_option("#ticked-to", index=0)
    page.click("#ticked-add")
    expect(page.locator("#status")).to_contain_text("加了 2 题：")
    expect(page.locator("#ticked")).to_be_hidden()
    added = form_of(house)["properties"]
    page.click("#undo")
    expect(page.locator("#card-reg_capital")).to_have_count(0)

    assert dropped.index("econ_type") + 1 == dropped.index("premises")
    assert added["reg_capital"]["x-section"] == added["lease_period"]["x-section"] == "s1"
    assert ours() == dropped
    assert page.said == []


def test_the_menus_of_the_bar_open_and_close_by_keys(house, browser, address):
    page = opened(browser, address)

    page.focus("#about summary")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#about a").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#about[open]")).to_have_count(0)
    expect(page.locator("#about summary")).to_be_focused()


def test_rows_are_picked_with_ctrl_and_shift_and_pasted_in_another_form(house, browser, address):
    page = opened(browser, address)
    row = lambda key: page.locator(f"#card-{key} > p.small").last  # noqa: E731

    row("premises").click(modifiers=["Control"])
    row("entity_kind").click(modifiers=["Shift"])
    expect(page.locator("#count")).to_have_text("选中 4 题")
    row("area").click(modifiers=["Control"])
    expect(page.locator("#count")).to_have_text("选中 3 题")
    page.click("#many-copy")
    expect(page.locator("#status")).to_contain_text("复制了 3 题")
    page.goto(f"{address}/build/md2_filing")
    expect(page.locator("#paste")).to_be_in_viewport()
    page.click("#paste")
    expect(page.locator("#report")).to_contain_text("放进来")
    came = len(house.store.catalogue.load("market").permits["md2_filing"]["form"]["properties"])
    page.context.clear_cookies()
    page = signed_in(browser, address, "wang", "/build/md2_filing")
    page.keyboard.press("Control+z")
    expect(page.locator("#status")).to_contain_text("已撤销：从“食品经营许可”粘贴了 3 题")

    left = house.store.catalogue.load("market").permits["md2_filing"]["form"]["properties"]
    assert len(left) < came


def test_focus_stays_on_the_pressed_button_while_a_question_moves_by_keyboard(
    house, browser, address
):
    page = opened(browser, address)

    page.click("#open-area")
    page.focus("#up-area")
    expect(page.locator(".build-moves")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("第 4 题，共 7 题")
    expect(page.locator("#up-area")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("第 3 题，共 7 题")

    expect(page.locator("#up-area")).to_be_focused()
    assert list(form_of(house)["properties"]).index("area") == 2
    assert page.said == []


def test_a_condition_is_built_as_a_sentence(house, browser, address):
    page = opened(browser, address)

    page.click("#open-area")
    expect(page.locator("#panel h2").first).to_have_text("面积（㎡）")
    page.click("#condition summary")
    page.select_option("#when-0-0", label="主体业态")
    page.select_option("#when-0-0-what", label="单位食堂")
    expect(page.locator("#card-area .build-when")).to_have_text("当 主体业态 是 单位食堂 时显示")
    page.click("#or")
    page.select_option("#when-1-0", label="主体业态")
    page.select_option("#when-1-0-what", label="餐饮服务经营者")
    expect(page.locator("#card-area .build-when")).to_contain_text("或")

    assert len(form_of(house)["properties"]["area"]["x-show-when"]["anyOf"]) == 2
    assert page.said == []


def test_the_dictionary_is_searched_while_typing(browser, address):
    page = opened(browser, address)

    page.fill("#element-search", "楼层")
    expect(page.locator("#elements button[name=element]")).to_have_count(1)

    expect(page.locator("#element-search")).to_be_focused()
    assert page.said == []


def test_two_admins_see_both_texts_and_choose(house, browser, address):
    page, other = opened(browser, address), opened(browser, address)
    for visitor in (page, other):
        visitor.click("#open-area")
        expect(visitor.locator("#panel h2").first).to_have_text("面积（㎡）")
    page.fill("#p-label", "甲")
    page.locator("#p-label").blur()
    expect(page.locator("#status")).to_have_text("已保存。")

    other.fill("#p-label", "乙")
    other.locator("#p-label").blur()
    expect(other.locator("#clash")).to_contain_text("改为 甲")
    other.click("#mine")
    expect(other.locator("#card-area .build-label")).to_have_text("乙")

    assert form_of(house)["properties"]["area"]["title"] == "乙"


def test_everything_works_without_javascript(house, browser, address):
    page = opened(browser, address, java_script_enabled=False)

    page.click("#open-area")
    page.fill("#p-label", "经营面积")
    page.click("#properties button")
    page.click("#type-date")
    page.click("#up-q_date")
    page.select_option("#p-section", index=1)
    page.click("#p-put")
    page.click("#undo")
    page.click("text=发布…")
    page.fill("#note", "按新办法")
    page.click("main form.form button")

    assert page.url.endswith("/history?published=2")
    live = house.store.published.latest("permit", "food_business").document["form"]
    keys = list(live["properties"])
    assert (live["properties"]["area"]["title"], keys.index("q_date") < keys.index("area")) == (
        "经营面积",
        True,
    )


PREVIEWS = ("/preview", "/preview?as=together", "/preview?as=paper", "/preview?as=package")
PREVIEWS += ("/preview/frame", "/preview/frame?show=all", "/fields/format/element?q=业态")
PREVIEWS += ("/fields/area/element", "/fields/managers/columns?q=姓名")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_state_passes_axe_and_fits(house, browser, address, size):
    page = opened(browser, address, size=size)
    found = {}

    def looks(state):
        found[state] = (faults(page), too_wide(page))

    for path in ("", "?field=sales_class", *PREVIEWS, "/borrow", "/borrow?form=tobacco"):
        page.goto(f"{address}/build/food_business{path}")
        looks(path)
    page.goto(f"{address}/build")
    page.click("#new summary")
    page.click("#new button")
    looks("a new form refused")
    page.fill("#new-name", "小餐饮登记")
    page.fill("#new-code", "small_catering")
    page.click("#new button")
    page.wait_for_url("**/build/small_catering")
    looks("an empty form")
    for state, act in STATES.items():
        page.goto(f"{address}/build/food_business")
        act(page)
        looks(state)
    _clashes(house, page)
    looks("a clash")

    assert {k: v for k, v in found.items() if v != ([], 0)} == {}


def _opens(page):
    opens(page, "area")


def _in_place(page):
    page.click("#open-area")
    expect(page.locator("input.build-inplace")).to_be_focused()


def _menu(page):
    page.click("#more summary")
    expect(page.get_by_role("link", name="存档…")).to_be_visible()


def _wrong_limit(page):
    _opens(page)
    page.fill("#p-minimum", "十")
    page.locator("#p-minimum").press("Enter")
    expect(page.locator("#p-minimum-wrong")).to_be_visible()


def _condition(page):
    _opens(page)
    page.click("#condition summary")
    page.select_option("#when-0-0", label="主体业态")
    expect(page.locator("#when-0-0-what")).to_be_visible()


def _finds(page):
    page.fill("#find", "证")
    expect(page.locator("#hits li").first).to_be_visible()


def _picks(page):
    page.check("#pick-area")
    page.check("#pick-warehouse")
    expect(page.locator("#count")).to_have_text("选中 2 题")


def _pastes(page):
    _picks(page)
    page.click("#many-copy")
    expect(page.locator("#status")).to_contain_text("复制了 2 题")
    page.locator(".build").press("Control+v")
    expect(page.locator("#report")).to_be_visible()


def _refused(page):
    page.check("#pick-format")
    page.click("#many-remove")
    expect(page.locator("#refused")).to_be_visible()


def _clashes(house, page):
    page.goto(f"{page.url.split('/build')[0]}/build/food_business")
    _opens(page)
    revision, kept = house.store.catalogue.load_one("market", "permits", "food_business")
    kept["form"]["properties"]["area"]["title"] = "别人改的"
    house.store.catalogue.save_permit(
        "market", kept, expecting=revision, author="x", now=NOW, note="改了"
    )
    page.fill("#p-label", "我改的")
    page.locator("#p-label").press("Enter")
    expect(page.locator("#clash")).to_be_visible()


STATES = {
    "a question open": _opens,
    "a label edited in place": _in_place,
    "a menu of the bar": _menu,
    "a limit that is no number": _wrong_limit,
    "a condition half chosen": _condition,
    "questions found": _finds,
    "questions picked": _picks,
    "a paste told": _pastes,
    "a deletion refused": _refused,
}


def test_a_tick_belongs_to_its_question_and_is_taken_back_with_its_step(browser, address):
    page = opened(browser, address)
    needed = page.locator("#p-required")

    page.click("#type-date")
    expect(page.locator("#p-label")).to_be_focused()
    needed.check()
    expect(page.locator("#card-q_date")).to_contain_text("必填")
    page.click("#type-email")
    expect(page.locator("#card-q_email")).to_contain_text("选填")
    expect(needed).not_to_be_checked()
    page.click("#undo")
    expect(page.locator("#card-q_email")).to_have_count(0)
    page.click("#open-q_date")
    expect(page.locator("#panel")).to_have_attribute("data-field", "q_date")
    expect(needed).to_be_checked()
    page.click("#undo")
    expect(page.locator("#card-q_date")).to_contain_text("选填")
    expect(needed).not_to_be_checked()
