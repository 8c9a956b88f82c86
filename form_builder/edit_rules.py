"""Edits of rules and formulas: a document in, a new one out."""

from typing import Any

from form_builder.formulas.formula import Formula
from form_builder.place import changed, property_at
from schemas.form import Schema

Document = dict[str, Any]


def set_rule(document: Schema, key: str, *, title: str, check: Formula, at: str = "") -> Document:
    """The form with this rule changed, or added at the end. Translations of an old sentence go with it."""
    rules = list(document.get("x-rules", ()))
    old = next((r for r in rules if r["key"] == key), None)
    new: Document = {"key": key, "title": title} | ({"at": at} if at else {}) | {"check": check}
    if old and old["title"] == title and "x-i18n" in old:
        new["x-i18n"] = old["x-i18n"]
    kept = [new if r["key"] == key else r for r in rules]
    return _with_rules(document, kept if old else [*rules, new])


def remove_rule(document: Schema, key: str) -> Document:
    """The form without this rule."""
    return _with_rules(document, [r for r in document.get("x-rules", ()) if r["key"] != key])


def set_formula(document: Schema, key: str, formula: Formula) -> Document:
    """The form that computes this field by another formula."""
    return changed(document, key, {**property_at(document, key), "x-formula": formula})


def fresh_rule(document: Schema) -> str:
    """A rule's key that the form does not have yet: r1, r2 …"""
    taken = {r["key"] for r in document.get("x-rules", ())}
    return next(f"r{n}" for n in range(1, len(taken) + 2) if f"r{n}" not in taken)


def _with_rules(document: Schema, rules: list[Any]) -> Document:
    """Rules stand before the properties, so that a document reads from the whole to its parts."""
    out: Document = {}
    for word, value in document.items():
        if word == "type" and rules:
            out["x-rules"] = rules
        if word != "x-rules":
            out[word] = value
    return out
