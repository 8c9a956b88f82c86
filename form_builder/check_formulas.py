"""Formulas and rules before publishing: fields that exist, kinds and units that go together, no circles."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from form_builder.check_fields import MAX_TITLE, TAG
from form_builder.formulas.formula import answers_of
from form_builder.formulas.kinds import WORDS, Mistyped, kind_of
from form_builder.rules import formulas
from schemas.form import Schema
from schemas.problem import Problem

Said = Callable[[str], str]
YIELDS = {"calculated": ("number",), "derived": ("text", "day")}


def formula_problems(document: Schema, *, _: Said = str) -> Iterator[Problem]:
    """What is wrong with any computed field, at the field, and with any rule, at the field it is said at."""
    fields = document["properties"]
    for key, schema in fields.items():
        if "x-formula" not in schema:
            continue
        where = f"/properties/{key}/x-formula"
        for sentence in _computed(key, schema, fields, _):
            yield Problem(where, key, sentence)
        if key in document.get("required", ()):
            yield Problem(where, key, _("计算得出的题没有人填，不能设为必填。"))
    known = {key for key, _formula in formulas(document)}
    for key in (k for k, f in fields.items() if "x-formula" in f and k not in known):
        yield Problem(f"/properties/{key}/x-formula", key, _("这条公式绕回了自己。请改公式。"))
    yield from _rules(document, _)


def uses(document: Schema, path: str) -> tuple[str, ...]:
    """What looks at this field or column: "area" for a computed field, "#r1" for a rule."""
    computed = [k for k, f in document["properties"].items() if _looks(f.get("x-formula"), path)]
    rules = [f"#{r['key']}" for r in document.get("x-rules", ()) if _looks(r["check"], path)]
    return (*computed, *rules)


def _looks(formula: Any, path: str) -> bool:
    return any(a == path or a.startswith(f"{path}/") for a in answers_of(formula))


def _computed(key: str, schema: Schema, fields: Schema, _: Said) -> Iterator[str]:
    if "x-element" in schema:
        yield _("计算得出的题不能绑定数据元：它只属于这一张表。")
    try:
        found = kind_of(schema["x-formula"], fields, _)
    except Mistyped as problem:
        yield str(problem)
        return
    wanted = YIELDS[schema["x-type"]]
    if found.many or found.name not in wanted:
        words = {"wanted": _(WORDS[wanted[0]]), "found": _(WORDS[found.name])}
        yield _("这里要%(wanted)s，写的却是%(found)s。") % words


def _rules(document: Schema, _: Said) -> Iterator[Problem]:
    fields: Mapping[str, Schema] = document["properties"]
    seen: set[str] = set()
    for n, rule in enumerate(document.get("x-rules", ())):
        key, where = str(rule.get("key", "")), f"/x-rules/{n}"
        at = rule.get("at", "")
        field = at if at in fields else ""
        if not key or key in seen:
            yield Problem(f"{where}/key", field, _("有两条规则用了同一个代号。请删掉一条。"))
        seen.add(key)
        title = rule["title"]
        if not title.strip() or len(title) > MAX_TITLE or TAG.search(title):
            sentence = _("规则要有一句话，最多 %(most)s 个字，不能有 HTML 标签。")
            yield Problem(f"{where}/title", field, sentence % {"most": MAX_TITLE})
        if at and at not in fields:
            sentence = _("规则“%(title)s”要在“%(key)s”旁边说，表单里没有这一题。")
            yield Problem(f"{where}/at", "", sentence % {"title": title[:40], "key": at})
        for sentence in _check(rule["check"], fields, _):
            said = _("规则“%(title)s”：%(sentence)s") % {"title": title[:40], "sentence": sentence}
            yield Problem(f"{where}/check", field, said)


def _check(check: Any, fields: Mapping[str, Schema], _: Said) -> Iterator[str]:
    try:
        found = kind_of(check, fields, _)
    except Mistyped as problem:
        yield str(problem)
    else:
        if found.name != "truth" or found.many:
            yield _("规则要能说是或不是，例如一边不大于另一边。")
        elif not answers_of(check):
            yield _("规则没有问到任何一题。")
