"""The real food form typed from its paper, by keyboard alone and by mouse: `python -m tests.browser.typed_form`.

A scripted person reads the shipped form as the paper and builds it anew in a running city: sections,
questions by dictionary element or by kind, words, hints, options, limits, units, columns, conditions and
rules. Then both forms are compared; what the builder cannot say is listed with its reason, anything else
is printed and makes the exit status 1. `--questions 8` builds the first eight only.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from form_builder.conditions import needed_fields
from form_builder.edit import LIMITS
from form_builder.formulas.wording import names_of, written
from form_builder.reading import sentence
from form_builder.rows import to_rows
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS
from storage.keys import load_or_make_keys
from storage.store import Store, open_store
from tests.browser.page import WIDE, chromium
from tests.browser.typing_hands import Hand, Keys, Mouse
from tests.live import City, running_city

PAPER = Path(__file__).parents[2] / "catalogue" / "permits" / "food_business.json"
Document = dict[str, Any]
# (question, fact): why the builder cannot say it.
KNOWN = {
    (
        "社会信用代码（身份证号码）",
        "type",
    ): "one cell of the paper takes two formats; the element takes one",
    ("社会信用代码（身份证号码）", "limits"): "the same",
}


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--questions", type=int, default=1000)
    given = words.parse_args()
    paper = json.loads(PAPER.read_text("utf-8"))["form"]
    paper["properties"] = dict(list(paper["properties"].items())[: given.questions])
    paper["x-rules"] = [r for r in paper["x-rules"] if r["at"] in paper["properties"]]
    odd = 0
    with tempfile.TemporaryDirectory() as folder, running_city(Path(folder)) as city:
        keys = load_or_make_keys(Path(folder) / "keys")
        store = open_store(city.environ["DATABASE_URL"], Path(folder) / "files", keys)
        elements = {e["id"]: e["name"] for e in _dictionary(store)}
        for code, hand in (("by_keys", Keys), ("by_mouse", Mouse)):
            odd += _one(city, store, paper, elements, code, hand)
    return 1 if odd else 0


def _one(
    city: City,
    store: Store,
    paper: Document,
    elements: Mapping[str, str],
    code: str,
    hand: type[Hand],
) -> int:
    with chromium() as browser:
        page = _signed_in(browser.new_context(locale="zh-CN", viewport=WIDE).new_page(), city.url)
        _begin(page, city.url, code)
        person = hand(page)
        began = time.monotonic()
        builds(person, paper, elements)
        took = (time.monotonic() - began) / 60
    draft = store.catalogue.load_one("market", "permits", code)[1]["form"]
    odd = list(_compared(paper, draft))
    done = person.counted
    print(
        f"{code}: {len(paper['properties'])} questions; {done.letters:.0f} keys of texts, {done.keys} other "
        f"keys, {done.clicks} clicks; a person {done.minutes:.0f} min, this run {took:.1f} min; "
        f"{len(odd)} differences from the shipped form that have no reason"
    )
    print(*(f"  {line}" for line in odd), sep="\n")
    return len(odd)


def builds(person: Hand, paper: Document, elements: Mapping[str, str]) -> None:
    """Everything on the paper, from top to bottom."""
    section = paper["x-sections"][0]["key"]
    needed = needed_fields(paper)
    for key, field in paper["properties"].items():
        if field["x-section"] != section:
            section = field["x-section"]
            person.begins_section(
                next(s["title"] for s in paper["x-sections"] if s["key"] == section)
            )
        element = field.get("x-element")
        if element:
            person.adds(elements[element], f"element-{element}")
        else:
            person.adds(FIELD_TYPES[field["x-type"]].words, f"type-{field['x-type']}")
        _fills(person, field, key in needed)
        if field.get("x-show-when"):
            _conditions(person, paper, field["x-show-when"])
        if field["x-type"] == "table":
            _columns(person, field["items"])
    _rules(person, paper)


def _fills(person: Hand, field: Document, needed: bool) -> None:
    person.names(field["title"])
    if field.get("description"):
        person.writes("p-hint", field["description"])
    if "x-material" in field:
        wanted = field["x-material"]["treatment"]
        if wanted != "required":
            person.treats(wanted, list(TREATMENTS))
    elif person.page.locator("#p-required").is_checked() != needed:
        person.ticks("p-required")
    if person.has("p-options"):
        person.writes("p-options", "\n".join(_options(field)))
    for keyword, value in _limits(field).items():
        if person.has(f"p-{keyword}"):
            person.writes(f"p-{keyword}", value)


def _conditions(person: Hand, paper: Document, condition: Document) -> None:
    person.opens_condition()
    labels = {k: f["title"] for k, f in paper["properties"].items()}
    for n, (clause,) in enumerate(to_rows(condition) or ()):
        if n:
            person.presses("or")
        person.picks(f"when-{n}-0", labels[clause.field])
        value = "是" if clause.value is True else str(clause.value)
        with person.kept():
            person.picks(f"when-{n}-0-what", value)


def _columns(person: Hand, row: Document) -> None:
    """The first column is there already; the others are added behind it."""
    table = person.page.locator("#panel").get_attribute("data-field") or ""
    for n, (key, column) in enumerate(row["properties"].items()):
        if n:
            person.adds_column(FIELD_TYPES[column["x-type"]].words)
        else:
            person.returns_to(f"{table}-name")
        _fills(person, column, key in row["required"])
        person.returns_to(table)


def _rules(person: Hand, paper: Document) -> None:
    labels = {k: f["title"] for k, f in paper["properties"].items()}
    if not paper["x-rules"]:
        return
    person.opens_rules()
    for rule in paper["x-rules"]:
        left, right = (f"「{labels[part['answer']]}」" for part in rule["check"]["with"])
        words = (("new-left", left), ("new-right", right), ("new-title", rule["title"]))
        for id, text in words:
            person.goes(id)
            person.letters(text)
        person.takes("new-relation", {"<=": "≤", ">=": "≥"}[rule["check"]["do"]])
        person.takes("new-at", labels[rule["at"]])
        person.submits("new-save")


def _compared(paper: Document, made: Document) -> Iterator[str]:
    wanted, found = list(_facts(paper)), list(_facts(made))
    if [w["title"] for w in wanted] != [f["title"] for f in found]:
        yield f"other questions: {[f['title'] for f in found]}"
    for one, other in zip(wanted, found, strict=False):
        for fact in one.keys() | other.keys():
            if one.get(fact) != other.get(fact) and (one["title"], fact) not in KNOWN:
                yield f"{one['title']}: {fact} is {other.get(fact)!r}, on paper {one.get(fact)!r}"
    if _rules_said(paper) != _rules_said(made):
        yield f"other rules: {_rules_said(made)}"


def _facts(form: Document) -> Iterator[Document]:
    """Each question, and each column behind its table, in the facts a person sees on paper."""
    labels = {k: f["title"] for k, f in form["properties"].items()}
    titles = {s["key"]: s["title"] for s in form["x-sections"]}
    needed = needed_fields(form)
    for key, field in form["properties"].items():
        when = sentence(field.get("x-show-when") or {}, lambda k: labels.get(k, k))
        yield _said(field, key in needed) | {"section": titles[field["x-section"]], "when": when}
        for name, column in (
            field["items"]["properties"].items() if field["x-type"] == "table" else ()
        ):
            yield _said(column, name in field["items"]["required"])


def _said(field: Document, needed: bool) -> Document:
    return {
        "title": field["title"],
        "hint": field.get("description", ""),
        "type": field["x-type"],
        "element": field.get("x-element") if "x-section" in field else None,
        "needed": needed,
        "options": _options(field),
        "treatment": field.get("x-material", {}).get("treatment"),
        "limits": {k: v for k, v in _limits(field).items() if v},
    }


def _limits(field: Document) -> dict[str, str]:
    bounded = field["properties"]["detail"] if field["x-type"] == "address" else field
    return {k: str(bounded.get(k, "")) for k in LIMITS.get(field["x-type"], ())}


def _options(field: Document) -> list[str]:
    return list(field.get("enum") or field.get("items", {}).get("enum") or ())


def _rules_said(form: Document) -> list[tuple[str, str, str]]:
    labels = {k: f["title"] for k, f in form["properties"].items()}
    names = names_of(form["properties"])
    rules = form.get("x-rules", ())
    return [(r["title"], written(r["check"], names), labels[r["at"]]) for r in rules]


def _dictionary(store: Store) -> list[Document]:
    found: list[Document] = store.published.latest("dictionary", "elements").document["elements"]
    return found


def _signed_in(page: Page, address: str) -> Page:
    page.set_default_timeout(60_000)
    page.goto(f"{address}/account/login?next=/build")
    page.fill("[name=login]", "market_admin")
    page.fill("[name=password]", "yizhao-demo")
    page.click("main form button")
    page.wait_for_url("**/build")
    return page


def _begin(page: Page, address: str, code: str) -> None:
    page.click("#new summary")
    page.fill("#new-name", "食品经营许可（重做）")
    page.fill("#new-code", code)
    page.click("#new button")
    page.wait_for_url(f"**/build/{code}*")


if __name__ == "__main__":
    sys.exit(main())
