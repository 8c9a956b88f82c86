"""What applicants see of the merge, in a real browser: with JavaScript and without, wide and on a phone."""

import copy
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.page import PHONE, WIDE, faults, served, too_wide
from tests.views.applicant import Applicant
from tests.views.house import PASSWORD, build_house
from views.clock import now

pytestmark = pytest.mark.browser
PERMITS = ("food_business", "tobacco", "song_dance", "game_hall", "public_health")
OWN = "tobacco.remark"
NAMES = count()


class Screen:
    """An applicant's page on a draft of five permits; everything it shows is examined at two widths."""

    def __init__(self, page, lin, scripts):
        self.page, self.lin, self.scripts = page, lin, scripts

    def opens(self, path=""):
        self.page.goto(f"/apply/{self.lin.draft}{path}")

    def saves(self):
        """What was typed is saved: by itself, or at the press of a button."""
        if self.scripts:
            with self.page.expect_response(lambda r: r.request.method == "POST"):
                self.page.keyboard.press("Tab")
            expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        else:
            here = self.page.url
            self.page.get_by_role("button", name="保存并继续").last.click()
            self.page.goto(here)

    def is_sound(self):
        """Axe finds nothing and nothing is cut off; the plain page is the same page."""
        for size in (PHONE, WIDE) if self.scripts else ():
            self.page.set_viewport_size(size)
            assert (faults(self.page), max(0, too_wide(self.page))) == ([], 0), self.page.url


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """(house, address): every test has an applicant and a draft of its own."""
    house = build_house(tmp_path_factory.mktemp("people"))
    with served(house.app) as address:
        yield house, address


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def screen(browser, town, request):
    house, address = town
    login = f"lin{next(NAMES)}"
    lin = Applicant(house, login).begin(PERMITS)
    context = browser.new_context(
        base_url=address,
        viewport=WIDE,
        reduced_motion="reduce",
        java_script_enabled=request.param,
    )
    page = context.new_page()
    page.goto("/account/login")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.locator(".account-menu")).to_have_count(1)
    yield Screen(page, lin, request.param)
    context.close()


def test_a_question_says_who_needs_it_and_why_in_each_departments_words(screen):
    screen.opens("/sections/premises")
    field = screen.page.locator("#field-f-biz_address")
    field.get_by_text("4 个部门需要").click()

    told = field.locator(".voices")
    expect(told).to_be_visible()
    expect(told).to_contain_text("公共场所卫生许可 写作“实际经营地址”")
    expect(told).to_contain_text("依据：《公共场所卫生管理条例》")
    expect(told).to_contain_text("您只填一次。")
    screen.is_sound()


def test_sex_follows_from_the_number_and_cannot_be_typed(screen):
    screen.opens("/sections/people")
    box = screen.page.locator("[name=legal_rep_id_no]")
    expect(screen.page.locator("[name=legal_rep_gender]")).to_have_count(0)
    box.fill("11010519491231002X")
    box.focus()
    screen.saves()

    sex = screen.page.locator("#field-f-legal_rep_gender")
    expect(sex.locator(".fixed")).to_have_text("女")
    expect(sex).to_contain_text("由“法定代表人身份证件号码”得出")
    expect(sex.locator("input")).to_have_count(0)
    screen.is_sound()
    screen.opens("/sections/people")
    box = screen.page.locator("[name=legal_rep_id_no]")
    box.fill("H12345678")
    box.focus()
    screen.saves()
    expect(screen.page.locator("[name=legal_rep_gender]").first).to_be_visible()


def test_rows_come_and_go_by_keyboard_and_say_who_needs_a_column(screen):
    screen.opens("/sections/entity")
    table = screen.page.locator("#field-f-investor_table")
    expect(table).to_contain_text("只有娱乐场所经营许可（歌舞娱乐）需要")
    table.get_by_role("button", name="添加一行").focus()
    screen.page.keyboard.press("Enter")

    rows = screen.page.locator("#field-f-investor_table .table-row")
    expect(rows).to_have_count(2)
    if screen.scripts:
        expect(screen.page.locator('[name="investor_table.1.name"]')).to_be_focused()
    rows.last.get_by_role("button", name="去掉第 2 行").focus()
    screen.page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    if screen.scripts:
        expect(screen.page.locator("#f-investor_table-add")).to_be_focused()
    screen.is_sound()


def test_a_permit_goes_and_comes_back_with_everything_that_was_typed(screen):
    screen.opens("/sections/tobacco")
    box = screen.page.locator(f'[name="{OWN}"]')
    box.fill("靠近公园")
    box.focus()
    screen.saves()

    screen.opens("/basket")
    screen.page.locator("button[name=drop][value=tobacco]").click()
    expect(screen.page.locator("#difference")).to_have_text("去掉了“烟草专卖零售许可证核发”")
    expect(screen.page.get_by_text("替您留着 1 项回答")).to_be_visible()
    screen.is_sound()

    screen.page.locator("button[name=add][value=tobacco]").click()
    expect(screen.page.locator("#difference")).to_have_text("加上了“烟草专卖零售许可证核发”")
    expect(screen.page.get_by_text("靠近公园")).to_be_visible()
    screen.is_sound()
    screen.opens("/sections/tobacco")
    expect(screen.page.locator(f'[name="{OWN}"]')).to_have_value("靠近公园")


def test_a_draft_moves_to_the_new_version_when_its_owner_says_so(screen, second_version):
    screen.lin.save("premises_right", premises_right="租赁")
    screen.lin.save("area_business", area_business="68")
    second_version()
    screen.opens()
    screen.page.get_by_role("link", name="看看换到新版会怎样").first.click()

    expect(screen.page.locator("section:has(#needs)")).to_contain_text("您填的：租赁")
    expect(screen.page.locator("section:has(#new)")).to_contain_text("开业日期")
    screen.is_sound()
    screen.page.get_by_role("button", name="换到新版").click()

    expect(screen.page.get_by_text("已换到新版，填过的都留着。")).to_be_visible()
    screen.opens("/sections/premises")
    expect(screen.page.locator("[name=area_business]")).to_have_value("68")
    expect(screen.page.locator(".earlier")).to_contain_text("您原来填的：租赁")
    screen.is_sound()


@pytest.fixture
def second_version(town):
    """Publishes another version of the tobacco form: an option is gone, a question has come. Afterwards
    the first one is in force again."""
    shelf = town[0].store.published
    head = shelf.latest("permit", "tobacco")

    def publish(document):
        shelf.add("permit", "tobacco", head.department, document, author="a", now=now())

    yield lambda: publish(edited(head.document))
    publish(head.document)


def edited(old):
    document = copy.deepcopy(old)
    fields = document["form"]["properties"]
    right = next(f for f in fields.values() if f.get("x-element") == "premises_right")
    right["enum"] = [o for o in right["enum"] if o != "租赁"]
    fields["opening"] = {
        "type": "string",
        "format": "date",
        "title": "开业日期",
        "x-type": "date",
        "x-section": document["form"]["x-sections"][0]["key"],
    }
    return document
