"""A form in and out: import with its report, JSON Schema, spreadsheet, blank paper, translations, the catalogue."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoPage

from form_builder.append import append
from form_builder.check import MAX_FIELDS
from form_builder.exports.catalogue import catalogue_zip
from form_builder.exports.plain_sheet import form_sheet
from form_builder.exports.xliff import NotTranslations, from_sheet, from_xliff, to_sheet, to_xliff
from form_builder.imports.incoming import KINDS, read_form
from form_builder.imports.taken import KINDS as LINES
from form_builder.imports.taken import Taken
from form_builder.paste import Pasted
from form_builder.sheets import Unreadable
from form_builder.translations import LANGUAGES, missing, texts, translated
from schemas.problem import Problem
from storage.errors import NotFound
from views.build_clipboard import report
from views.build_draft import Clash, Working, keep, working
from views.build_layout import empty_form
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.prints import printed
from views.sending import send_file
from views.session import actor
from views.store import store

room = Blueprint("build_exchange", __name__)
Maker = Callable[[Working, str], tuple[bytes, str]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 300


@room.get("/build/<permit>/exchange")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    return _page(draft)


@room.post("/build/<permit>/import")
@policy("permit.build", working)
def take(draft: Working) -> Response:
    """The file's form in place of the draft's or, with `how` "append", behind it; one undo takes it back."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(draft, 422, wrong=_("请先选择文件。"))
    kind, taken = read_form(sent.read(), sent.filename, draft.id, _=_)
    form = taken.form
    if form is None:
        return _page(draft, 422, taken=taken, kind=kind, name=sent.filename)
    note = _("导入了“%(name)s”", name=sent.filename[:80])
    joined: list[Pasted] = []

    def deed(old: dict[str, Any]) -> dict[str, Any] | Problem:
        if request.form.get("how") != "append":
            return dict(form)
        joined[:] = [append(old, form)]
        return _not_too_long(joined[0].form)

    outcome = keep(draft, deed, about="", note=note)
    if isinstance(outcome, Problem):
        return _page(draft, 422, wrong=outcome.sentence)
    if not isinstance(outcome, Working):
        raise NotFound("The draft could not be kept.")
    put = report(joined[0]) if joined else ()
    return _page(outcome, taken=taken, kind=kind, name=sent.filename, put=put)


def _not_too_long(form: dict[str, Any]) -> dict[str, Any] | Problem:
    if len(form["properties"]) <= MAX_FIELDS:
        return form
    sentence = _("放进来就超过 %(most)s 题了，一题也没有放。请少选几题。", most=MAX_FIELDS)
    return Problem("", "", sentence)


@room.get("/build/<permit>/export/<name>")
@policy("permit.build", working)
def export(draft: Working, name: str) -> Response:
    makers = {
        "form.json": _json,
        "form.xlsx": _sheet,
        "translations.xlsx": _words,
    }
    if name == "blank.pdf":
        payload, key = empty_form(draft)
        return printed("print_layout", payload, key, f"{draft.permit['name']} {name}")
    makers |= dict.fromkeys((f"translations-{language}.xlf" for language in LANGUAGES), _xliff)
    if name not in makers:
        raise NoPage
    data, media_type = makers[name](draft, name)
    return send_file(data, f"{draft.permit['name']} {name}", media_type)


@room.post("/build/<permit>/translations")
@policy("permit.build", working)
def translate(draft: Working) -> Response:
    """Translations from an XLIFF or a spreadsheet; texts they do not name stay as they are."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(draft, 422, wrong=_("请先选择文件。"))
    try:
        found = _translations(sent.read())
    except (Unreadable, NotTranslations) as problem:
        return _page(draft, 422, wrong=_(str(problem)))

    def edit(form: dict[str, Any]) -> dict[str, Any]:
        for language, said in found.items():
            form = translated(form, language, said)
        return form

    outcome = keep(draft, edit, about="", note=_("收了“%(name)s”里的译文", name=sent.filename[:80]))
    if isinstance(outcome, Clash):
        raise NotFound("The draft could not be kept.")
    return go(url_for("build_exchange.show", permit=draft.id) + "#words")


@room.get("/build/catalogue.zip")
@policy("permit.list")
def catalogue() -> Response:
    """What this department works on, with the whole dictionary, for `python app.py load catalogue`."""
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    ours = store().catalogue.load(who.department)
    department = store().catalogue.department(who.department)
    elements = store().published.latest("dictionary", "elements").document["elements"]
    named = {"id": department.id, "name": department.name, "i18n": dict(department.i18n or {})}
    data = catalogue_zip(named, elements, ours.permits.values(), ours.scenarios.values())
    return send_file(data, f"{department.id}.zip", "application/zip")


def _page(
    draft: Working,
    status: int = 200,
    *,
    taken: Taken | None = None,
    kind: str = "",
    name: str = "",
    wrong: str = "",
    put: tuple[str, ...] = (),
) -> Response:
    lines = [
        (_(LINES[k]), k, taken.of(k)[:SHOWN], len(taken.of(k))) for k in ("refused", "changed", "understood")
    ] if taken else []  # fmt: skip
    left = {language: missing(draft.form, language) for language in LANGUAGES}
    return page(
        "build/exchange.html",
        status,
        draft=draft,
        report=lines,
        put=put,
        taken=taken,
        kind=_(KINDS[kind]) if kind else "",
        name=name,
        wrong=wrong,
        left={language: (len(found), found[:20]) for language, found in left.items()},
        count=len(texts(draft.form)),
    )


def _translations(data: bytes) -> dict[str, dict[str, str]]:
    if data[:2] == b"PK":
        return {k: v for k, v in from_sheet(data).items() if k in LANGUAGES}
    language, said = from_xliff(data)
    if language not in LANGUAGES:
        raise NotTranslations(_("这里没有这种语言：%(language)s。", language=language[:40]))
    return {language: said}


def _json(draft: Working, name: str) -> tuple[bytes, str]:
    text = json.dumps(draft.form, ensure_ascii=False, indent=1)
    return (text + "\n").encode(), "application/schema+json"


def _sheet(draft: Working, name: str) -> tuple[bytes, str]:
    return form_sheet(draft.read, _=_), XLSX


def _words(draft: Working, name: str) -> tuple[bytes, str]:
    return to_sheet(draft.form, LANGUAGES), XLSX


def _xliff(draft: Working, name: str) -> tuple[bytes, str]:
    language = name.removeprefix("translations-").removesuffix(".xlf")
    return to_xliff(draft.form, language, draft.id), "application/xliff+xml"
