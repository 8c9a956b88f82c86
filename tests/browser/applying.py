"""What an applicant does: from the question what shop it shall be to a case that is under way."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import expect

from schemas.merged import MergedForm
from tests.browser.one_form import (
    adds_a_row,
    answers_a_question,
    fills_the_section,
    goes_on,
    question,
    removes_the_last_row,
    types,
)
from tests.browser.people import Person

SHOP = {
    "哪些食品": "散装食品",
    "香烟": "是",
    "药品": "二类器械",
    "图书": "是",
    "招牌": "是",
}
FIRST = "ent_name"
PERMITS = ("food_business", "tobacco", "md2_filing", "publication_retail", "outdoor_ad")


def finds_the_guide(person: Person) -> None:
    person.page.goto("/")
    person.page.get_by_label("您想开什么店？").fill("便利店")
    person.page.get_by_role("button", name="开始").click()
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("便利店")


def tells_about_the_shop(person: Person) -> None:
    """Permits appear while one answers; without a script they appear at the press of a button."""
    for asked, answer in SHOP.items():
        person.page.get_by_role("group", name=re.compile(asked)).get_by_label(
            re.compile(answer)
        ).check()
    if not person.town.scripts:
        person.page.get_by_role("button", name="看看要办什么").click()
    for permit in PERMITS:
        expect(person.page.locator(f"#need-{permit}")).to_be_visible()
    expect(person.page.locator("#results-title")).to_have_text("要办 5 项许可")
    person.examines()


def begins(person: Person, login: str = "") -> str:
    """To the one form, through the sign-in page when nobody is signed in; the draft's id."""
    person.page.get_by_role("button", name="开始填一张表").click()
    if login:
        person.signs_in(login)
        person.page.get_by_role("button", name="开始填一张表").click()
    person.page.wait_for_url(re.compile(r"/apply/[^/?]+$"))
    return person.page.url.rpartition("/")[2]


def opens_the_first_section(person: Person) -> None:
    person.page.get_by_role("link", name=re.compile("^(开始填写|接着填：)")).first.click()
    expect(person.page.locator("#section-form")).to_be_visible()


def is_told_what_is_missing(person: Person) -> None:
    goes_on(person)
    summary = person.page.locator(".error-summary")
    expect(summary.locator("h2")).to_have_text(re.compile(r"有 \d+ 处需要修改"))
    if person.town.scripts:
        expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(person.page.locator(".field-error").first).to_be_visible()
    person.examines()


def mistypes_the_area(person: Person, merged: MergedForm, answers: Mapping[str, Any]) -> None:
    """The error stands beside the field as soon as it is left, or after going on; then it is mended."""
    types(person, "area_business", ["0"])
    if not person.town.scripts:
        goes_on(person)
    wrong = question(person, "area_business")
    expect(wrong.locator(".field-error")).to_have_text(re.compile("面积不能小于 1 ㎡"))
    expect(wrong.locator("input[aria-invalid=true]")).to_have_count(1)
    types(person, "area_business", [str(answers["area_business"])])
    if person.town.scripts:
        expect(wrong.locator(".field-error")).to_have_count(0)


def sees_a_question_come_up(person: Person, merged: MergedForm, answers: Mapping[str, Any]) -> None:
    """How large the sale of food is, is asked once one sells food."""
    asked = question(person, "food_business.sales_class")
    expect(asked).to_be_hidden()
    answers_a_question(
        person, merged.field("food_business.format"), answers["food_business.format"]
    )
    if not person.town.scripts:
        goes_on(person)
    expect(asked.get_by_role("radio").first).to_be_visible()


def adds_a_row_too_many(person: Person, merged: MergedForm, answers: Mapping[str, Any]) -> None:
    adds_a_row(person, "equipment_food")
    removes_the_last_row(person, "equipment_food")


HAPPENINGS = {
    "area_business": mistypes_the_area,
    "food_business.format": sees_a_question_come_up,
    "equipment_food": adds_a_row_too_many,
}


