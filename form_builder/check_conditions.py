"""Conditions that cannot work: asking for what is not there, for themselves, in circles, or for what never is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from form_builder.reading import Clause, fields_of
from form_builder.rows import to_rows
from schemas.form import Schema
from schemas.problem import Problem

Said = Callable[[str], str]
NEVER_ANSWERED = ("statement", "calculated", "derived")


def condition_problems(document: Schema, *, _: Said = str) -> Iterator[Problem]:
    """What is wrong with any field's condition, at the field whose condition it is."""
    fields = document["properties"]
    for key, schema in fields.items():
        show_when = schema.get("x-show-when")
        if not show_when:
            continue
        where = f"/properties/{key}/x-show-when"
        for sentence in _sentences(key, show_when, fields, _):
            yield Problem(where, key, sentence)
    for circle in _circles(fields):
        names = " → ".join(f"“{fields[k]['title']}”" for k in (*circle, circle[0]))
        sentence = _("条件绕成了圈：%(names)s。请去掉其中一个条件。") % {"names": names}
        yield Problem(f"/properties/{circle[0]}/x-show-when", circle[0], sentence)


def _sentences(key: str, show_when: Schema, fields: Schema, _: Said) -> Iterator[str]:
    asked = sorted(fields_of(show_when))
    if not asked:
        yield _("显示条件没有问到任何一题。请选一题，或去掉条件。")
    for other in asked:
        if other == key:
            yield _("显示条件问的是这一题自己。请换一题。")
        elif other not in fields:
            yield _("显示条件要看“%(key)s”，表单里没有这一题。请改条件。") % {"key": other}
        elif fields[other]["x-type"] in NEVER_ANSWERED:
            title = fields[other]["title"]
            yield _("显示条件要看“%(title)s”，它没有人填。请换一题。") % {"title": title}
    if all(o in fields for o in asked) and _never(show_when, fields):
        yield _("显示条件永远不会成立，申请人看不到这一题。请改条件。")


def _never(show_when: Schema, fields: Schema) -> bool:
    """True only when it is certain: each group asks an answer that its field cannot have, or two at once."""
    rows = to_rows(show_when)
    return bool(rows) and all(_impossible(group, fields) for group in rows or ())


def _impossible(group: tuple[Clause, ...], fields: Schema) -> bool:
    return any(_cannot_be(c, fields[c.field]) for c in group) or any(
        _contradict([c for c in group if c.field == name]) for name in {c.field for c in group}
    )


def _cannot_be(clause: Clause, schema: Schema) -> bool:
    kind, value = schema["x-type"], clause.value
    if clause.operator == "is" and kind == "choice":
        return value not in schema.get("enum", ())
    if clause.operator == "includes" and kind == "choices":
        return value not in schema.get("items", {}).get("enum", ())
    if clause.operator == "is" and kind == "yes_no":
        return not isinstance(value, bool)
    if clause.operator == "in" and kind == "choice":
        return not set(value) & set(schema.get("enum", ()))
    low, high = _range(schema)
    if clause.operator in ("minimum", "exclusiveMinimum"):
        return value > high or (clause.operator == "exclusiveMinimum" and value == high)
    if clause.operator in ("maximum", "exclusiveMaximum"):
        return value < low or (clause.operator == "exclusiveMaximum" and value == low)
    return False


def _range(schema: Schema) -> tuple[float, float]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", float("-inf")))
    high = schema.get("maximum", schema.get("exclusiveMaximum", float("inf")))
    return low, high


def _contradict(clauses: list[Clause]) -> bool:
    def said(operator: str) -> list[Any]:
        return [c.value for c in clauses if c.operator == operator]

    same = said("is")
    low = max((*said("minimum"), *said("exclusiveMinimum")), default=float("-inf"))
    high = min((*said("maximum"), *said("exclusiveMaximum")), default=float("inf"))
    return (
        any(value != same[0] for value in same)
        or any(value in same for value in said("is_not"))
        or any(value not in options for value in same for options in said("in"))
        or (
            any(c.operator == "empty" for c in clauses)
            and any(c.operator != "empty" for c in clauses)
        )
        or low > high
        or (low == high and bool(said("exclusiveMinimum") or said("exclusiveMaximum")))
    )


def _circles(fields: Schema) -> Iterator[tuple[str, ...]]:
    """Each circle of conditions once, as the keys along it."""
    asks: Mapping[str, frozenset[str]] = {
        key: fields_of(schema.get("x-show-when")) - {key} for key, schema in fields.items()
    }
    done: set[str] = set()
    for start in asks:
        path = _way_back(start, asks, done)
        if path:
            yield path
            done.update(path)


def _way_back(start: str, asks: Mapping[str, frozenset[str]], done: set[str]) -> tuple[str, ...]:
    """A way from `start` along conditions back to itself, or ()."""
    reached: dict[str, tuple[str, ...]] = {start: (start,)}
    ahead = [start]
    while ahead and start not in done:
        here = ahead.pop()
        for other in asks.get(here, ()):
            if other == start:
                return reached[here]
            if other not in reached and other not in done:
                reached[other] = (*reached[here], other)
                ahead.append(other)
    return ()
