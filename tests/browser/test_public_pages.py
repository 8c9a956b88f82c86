import pytest

from tests.browser.page import PHONE, WIDE, faults, too_wide

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/scenarios",
    "/search?q=店",
    "/search?q=zzz",
    "/permits",
    "/permits?q=zzz",
    "/permits/food_business",
    "/guide/convenience",
    "/guide/convenience?tobacco=yes&books=yes",
    "/guide/hotel",
    "/account/login",
    "/account/register",
    "/verify",
    "/verify?number=NOTHING",
    "/h/HOLDERCODE",
    "/nowhere",
)


@pytest.fixture
def page(browser, public_city):
    context = browser.new_context(base_url=public_city[0], viewport=WIDE)
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda m: opened.said.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: opened.said.append(str(e)))
    yield opened
    context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_public_pages_have_no_faults_and_fit(page, public_city, size):
    page.set_viewport_size(size)
    found = {}
    for path in (*PAGES, f"/c/{public_city[1].token}"):
        page.goto(path)
        wrong = faults(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) > 0 else [])
        if wrong:
            found[path] = wrong

    assert found == {}


def test_large_letters_have_no_faults_and_fit_a_small_phone(page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/size/large?next=/guide/convenience%3Ftobacco%3Dyes")

    assert (faults(page), too_wide(page)) == ([], 0)


def test_the_guide_answers_while_one_answers(page):
    page.goto("/guide/convenience")
    page.get_by_role("group", name="店里卖香烟吗？").get_by_label("是").check()
    page.locator("#need-tobacco").wait_for()

    page.get_by_label("散装食品（称重糖果、干货）").check()
    page.locator("#need-food_business").wait_for()

    assert page.locator("#results-title").inner_text() == "要办 2 项许可"
    assert page.locator("#status").inner_text() == "要办 2 项许可"
    assert "tobacco=yes" in page.url and "food=" in page.url
    assert page.evaluate("document.activeElement.value") == "散装食品（称重糖果、干货）"
    assert (page.said, faults(page)) == ([], [])


def test_the_list_of_permits_narrows_while_one_types(page):
    page.goto("/permits")
    page.get_by_label("名称里有").type("烟草")
    page.get_by_text("找到 1 项").first.wait_for()

    assert page.locator(".permit-list li").count() == 1
    assert page.evaluate("document.activeElement.id") == "words"
    assert page.said == []


def test_injected_markup_asks_for_nothing(page):
    asked = []
    page.on("request", lambda r: asked.append(r.url) if "stolen" in r.url else None)
    page.goto("/guide/convenience")

    page.evaluate(
        """() => {
          const evil = document.createElement('b');
          for (const [name, value] of Object.entries(
            {id: 'evil', 'hx-get': '/stolen', 'hx-trigger': 'load, click', 'hx-on:click': "fetch('/stolen')"}
          )) evil.setAttribute(name, value);
          evil.append('x');
          document.querySelector('main').append(evil);
          htmx.process(document.querySelector('main'));
        }"""
    )
    page.locator("#evil").click()
    page.wait_for_timeout(300)

    assert asked == []


def test_no_script_turns_text_into_markup(page):
    page.goto("/")

    refused = page.evaluate(
        "() => { try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>') } catch (e) { return e.name } }"
    )

    assert refused == "TypeError"


def test_without_javascript_the_guide_leads_to_the_same_permits(browser, public_city):
    context = browser.new_context(base_url=public_city[0], java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("您想开什么店？").fill("便利店")
    page.get_by_role("button", name="开始").click()
    page.get_by_role("group", name="店里卖香烟吗？").get_by_label("是").check()
    page.get_by_role("button", name="看看要办什么").click()

    assert page.locator("#need-tobacco").count() == 1
    page.get_by_role("button", name="开始填一张表").click()
    assert page.url.endswith("/account/login?next=/guide/convenience%3Ftobacco%3Dyes")
    context.close()


def test_the_ring_shows_wherever_the_keyboard_goes(page):
    page.goto("/")
    rings = []
    for _ in range(12):
        page.keyboard.press("Tab")
        rings.append(
            page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle + document.activeElement.tagName"
            )
        )

    assert [r for r in rings if not r.startswith("solid")] == []
