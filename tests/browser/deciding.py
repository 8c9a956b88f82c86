"""What the officials do: approvers decide, the clerk takes the papers along."""

import re
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import expect

from schemas.case import Case, Part
from schemas.permit import Permit
from tests.browser.people import Person
from tests.documents.reading import facts_of


def sees_only_their_own_queue(person: Person, case: Case, mine: Iterable[Part]) -> None:
    person.page.goto("/desk")
    rows = person.page.locator("tbody tr")
    expect(rows).to_have_count(len(ids := {part.id for part in mine}))
    links = {row.get_attribute("href") for row in rows.locator("th a").all()}
    assert links == {f"/desk/parts/{part}" for part in ids}
    for foreign in (part for part in case.parts if part.id not in ids):
        assert person.context.request.get(f"/desk/parts/{foreign.id}").status == 404
    person.examines()


def opens_a_part(person: Person, part: Part, permit: Permit) -> None:
    """The application beside its documents: every answered question under the department's own name."""
    person.page.goto("/desk")
    person.page.locator("tr", has_text=part.permit_name).get_by_role("link").click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text(part.permit_name)
    words = "".join(person.page.locator(".desk-data").inner_text().split())
    asked = [f for f in permit.form.fields if f.key in part.answers and f.type != "material"]
    assert [f.label for f in asked if "".join(f.label.split()) not in words] == []
    sees_the_documents(person, part, permit)
    person.examines()


def sees_the_documents(person: Person, part: Part, permit: Permit) -> None:
    uploaded = [f.key for f in permit.form.materials if f.key in part.answers]
    tabs = person.page.locator("#viewer .tabs a")
    expect(tabs).to_have_count(len(uploaded))
    if uploaded:
        tabs.last.click()
        expect(tabs.last).to_have_attribute("aria-current", "true")
        picture = person.page.locator("#viewer img")
        expect(picture).to_be_visible()
        assert picture.evaluate("async e => (await e.decode(), e.naturalWidth)") == 600


def takes_the_package(person: Person, folder: Path) -> None:
    link = person.page.get_by_role("link", name="下载本部门案卷 PDF")
    person.waits(lambda: link.count() == 1)
    package = person.downloads(link, folder)
    assert int(facts_of(package.read_bytes())["Pages"]) > 1


def approves(person: Person) -> None:
    person.page.get_by_role("button", name=re.compile("^准予")).click()
    person.page.wait_for_url("**done=**")


def approves_by_keys(person: Person) -> None:
    """One letter chooses, Enter decides; without a script there are no letters."""
    if not person.town.scripts:
        return approves(person)
    person.page.keyboard.press("a")
    expect(person.page.get_by_role("button", name=re.compile("^准予"))).to_be_focused()
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**done=**")
    return None


def sends_back(person: Person, reason: str) -> None:
    person.page.locator("#why-return summary").click()
    person.page.get_by_label("要申请人补正什么").fill(reason)
    person.page.get_by_role("button", name="发出补正通知").click()
    person.page.wait_for_url("**done=**")


def takes_the_whole_case(person: Person, number: str, folder: Path) -> Path:
    person.page.goto("/desk/cases")
    person.page.get_by_label("按编号或名称找").fill(number)
    person.page.get_by_role("button", name="找", exact=True).click()
    expect(person.page.locator("#cases tbody tr")).to_have_count(1)
    person.page.locator("#cases tbody a").click()
    expect(person.page.locator("main .code").first).to_have_text(number)
    return person.downloads(person.page.get_by_role("link", name="下载全部案卷 ZIP"), folder)


def revokes(person: Person, part: Part, reason: str) -> None:
    person.page.goto("/desk?drawer=decided")
    person.page.locator("tr", has_text=part.permit_name).get_by_role("link").click()
    person.page.get_by_role("link", name="这张证：更正、延续、暂停、撤销").click()
    person.page.get_by_role("link", name="撤销", exact=True).click()
    person.page.get_by_label("理由").fill(reason)
    person.page.get_by_role("button", name="撤销").click()
    expect(person.page.get_by_text("已撤销").first).to_be_visible()