def fills_every_section(person: Person, merged: MergedForm, answers: Mapping[str, Any]) -> None:
    ahead = dict(HAPPENINGS)
    while "/sections/" in person.page.url:
        before = person.page.url
        for key in [key for key in ahead if question(person, key).is_visible()]:
            ahead.pop(key)(person, merged, answers)
        fills_the_section(person, merged, answers)
        goes_on(person)
        if person.page.url == before:
            expect(person.page.get_by_text("新出现")).to_be_visible()
    assert not ahead


def comes_back_to_the_draft(person: Person, answers: Mapping[str, Any]) -> None:
    """A new browser, another day: what was typed is still there, and the form goes on where it was left."""
    person.page.goto("/apply")
    person.page.get_by_role("link", name="接着填").click()
    first = person.page.locator("#tasks li").first
    expect(first).to_contain_text("完成")
    first.get_by_role("link").click()
    expect(person.page.locator(f'[name="{FIRST}"]')).to_have_value(answers[FIRST])
    person.page.go_back()


def checks_and_promises(person: Person) -> None:
    expect(person.page.get_by_role("heading", level=1)).to_have_text("核对与提交")
    expect(person.page.locator(".error-summary")).to_have_count(0)
    person.examines()
    for box in person.page.locator("input[name=commit]").all():
        box.check()


def submits_with_a_double_click(person: Person) -> str:
    """Once is enough, twice makes no second case; the case's number."""
    person.page.get_by_role("button", name="提交申请").dblclick()
    person.page.wait_for_url("**/cases/*")
    person.page.goto("/cases")
    expect(person.page.locator("main .card")).to_have_count(1)
    person.page.locator("main .card a").first.click()
    return person.page.url.rpartition("/")[2]


def watches_the_printing(person: Person, packages: int) -> None:
    bar = person.page.get_by_role("progressbar", name="打印进度")
    ready = person.page.get_by_role("link", name=re.compile("^下载 PDF"))
    expect(bar.or_(ready.last)).to_be_visible()
    person.waits(lambda: ready.count() == packages)
    expect(bar).to_have_count(0)
    person.examines()


def mends_what_was_returned(
    person: Person, number: str, reason: str, merged: MergedForm, mended: Mapping[str, Any]
) -> None:
    person.page.goto(f"/cases/{number}")
    expect(person.page.locator(".card-todo")).to_contain_text(reason)
    person.page.get_by_role("button", name="现在去改").click()
    person.page.wait_for_url("**/apply/*")
    tasks = person.page.locator("#tasks")
    for section in tasks.get_by_role("link").all()[:-1]:
        section.click()
        if all(question(person, key).count() for key in mended):
            break
        person.page.go_back()
    for key, value in mended.items():
        answers_a_question(person, merged.field(key), value)
    if not person.town.scripts:
        goes_on(person)
    person.page.goto(f"{person.page.url.partition('/sections/')[0]}/check")
    for box in person.page.locator("input[name=commit]").all():
        box.check()
    person.page.get_by_role("button", name="重新提交").click()
    person.page.wait_for_url("**/cases/*")


def keeps_the_first_version(person: Person, draft: str) -> None:
    """A draft begun before the second version was published: it tells so, and asks as it did."""
    person.page.goto(f"/apply/{draft}")
    expect(person.page.locator("main .notice")).to_contain_text(
        "“食品经营许可”有了新版申请表（第 2 版）。您的草稿还用第 1 版"
    )
    person.page.goto(f"/apply/{draft}/sections/food_business")
    expect(person.page.get_by_label("申请副本数")).to_be_visible()
    expect(person.page.get_by_label("开业日期")).to_have_count(0)


def has_the_second_version(person: Person, draft: str) -> None:
    expect(person.page.locator("main .notice")).to_have_count(0)
    person.page.goto(f"/apply/{draft}/sections/food_business")
    expect(person.page.get_by_label("开业日期")).to_be_visible()
    expect(person.page.get_by_label("申请副本数")).to_have_count(0)
    expect(person.page.get_by_label("要几本副本")).to_have_count(0)
