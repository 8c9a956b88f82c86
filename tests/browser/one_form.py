"""Filling in the one form as people do: question by question, file by file."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from random import Random
from typing import Any

from playwright.sync_api import Locator, expect

from form_builder.sample import sample_merged
from schemas.field_types import FIELD_TYPES
from schemas.merged import MergedField, MergedForm
from tests.browser.people import Person
from tests.journey.applicant import picture
from views.asking import dom_id

Answers = Mapping[str, Any]
# What follows from another cell of its row is shown, never typed.
FOLLOWS = {("person_food_safety", "gender")}


def answers_where(merged: MergedForm, **wanted: Any) -> dict[str, Any]:
    """Valid answers for the whole form, among them these (a department's own: permit__key)."""
    wanted = {key.replace("__", "."): value for key, value in wanted.items()}
    for seed in range(500):
        answers = sample_merged(merged, Random(seed), share=0.3)
        if all(answers.get(key) == value for key, value in wanted.items()):
            return answers
    raise AssertionError(f"no answers with {wanted}")


def fills_the_section(person: Person, merged: MergedForm, answers: Answers) -> None:
    """Every question on the page, and those that come up because of an answer."""
    done: set[str] = set()
    while waiting := [key for key in _asked(person) if key not in done]:
        for key in sorted(waiting, key=lambda k: merged.field(k).type != "material"):
            if key in answers:
                answers_a_question(person, merged.field(key), answers[key])
            done.add(key)


def answers_a_question(person: Person, field: MergedField, value: Any) -> None:
    if field.type == "material":
        uploads(person, field.key)
    elif field.type == "table":
        _fills_the_rows(person, field, value)
    else:
        for name, values in FIELD_TYPES[field.type].write(value, field.key).items():
            types(person, name, values)


def goes_on(person: Person) -> None:
    person.page.locator(".form-foot").get_by_role("button", name="保存并继续").click()
    person.page.wait_for_load_state()


def uploads(person: Person, key: str) -> None:
    """Choose a picture; without a script it must be sent by its own button."""
    box = question(person, key)
    file = {"name": "照片 1.png", "mimeType": "image/png", "buffer": picture(key)}
    if person.town.scripts:
        with person.saving():
            box.locator("input[type=file]").set_input_files(file)
    else:
        box.locator("input[type=file]").set_input_files(file)
        box.get_by_role("button", name="上传").click()
    expect(question(person, key).locator(".files li")).to_have_count(1)


def question(person: Person, key: str) -> Locator:
    return person.page.locator(f"#field-{dom_id(key)}")


def adds_a_row(person: Person, key: str) -> None:
    rows = question(person, key).locator(".table-row")
    before = rows.count()
    person.presses(person.page.locator(f"#{dom_id(key)}-add"))
    expect(rows).to_have_count(before + 1)


def removes_the_last_row(person: Person, key: str) -> None:
    rows = question(person, key).locator(".table-row")
    before = rows.count()
    person.presses(rows.last.get_by_role("button", name=f"去掉第 {before} 行"))
    expect(rows).to_have_count(before - 1)


def types(person: Person, name: str, values: list[str]) -> None:
    """Into whatever stands there under this name; what is already so is left alone."""
    if name.endswith(".division"):
        _leads_to(person, name.removesuffix(".division"), values[0])
        return
    controls = person.page.locator(f'#section-form [name="{name}"]')
    kind = controls.first.evaluate("e => e.type")
    if kind in ("radio", "checkbox"):
        for value in values:
            _ticks(person, person.page.locator(f'#section-form [name="{name}"][value="{value}"]'))
    elif controls.first.input_value() != values[0]:
        with _saved_when_left(person):
            if kind == "select-one":
                controls.first.select_option(values[0])
            else:
                controls.first.fill(values[0])
                controls.first.press("Tab")


def _leads_to(person: Person, name: str, division: str) -> None:
    """An address begins with lists: the province, then what lies in it."""
    codes = {"province": f"{division[:2]}0000", "city": f"{division[:4]}00", "district": division}
    for level, code in codes.items():
        types(person, f"{name}.{level}", [code])


def _ticks(person: Person, box: Locator) -> None:
    if not box.is_checked():
        with _saved_when_left(person):
            box.check()


def _saved_when_left(person: Person) -> AbstractContextManager[None]:
    return person.saving() if person.town.scripts else nullcontext()


def _fills_the_rows(person: Person, field: MergedField, rows: list[Answers]) -> None:
    columns = {column.key: column for column in field.columns}
    for number, row in enumerate(rows):
        if number:
            adds_a_row(person, field.key)
        for key, value in row.items():
            if (field.key, key) in FOLLOWS:
                continue
            written = FIELD_TYPES[columns[key].type].write(value, f"{field.key}.{number}.{key}")
            for name, values in written.items():
                types(person, name, values)


def _asked(person: Person) -> list[str]:
    hidden = person.page.locator("#section-form input[name=asked]")
    return list(hidden.evaluate_all("all => all.map(e => e.value)"))
