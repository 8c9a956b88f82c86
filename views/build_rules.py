"""Rules between questions, and the formulas of what is computed: written as sentences with names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from form_builder.check_formulas import formula_problems
from form_builder.edit_rules import fresh_rule, remove_rule, set_formula, set_rule
from form_builder.formulas.formula import Formula
from form_builder.formulas.kinds import Mistyped, answer_kind, kind_of
from form_builder.formulas.wording import Unread, names_of, read, written
from storage.errors import NotFound
from views.build_draft import Working, keep, working
from views.fragments import page
from views.hx import go
from views.policy import policy

room = Blueprint("build_rules", __name__)
RELATIONS = (("<=", "≤"), (">=", "≥"), ("==", "="), ("<", "<"), (">", ">"), ("!=", "≠"))
LONGEST_TITLE, LONGEST_TEXT, MOST = 200, 1000, 100


@dataclass(frozen=True)
class RuleLine:
    """A rule being read or edited; `whole` is its text where it is no plain comparison, else ""."""

    key: str
    title: str
    at: str
    left: str = ""
    relation: str = "<="
    right: str = ""
    whole: str = ""
    wrong: str = ""

    @property
    def text(self) -> str:
        return self.whole or f"({self.left}) {self.relation} ({self.right})"


@room.get("/build/<permit>/rules")
@policy("permit.build", working)
def show(draft: Working) -> Response:
    return _page(draft)


@room.post("/build/<permit>/rules")
@policy("permit.build", working)
def save(draft: Working) -> Response:
    """A rule added (no key was sent) or changed; what cannot be read comes back as it was typed."""
    sent = _sent()
    if sent.key and sent.key not in _keys(draft):
        raise NotFound("There is no such rule.")
    key = sent.key or fresh_rule(draft.form)
    check, wrong = _read(draft, sent.text, "truth")
    if not sent.title:
        wrong = wrong or _("请写一句话：填错时申请人看到什么。")
    if not sent.key and len(_keys(draft)) >= MOST:
        wrong = _("规则最多 %(most)s 条。", most=MOST)
    if wrong or check is None:
        return _page(draft, 422, edited=_wrong(sent, wrong))
    note = _("规则“%(title)s”", title=sent.title)
    keep(
        draft,
        lambda form: set_rule(form, key, title=sent.title, check=check, at=sent.at),
        about="",
        note=note,
    )
    return go(url_for("build_rules.show", permit=draft.id) + f"#rule-{key}")


@room.post("/build/<permit>/rules/<key>/remove")
@policy("permit.build", working)
def remove(draft: Working, key: str) -> Response:
    title = next((r["title"] for r in draft.form.get("x-rules", ()) if r["key"] == key), None)
    if title is None:
        raise NotFound("There is no such rule.")
    note = _("删了规则“%(title)s”", title=title)
    keep(draft, lambda form: remove_rule(form, key), about="", note=note)
    return go(url_for("build_rules.show", permit=draft.id))


@room.post("/build/<permit>/formulas/<key>")
@policy("permit.build", working)
def formula(draft: Working, key: str) -> Response:
    field = draft.form["properties"].get(key, {})
    if "x-formula" not in field:
        raise NotFound("There is no such question.")
    text = request.form.get("formula", "").strip()[:LONGEST_TEXT]
    wanted = "number" if field["x-type"] == "calculated" else "text"
    found, wrong = _read(draft, text, wanted)
    if wrong or found is None:
        return _page(draft, 422, typed={key: text}, wrong={key: wrong})
    note = _("“%(label)s”的公式", label=field.get("title", key))
    keep(draft, lambda form: set_formula(form, key, found), about=key, note=note)
    return go(url_for("build_rules.show", permit=draft.id) + f"#formula-{key}")


def _page(
    draft: Working,
    status: int = 200,
    *,
    edited: RuleLine | None = None,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    names = names_of(draft.form["properties"])
    rules = [_line(rule, names) for rule in draft.form.get("x-rules", ())]
    rules = [edited if edited and edited.key == r.key else r for r in rules]
    computed = {k: f for k, f in draft.form["properties"].items() if "x-formula" in f}
    return page(
        "build/rules.html",
        status,
        draft=draft,
        rules=rules,
        new=edited if edited and not edited.key else RuleLine("", "", ""),
        relations=RELATIONS,
        fields=[(k, f.get("title", k)) for k, f in draft.form["properties"].items()],
        names=_usable(draft, names),
        computed=[
            (k, f.get("title", k), (typed or {}).get(k) or written(f["x-formula"], names, _))
            for k, f in computed.items()
        ],
        wrong=wrong or {},
        problems=[p.sentence for p in formula_problems(draft.form, _=_)],
        failed=status == 422,
    )


def _read(draft: Working, text: str, wanted: str) -> tuple[Formula | None, str]:
    """(formula, "") or (None, what to mend)."""
    fields = draft.form["properties"]
    try:
        found = read(text, names_of(fields), _)
        kind = kind_of(found, fields, _)
    except (Unread, Mistyped) as problem:
        return None, str(problem)
    if wanted == "truth" and kind.name != "truth":
        return None, _("规则要能说是或不是，例如一边不大于另一边。")
    if wanted != "truth" and (
        kind.many or kind.name not in (wanted, "day" if wanted == "text" else "")
    ):
        return None, _("这条公式得不出这一题要的东西。")
    return found, ""


def _line(rule: Mapping[str, Any], names: Mapping[str, str]) -> RuleLine:
    check, about = rule["check"], (rule["key"], rule["title"], rule.get("at", ""))
    if check.get("do") in dict(RELATIONS):
        left, right = (written(part, names, _) for part in check["with"])
        return RuleLine(*about, left=left, relation=check["do"], right=right)
    return RuleLine(*about, whole=written(check, names, _))


def _sent() -> RuleLine:
    def line(name: str, most: int) -> str:
        return " ".join(request.form.get(name, "").split())[:most]

    relation = request.form.get("relation", "")
    return RuleLine(
        line("key", 60),
        line("title", LONGEST_TITLE),
        line("at", 60),
        line("left", LONGEST_TEXT),
        relation if relation in dict(RELATIONS) else "<=",
        line("right", LONGEST_TEXT),
        line("whole", LONGEST_TEXT),
    )


def _wrong(sent: RuleLine, sentence: str) -> RuleLine:
    return RuleLine(**{**sent.__dict__, "wrong": sentence})


def _keys(draft: Working) -> frozenset[str]:
    return frozenset(r["key"] for r in draft.form.get("x-rules", ()))


def _usable(draft: Working, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(name, unit) of every answer that a formula can speak of."""
    found = []
    for path, name in names.items():
        try:
            answer_kind(path, draft.form["properties"])
        except Mistyped:
            continue
        key, _slash, column = path.partition("/")
        schema = draft.form["properties"][key]
        schema = schema["items"]["properties"][column] if column else schema
        found.append((name, schema.get("x-unit", "")))
    return found
