"""What an admin of a department does with a form: change it, look at it, publish it."""

from playwright.sync_api import expect

from tests.browser.page import signed_in
from tests.browser.people import Person

FORM = "food_business"


def opens_the_form(person: Person) -> None:
    person.page.goto("/build")
    person.page.get_by_role("link", name="食品经营许可", exact=True).click()
    expect(person.page.locator("#canvas")).to_be_visible()


def opens_a_question(person: Person, key: str, label: str) -> None:
    person.page.locator(f"#open-{key}").click()
    expect(person.page.locator("#panel h2").first).to_contain_text(label)


def renames(person: Person, key: str, label: str, new: str) -> None:
    opens_a_question(person, key, label)
    person.page.locator("#p-label").fill(new)
    _saves(person)
    expect(person.page.locator(f"#open-{key}")).to_have_text(new)


def limits(person: Person, key: str, label: str, keyword: str, limit: str) -> None:
    opens_a_question(person, key, label)
    person.page.locator(f"#p-{keyword}").fill(limit)
    _saves(person)
    expect(person.page.locator(f"#card-{key}")).to_contain_text(limit)


def shows_only_when(person: Person, key: str, label: str, other: str, answer: str) -> None:
    opens_a_question(person, key, label)
    condition = person.page.locator("#condition")
    condition.locator("summary").click()
    _chooses(person, "when-0-0", other)
    _chooses(person, "when-0-0-what", answer)
    expect(person.page.locator(f"#card-{key} .build-when")).to_have_text(
        f"当 {other} 选 {answer} 时显示"
    )


def adds_a_date(person: Person, label: str) -> None:
    person.presses(person.page.locator("#type-date"))
    person.page.locator("#p-label").fill(label)
    _saves(person)
    expect(person.page.locator("#open-q_date")).to_have_text(label)


def moves_up(person: Person, key: str) -> None:
    cards = person.page.locator(".build-card")
    names = [card.get_attribute("data-field") for card in cards.all()]
    at = names.index(key)
    person.presses(person.page.locator(f"#up-{key}"))
    expect(cards.nth(at - 1)).to_have_attribute("data-field", key)


def removes(person: Person, key: str, label: str) -> None:
    opens_a_question(person, key, label)
    person.presses(person.page.locator("#p-remove"))
    expect(person.page.locator(f"#card-{key}")).to_have_count(0)


def previews(person: Person, *, there: tuple[str, ...], gone: str) -> None:
    person.page.get_by_role("link", name="预览").click()
    person.page.get_by_role("link", name="所有的题").click()
    asked = person.page.frame_locator("iframe").locator("main")
    for label in there:
        expect(asked.get_by_text(label).first).to_be_visible()
    expect(asked.get_by_text(gone)).to_have_count(0)
    person.page.get_by_role("link", name="回去改").click()


def publishes(person: Person, note: str, *, changes: int) -> None:
    person.page.get_by_role("link", name="发布…").click()
    expect(person.page.locator("#changes-title")).to_have_text(f"和在用的比，改了 {changes} 处")
    expect(person.page.get_by_text("份草稿正在用第 1 版")).to_be_visible()
    person.page.get_by_label("这次为什么改").fill(note)
    person.page.get_by_role("button", name="发布", exact=True).click()
    expect(person.page.get_by_text("第 2 版已发布")).to_be_visible()


def _saves(person: Person) -> None:
    person.presses(person.page.locator("#properties").get_by_role("button", name="保存"))
    expect(person.page.locator("#clash")).to_have_count(0)


def _chooses(person: Person, control: str, words: str) -> None:
    if person.town.scripts:
        with person.saving():
            person.page.locator(f"#{control}").select_option(label=words)
    else:
        person.page.locator(f"#{control}").select_option(label=words)
        person.page.get_by_role("button", name="保存条件").click()


def opened(browser, address, **options):
    """The food form in the builder."""
    return signed_in(browser, address, "wang", "/build/food_business", **options)


def opens(page, key):
    """A press on the row, beside its words."""
    page.locator(f"#card-{key} > p.small").last.click()
    expect(page.locator("#panel")).to_have_attribute("data-field", key)
    expect(page.locator("#p-label")).to_be_focused()


def form_of(house):
    return house.store.catalogue.load("market").permits["food_business"]["form"]
