"""An applicant who goes the whole way over HTTP, with answers made to be valid."""

import re
import time
import urllib.parse
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from form_builder.guide import paths, results
from form_builder.sample import sample_merged
from form_builder.unite import unite
from schemas.case import Case
from schemas.field_types import FIELD_TYPES
from schemas.merged import MergedForm, Source
from schemas.scenario import Scenario, ScenarioSchema
from storage.store import Store
from tests.visitor import Answer, Visitor

PRINT_SECONDS = 120


def scenario_named(store: Store, name: str) -> Scenario:
    return ScenarioSchema().load(dict(store.published.latest("scenario", name).document))


def widest_answers(scenario: Scenario, excludes: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The guide's answers that lead to the most permits."""
    return max(paths(scenario), key=lambda path: len(results(scenario, path, excludes)))


def as_query(answers: Mapping[str, Any]) -> dict[str, Any]:
    words = {True: "yes", False: "no"}
    return {k: words[v] if isinstance(v, bool) else v for k, v in answers.items()}


def begin(visitor: Visitor, scenario: Scenario, answers: Mapping[str, Any]) -> str:
    """From the guide to an empty one form; the draft's id."""
    guide = visitor.get(f"/guide/{scenario.id}", **as_query(answers))
    assert guide.status == 200
    opened = visitor.send(guide, "/apply")
    assert opened.status == 200, opened.words
    assert opened.path.startswith("/apply/"), (opened.path, opened.words)
    return opened.path.split("/")[2]


def merged_form(store: Store, draft: str) -> MergedForm:
    pins = store.drafts.get(draft).pins
    versions = {permit: store.published.get(version) for permit, version in pins.items()}
    return unite(Source(p, v.department, v.document["form"]) for p, v in versions.items())


def fill(visitor: Visitor, draft: str, merged: MergedForm, rng: Random) -> dict[str, Any]:
    """Every section with sampled answers, every required file uploaded; the answers that were asked for."""
    return fill_in(visitor, draft, merged, sample_merged(merged, rng, share=0.6))


def fill_in(
    visitor: Visitor, draft: str, merged: MergedForm, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Every section with these answers; those of them that were asked for."""
    tasks = visitor.get(f"/apply/{draft}")
    paths = dict.fromkeys(re.findall(rf"/apply/{draft}/sections/[a-z0-9_]+", tasks.text))
    page, asked = tasks, set()
    for path in paths:
        # Each section leads to the next one.
        page = page if page.path == path else visitor.get(path)
        page, keys = _fill_section(visitor, page, merged, answers)
        asked |= keys
    return {key: value for key, value in answers.items() if key in asked}


def _fill_section(
    visitor: Visitor, page: Answer, merged: MergedForm, answers: Mapping[str, Any]
) -> tuple[Answer, set[str]]:
    """Where the filled section leads, and the keys it asked for."""
    path = page.path
    for _ in range(12):  # answers bring up further questions of the same section
        asked = [value for name, value in page.form(path).fields if name == "asked"]
        for key in asked:
            if merged.field(key).type == "material" and answers.get(key):
                _upload(visitor, page, path.split("/")[2], key)
        form = page.form(path)
        form.fields = [(n, v) for n, v in form.fields if not _belongs(n, asked)]
        page = visitor.post(form.action, [*form.fields, *_typed(merged, answers, asked)])
        assert page.status == 200, _mistakes(page)
        if page.path != path:
            return page, set(asked)
    raise AssertionError(f"{path} never lets go: {_mistakes(page)}")


def _belongs(name: str, asked: list[str]) -> bool:
    """Whether an input is of one of these questions: what an earlier case filled in is wiped out."""
    return name == "asked" or any(name == key or name.startswith(f"{key}.") for key in asked)


def _typed(
    merged: MergedForm, answers: Mapping[str, Any], asked: list[str]
) -> list[tuple[str, str]]:
    typed = []
    for key in asked:
        field = merged.field(key)
        kind = FIELD_TYPES[field.type]
        if kind.asked and key in answers:
            written = (
                kind.write(answers[key], key)
                if field.type != "table"
                else _rows(field, answers[key])
            )
            typed += [(name, value) for name, values in written.items() for value in values]
        typed.append(("asked", key))
    return typed


def _rows(field: Any, rows: list[Mapping[str, Any]]) -> dict[str, list[str]]:
    written: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        written[f"{field.key}.{number}"] = [""]
        for column in field.columns:
            if column.key in row:
                name = f"{field.key}.{number}.{column.key}"
                written |= FIELD_TYPES[column.type].write(row[column.key], name)
    return written


def _upload(visitor: Visitor, page: Answer, draft: str, key: str) -> None:
    action = f"/apply/{draft}/files/{urllib.parse.quote(key)}"
    form = next(f for f in page.forms() if urllib.parse.unquote(f.action).endswith(f"/files/{key}"))
    file = ("file", f"{key.replace('/', '-')}.png", picture(key))
    reply = visitor.post(form.action, form.fields, [file], follow=False)
    assert reply.status == 303, (action, reply.words[:400])


@cache
def picture(words: str) -> bytes:
    """A real picture, its colour telling one material from another."""
    data = BytesIO()
    shade = sum(words.encode()) % 200
    Image.new("RGB", (600, 800), (shade, 120, 255 - shade)).save(data, "PNG")
    return data.getvalue()


def submit(visitor: Visitor, draft: str) -> str:
    """Read every commitment, tick it, submit; the case's number."""
    check = visitor.get(f"/apply/{draft}/check")
    promised = re.findall(r'name="commit" value="([a-z0-9_]+)"', check.text)
    case = visitor.send(check, f"/apply/{draft}/submit", [("commit", p) for p in promised])
    assert case.status == 200, _mistakes(case)
    assert case.path.startswith("/cases/"), (case.path, _mistakes(case))
    return case.path.removeprefix("/cases/")


def printed(store: Store, number: str) -> Case:
    """The case once every part's package is printed."""
    until = time.monotonic() + PRINT_SECONDS
    while time.monotonic() < until:
        case = store.cases.by_number(number)
        if all(p.package_sha256 for p in case.parts):
            return case
        time.sleep(0.3)
    raise AssertionError(f"not printed: {[p.permit for p in case.parts if not p.package_sha256]}")


def _mistakes(page: Answer) -> str:
    errors = re.findall(r'class="[^"]*field-error[^"]*"[^>]*>(.*?)</p>', page.text, re.S)
    return " | ".join(" ".join(e.split()) for e in errors) or page.words[:600]
