"""Reading a certificate's design from its form, and saying what must be mended in it."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError

from casework.identifier import ISSUER_CODE, TYPE_CODE
from casework.numbering import fault
from documents.certificate import seal_is_inside
from documents.fonts import unprintable
from documents.paper import clean
from schemas.certificate_design import (
    ALWAYS_SHOWN,
    CERTIFICATE_FIELDS,
    PLACEHOLDERS,
    CertificateDesign,
    CertificateDesignSchema,
)
from schemas.field_types.base import narrow
from schemas.formats import is_uscc

TEXTS = ("title", "number", "type_code", "issuer_code", "opening", "note")
CODES = ("type_code", "issuer_code")
CHOICES = ("paper", "language")
SHIFTS = ("seal_right", "seal_down")
BRACES = re.compile(r"\{([^{}]*)\}")


def typed_design(form: Mapping[str, str]) -> dict[str, Any]:
    """The body of a design as the form has it, not yet checked."""
    body: dict[str, Any] = {name: form.get(name, "").strip() for name in CHOICES}
    body |= {name: clean(form.get(name, "")).strip() for name in TEXTS}
    body["title"] = " ".join(body["title"].split())
    body |= {name: form.get(name, "").strip() or "0" for name in SHIFTS}
    body |= {name: "".join(narrow(body[name]).split()).upper() for name in CODES}
    shown = [f for f in CERTIFICATE_FIELDS if form.get(f"show_{f}") or f in ALWAYS_SHOWN]
    body["fields"] = sorted(shown, key=lambda f: _place(form.get(f"place_{f}", "")))
    labels = {f: clean(form.get(f"label_{f}", "")).strip() for f in CERTIFICATE_FIELDS}
    body["labels"] = {f: t for f, t in labels.items() if t and t != CERTIFICATE_FIELDS[f]}
    return body


def as_form(body: Mapping[str, Any]) -> dict[str, str]:
    """What `typed_design` would read this body from."""
    form = {name: str(body.get(name, "")) for name in (*TEXTS, *CHOICES, *SHIFTS)}
    for place, name in enumerate(body["fields"], 1):
        form |= {f"show_{name}": "1", f"place_{name}": str(place)}
    return form | {f"label_{name}": words for name, words in body["labels"].items()}


def checked(body: Mapping[str, Any]) -> tuple[CertificateDesign | None, dict[str, str]]:
    """The design, or None and a sentence for each field that must be mended."""
    try:
        design: CertificateDesign = CertificateDesignSchema().load(dict(body))
    except ValidationError as problem:
        return None, {name: _sentence(said) for name, said in problem.normalized_messages().items()}
    wrong = _wrong(design)
    return (None if wrong else design), wrong


def body_of(design: CertificateDesign) -> dict[str, Any]:
    """The stored form of a design."""
    return {
        k: list(v) if k == "fields" else v for k, v in asdict(design).items() if k != "revision"
    }


def _wrong(design: CertificateDesign) -> dict[str, str]:
    wrong = {}
    rule = fault(design.number)
    if rule:
        wrong["number"] = {
            "serial": _("规则里要有一处 {serial}，也只能有一处。"),
            "place": _("规则里只能用 {prefix} {region} {department} {year} {month} {serial}。"),
            "letters": _("其余只能是大写字母、数字、汉字、〔〕（）和 -。"),
        }[rule]
    wrong |= _wrong_codes(design)
    if not seal_is_inside(design):
        wrong["seal_down"] = _("这样印章会压到边框，请往里移一些。")
    for name in ("title", "opening", "note"):
        wrong |= _wrong_text(name, getattr(design, name))
    missing = unprintable("".join(design.labels.values()))
    return wrong | ({"labels": _unprintable(missing)} if missing else {})


def _wrong_codes(design: CertificateDesign) -> dict[str, str]:
    """One letter too few or wrong would stand in the identifier of every certificate."""
    wrong = {}
    if design.type_code and not TYPE_CODE.fullmatch(design.type_code):
        wrong["type_code"] = _("证照类型代码是 21 位：18 位信用代码加 3 位数字。")
    elif design.type_code and not is_uscc(design.type_code[:18]):
        wrong["type_code"] = _("前 18 位的校验码不对，请对照原件再看一遍。")
    if design.issuer_code and not ISSUER_CODE.fullmatch(design.issuer_code):
        wrong["issuer_code"] = _("发证机关代码是 18 位统一社会信用代码。")
    elif design.issuer_code and not is_uscc(design.issuer_code):
        wrong["issuer_code"] = _("校验码不对，请对照原件再看一遍。")
    if bool(design.type_code) != bool(design.issuer_code):
        missing = "issuer_code" if design.type_code else "type_code"
        wrong.setdefault(missing, _("两个代码要填都填，才有标识。"))
    return wrong


def _wrong_text(name: str, text: str) -> dict[str, str]:
    missing = unprintable(text)
    if missing:
        return {name: _unprintable(missing)}
    unknown = [] if name == "title" else [p for p in BRACES.findall(text) if p not in PLACEHOLDERS]
    if unknown:
        return {name: _("没有叫 {%(name)s} 的内容，请从下面的单子里选。", name=unknown[0][:40])}
    return {}


def _unprintable(letters: str) -> str:
    return _("这些字印不出来，不能上证：%(letters)s", letters=letters)


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 99


def _sentence(said: Any) -> str:
    """The first sentence in marshmallow's nested messages, translated."""
    while isinstance(said, dict | list):
        said = next(iter(said.values() if isinstance(said, dict) else said))
    return _(str(said))
