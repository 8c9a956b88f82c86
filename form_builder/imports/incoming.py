"""What a file is, and the form it becomes: our own dialect as it is, everything else with a report."""

from collections.abc import Callable, Mapping
from typing import Any

from form_builder.check import Unreadable as NotJson
from form_builder.check import mistakes, read_document
from form_builder.imports.formio import from_formio
from form_builder.imports.json_schema import from_json_schema
from form_builder.imports.plain_sheet import from_plain_sheet
from form_builder.imports.surveyjs import from_surveyjs
from form_builder.imports.taken import Line, Taken, Taking
from form_builder.imports.xlsform import from_xlsform
from form_builder.sheets import Unreadable, read_csv, read_sheets
from schemas.wording import N_

Said = Callable[[str], str]
KINDS = {
    "own": N_("本平台的表单"),
    "json_schema": "JSON Schema",
    "formio": "Form.io",
    "surveyjs": "SurveyJS",
    "xlsform": "XLSForm",
    "sheet": N_("题目清单"),
}


def read_form(data: bytes, name: str, permit: str, *, _: Said = str) -> tuple[str, Taken]:
    """(what it was, a key of KINDS or "", what came of it). What is still wrong with the form stands in
    the report, as refused. Never raises for what a file contains."""
    taking = Taking(_)
    try:
        kind, taken = _read(data, name.lower(), permit, taking)
    except (Unreadable, NotJson) as problem:
        return "", Taken(None, (Line("refused", name[:100], _(str(problem))),))
    if taken.form is None:
        return kind, taken
    wrong = tuple(
        Line("refused", p.field or p.pointer, p.sentence) for p in mistakes(taken.form, _=_)
    )
    return kind, Taken(taken.form, taken.lines + wrong)


def _read(data: bytes, name: str, permit: str, taking: Taking) -> tuple[str, Taken]:
    if name.endswith(".csv"):
        return "sheet", from_plain_sheet(read_csv(data), permit, taking)
    if data[:2] == b"PK" or name.endswith((".xlsx", ".xls", ".xlsm")):
        sheets = read_sheets(data)
        if "survey" in sheets:
            return "xlsform", from_xlsform(sheets, permit, taking)
        rows = next((rows for rows in sheets.values() if rows), [])
        return "sheet", from_plain_sheet(rows, permit, taking)
    document = read_document(data)
    kind = kind_of(document)
    return kind, _JSON[kind](document, permit, taking)


def kind_of(document: Mapping[str, Any]) -> str:
    """Which kind of JSON form a document is."""
    if str(document.get("$id", "")).startswith("urn:yizhao:form:") and "x-sections" in document:
        return "own"
    if isinstance(document.get("components"), list) or (
        document.get("type") == "table" and "rows" in document
    ):
        return "formio"
    if isinstance(document.get("pages"), list) or isinstance(document.get("elements"), list):
        return "surveyjs"
    return "json_schema"


def _own(document: Mapping[str, Any], permit: str, taking: Taking) -> Taken:
    taking.note("understood", "", N_("本平台的表单，原样收下。"))
    return Taken({**document, "$id": f"urn:yizhao:form:{permit}"}, tuple(taking.lines))


_JSON: dict[str, Callable[[Mapping[str, Any], str, Taking], Taken]] = {
    "own": _own,
    "formio": from_formio,
    "surveyjs": from_surveyjs,
    "json_schema": from_json_schema,
}
