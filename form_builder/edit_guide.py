"""Edits of a guide: a scenario's document in, a new one out."""

from collections.abc import Iterable, Mapping
from typing import Any

from form_builder.conditions import fields_of

Document = dict[str, Any]
TYPES = ("yes_no", "choice", "choices", "number")


def set_question(
    guide: Document,
    id: str,
    *,
    text: str,
    type: str,
    options: Iterable[str] = (),
    unit: str = "",
    when: Mapping[str, Any] | None = None,
) -> Document:
    """The guide with this question changed, or added at the end. Translations of old words go with them.
    It is asked only while `when` holds; {}: always; None: as before."""
    old = next((q for q in guide["questions"] if q["id"] == id), None)
    new: Document = {"id": id, "text": text, "type": type}
    if type in ("choice", "choices"):
        new["options"] = list(dict.fromkeys(o for o in options if o))
    if type == "number" and unit:
        new["unit"] = unit
    if old and "i18n" in old and old["text"] == text:
        new["i18n"] = old["i18n"]
    when = (old or {}).get("when") if when is None else when
    if when:
        new["when"] = when
    kept = [new if q["id"] == id else q for q in guide["questions"]]
    return {**guide, "questions": kept if old else [*kept, new]}


def remove_question(guide: Document, id: str) -> Document:
    return {**guide, "questions": [q for q in guide["questions"] if q["id"] != id]}


def users(guide: Document, id: str) -> tuple[int, ...]:
    """The numbers of the rules that look at this question, from 1."""
    return tuple(n for n, r in enumerate(guide["rules"], 1) if id in fields_of(r["when"]))


def askers(guide: Document, id: str) -> tuple[str, ...]:
    """The questions that are asked only when this one was answered so or so, by their words."""
    whens = ((q["text"], q.get("when") or {}) for q in guide["questions"])
    return tuple(text for text, when in whens if id in fields_of(when))


def ordered(guide: Document, ids: Iterable[str]) -> Document:
    """The guide asking in this order; questions it does not name come last, as they stood."""
    place = {i: n for n, i in enumerate(ids)}
    questions = sorted(guide["questions"], key=lambda q: place.get(q["id"], len(place)))
    return {**guide, "questions": questions}


def moved(guide: Document, name: str, at: int, step: int) -> Document:
    """The guide with one question ("questions") or rule ("rules") one place up (-1) or down (+1)."""
    items = list(guide[name])
    if 0 <= at < len(items) and 0 <= at + step < len(items):
        items[at], items[at + step] = items[at + step], items[at]
    return {**guide, name: items}


def set_rule(
    guide: Document, at: int, *, permits: Iterable[str], when: Mapping[str, Any] | None
) -> Document:
    """The guide with its rule number `at` (from 0; beyond the end: a new one) leading to these permits while
    `when` holds; {}: always; None keeps the condition it has."""
    rules = [dict(r) for r in guide["rules"]]
    if at < len(rules):
        rules[at] |= {"permits": list(permits)} | ({"when": when} if when is not None else {})
    else:
        rules.append({"when": when or {}, "permits": list(permits)})
    return {**guide, "rules": rules}


def remove_rule(guide: Document, at: int) -> Document:
    return {**guide, "rules": [r for n, r in enumerate(guide["rules"]) if n != at]}


def fresh_id(guide: Document) -> str:
    taken = {q["id"] for q in guide["questions"]}
    return next(f"q{n}" for n in range(1, len(taken) + 2) if f"q{n}" not in taken)
