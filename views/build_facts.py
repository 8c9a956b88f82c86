"""The permit around the form: its facts, edited as a department knows them."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError

from form_builder.edit_rules import remove_rule, set_rule
from schemas.field_types.address import NAMES
from schemas.permit import KINDS, LANES, LEVELS, PermitSchema
from schemas.permit_facts import CONDITION_KINDS, circle
from storage.errors import ChangedMeanwhile
from views.build_draft import Working, working
from views.clock import now
from views.fragments import page
from views.hx import go
from views.policy import policy
from views.published import permits
from views.session import actor
from views.store import store

room = Blueprint("build_facts", __name__)
DISTRICTS = ("440402", "440403", "440404")
RULE = "condition_"
Document = dict[str, Any]


@room.get("/build/<permit>/facts")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    return _page(draft, draft.permit)


@room.post("/build/<permit>/facts")
@policy("permit.build", working)
def save(draft: Working) -> Response:
    """The facts as typed, checked as a whole; what is wrong is said at its box and nothing is kept."""
    if request.form.get("revision") != str(draft.revision):
        return _page(
            draft, _typed(draft), 409, {"": _("您打开以后，别人改过了。请核对后再存一次。")}
        )
    typed = _typed(draft)
    wrong = _wrong(draft, typed)
    if wrong:
        return _page(draft, typed, 422, wrong)
    who = actor()
    try:
        store().catalogue.save_permit(
            draft.department,
            {**typed, "form": _with_checks(draft.form, typed.get("requires", ()))},
            expecting=draft.revision,
            author=who.id if who else "",
            now=now(),
            note=_("改了事项的说明"),
        )
    except ChangedMeanwhile:
        return _page(draft, typed, 409, {"": _("您打开以后，别人改过了。请核对后再存一次。")})
    return go(url_for("build_facts.show", permit=draft.id, kept="yes"))


def _page(
    draft: Working, facts: Document, status: int = 200, wrong: Mapping[str, str] | None = None
) -> Response:
    return page(
        "build/facts.html",
        status,
        draft=draft,
        facts=facts,
        wrong=wrong or {},
        kept=request.args.get("kept", ""),
        kinds={k: _(w) for k, w in KINDS.items()},
        lanes={k: _(w) for k, w in LANES.items()},
        levels={k: _(w) for k, w in LEVELS.items()},
        condition_kinds={k: _(w) for k, w in CONDITION_KINDS.items()},
        districts=[(code, NAMES[code]) for code in DISTRICTS],
        laws="\n".join(" | ".join((d["name"], d.get("version", ""), d.get("valid_from", ""), d.get("valid_to", ""))).rstrip(" |") for d in facts.get("laws", ())),
        requires=[*facts.get("requires", ()), {}, {}],
        numbers=[(k, f.get("title", k)) for k, f in draft.form["properties"].items() if f["x-type"] in ("integer", "number", "money")],
        others=[(p.id, p.name) for p in sorted(permits().values(), key=lambda p: p.name) if p.id != draft.id],
        materials=[(f.label, f.material.treatment if f.material else "") for f in draft.read.materials],
    )  # fmt: skip


def _typed(draft: Working) -> Document:
    """The permit's document with what was typed in place of what it said."""
    sent = request.form
    given = {name: _line(sent.get(name, "")) for name in ("name", "law", "fee", "basic_code")}
    given |= {name: sent.get(name, "").strip()[:5000] for name in ("conditions", "commitment")}
    given |= {name: sent.get(name, "") for name in ("kind", "lane", "level")}
    found: Document = {**draft.permit, **given}
    for name in ("statutory_days", "promised_days", "validity_years"):
        text = sent.get(name, "").strip()
        found[name] = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else text or None
    found["basic_code"] = found["basic_code"] or None
    found["laws"] = [_law(line) for line in _lines("laws", 20)]
    found["lanes"] = {d: lane for d in DISTRICTS if (lane := sent.get(f"lane.{d}", ""))}
    found["requires"] = _conditions()
    found["first"] = [p for p in sent.getlist("first") if p in permits()]
    found["reasons"] = {name: _lines(f"reasons.{name}", 50) for name in ("returning", "refusing")}
    return found


def _wrong(draft: Working, typed: Document) -> dict[str, str]:
    """Field → what to mend."""
    try:
        PermitSchema().load(typed)
    except ValidationError as error:
        return {str(name): _("请检查这一栏的内容和格式。") for name in error.normalized_messages()}
    first = {p.id: p.first for p in permits().values()} | {draft.id: tuple(typed["first"])}
    found = circle(first, draft.id)
    if found:
        names = " → ".join(permits()[p].name if p in permits() else p for p in (*found, found[0]))
        return {"first": _("先后次序绕成了圈：%(names)s。", names=names)}
    numbers = draft.form["properties"]
    for n, condition in enumerate(typed["requires"], 1):
        if bool(condition.get("field")) != bool(condition.get("least")) or condition.get(
            "field", ""
        ) not in {"", *numbers}:
            return {"requires": _("第 %(n)s 条：要检查数量，题和最少多少都要填。", n=n)}
    return {}


def _with_checks(form: Document, conditions: list[Document]) -> Document:
    """The form whose rules check the countable conditions, and no longer those that were taken away."""
    for rule in list(form.get("x-rules", ())):
        if rule["key"].startswith(RULE):
            form = remove_rule(form, rule["key"])
    for n, condition in enumerate(conditions, 1):
        if condition.get("field"):
            unit = form["properties"][condition["field"]].get("x-unit", "")
            least = {"number": condition["least"]} | ({"unit": unit} if unit else {})
            check = {"do": ">=", "with": [{"answer": condition["field"]}, least]}
            form = set_rule(form, f"{RULE}{n}", title=condition["words"][:200], check=check)
    return form


def _conditions() -> list[Document]:
    found = []
    for n in range(60):
        words = _line(request.form.get(f"requires.{n}.words", ""))
        if not words:
            continue
        kind, field, least = (
            _line(request.form.get(f"requires.{n}.{part}", ""))
            for part in ("kind", "field", "least")
        )
        made = {"kind": kind if kind in CONDITION_KINDS else "other", "words": words}
        found.append(
            made | ({"field": field} if field else {}) | ({"least": least} if least else {})
        )
    return found


def _law(line: str) -> Document:
    parts = [p.strip() for p in line.split("|")]
    names = ("name", "version", "valid_from", "valid_to")
    return {name: text for name, text in zip(names, parts, strict=False) if text}


def _lines(name: str, most: int) -> list[str]:
    lines = (_line(line) for line in request.form.get(name, "")[:20_000].splitlines())
    return [line[:300] for line in lines if line][:most]


def _line(text: str) -> str:
    return " ".join(text.split())[:1000]
