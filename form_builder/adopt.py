"""Taking over what the dictionary says: a new field that asks an element, or a field that begins to."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from form_builder.check import mistakes
from form_builder.drift import HIGHEST, LOWEST, drift
from form_builder.likeness.alike import factor, types_meet
from form_builder.place import changed, property_at
from form_builder.rebind import bind
from schemas.element import Element
from schemas.field_types import FIELD_TYPES
from schemas.form import Schema
from schemas.problem import Problem

Document = dict[str, Any]
Said = Callable[[str], str]
OWN = ("description", "default", "x-section", "x-show-when", "x-note", "x-material")
CHECKS = ("pattern", "format", "multipleOf", "uniqueItems")
SHAPES = ("properties", "items", "required", "additionalProperties")


def asking(element: Element, *, options: Sequence[str] = ()) -> Document:
    """The schema of a new field that asks `element`: its name in every language, its kind, checks and unit.
    `options` are for a choice whose options the dictionary leaves to the departments."""
    base = {**FIELD_TYPES[element.type].base(), **element.schema, "x-type": element.type}
    if element.type == "choice" and "enum" not in element.schema:
        # Each department lists its own options, the dictionary only bounds their length.
        base = {k: v for k, v in base.items() if k not in ("minLength", "maxLength", "pattern")}
        base["enum"] = list(options)
    base |= {"title": element.name, "x-element": element.id}
    base |= {"x-unit": element.unit} if element.unit else {}
    spoken = {
        k: {"title": said["name"]} for k, said in (element.i18n or {}).items() if "name" in said
    }
    return base | ({"x-i18n": spoken} if spoken else {})


def adopt(
    document: Schema,
    path: str,
    element: Element,
    *,
    options: Sequence[str] = (),
    keep_words: bool = False,
    _: Said = str,
) -> Document | Problem:
    """The form whose field or column asks `element` and takes over its name, translations, kind, checks,
    unit and options. What is the department's own stays: the hint and the condition, limits and options
    that are tighter, a unit that can be converted (x-factor); with `keep_words` the label too.
    A Problem where the two cannot be one question."""
    old = property_at(document, path)
    if not types_meet(old.get("x-type", "text"), element.type):
        sentence = _("“%(name)s”的答案是另一种类型，不能是同一个问题。") % {"name": element.name}
        return Problem(f"/properties/{path}/x-element", path, sentence)
    scale = factor(element.unit, old.get("x-unit", ""))
    if scale is None:
        facts = {"name": element.name, "unit": element.unit, "own": old["x-unit"]}
        sentence = _("“%(name)s”的单位是 %(unit)s，这里是 %(own)s，换算不了。") % facts
        return Problem(f"/properties/{path}/x-unit", path, sentence)
    new = _taken(old, asking(element, options=options), element, scale)
    if keep_words:
        new = _worded(new, old)
    told = {"schema": element.schema, "unit": element.unit}
    wider = drift(new | ({} if scale == 1 else {"x-factor": str(scale)}), told, _=_)
    if wider:
        return Problem(f"/properties/{path}/x-element", path, wider[0])
    form = bind(changed(document, path, new), path, element, factor=str(scale), _=_)
    if isinstance(form, Problem):
        return form
    before = {(p.pointer, p.sentence) for p in mistakes(document, _=_)}
    wrong = (p for p in mistakes(form, _=_) if (p.pointer, p.sentence) not in before)
    return next(wrong, None) or form


def _taken(old: Schema, asked: Document, element: Element, scale: Fraction) -> Document:
    """What the element asks for, with what the field may keep."""
    new = {k: v for k, v in asked.items() if k != "x-element"}
    new |= {k: old[k] for k in OWN if k in old}
    new |= _spoken(old, new)
    if old.get("x-type") == "choice" and element.type in ("text", "choice"):
        new |= {"x-type": "choice", "enum": _options(old, new)}
        new = {k: v for k, v in new.items() if k not in ("minLength", "maxLength", "pattern")}
    elif old.get("x-type") == element.type:
        new |= {k: old[k] for k in SHAPES if k in old}
        new |= {k: old[k] for k in CHECKS if k in old and k not in new}
    if scale != 1:
        new["x-unit"] = old["x-unit"]
    return new | dict(_limits(old, new, scale))


def _spoken(old: Schema, new: Schema) -> Document:
    """The element's name in each language, beside what else the department had translated."""
    said, own = new.get("x-i18n", {}), old.get("x-i18n", {})
    rest = {k: {n: w for n, w in words.items() if n != "title"} for k, words in own.items()}
    both = {k: {**rest.get(k, {}), **said.get(k, {})} for k in {**rest, **said}}
    found = {k: words for k, words in both.items() if words}
    return {"x-i18n": found} if found else {}


def _options(old: Schema, new: Schema) -> list[str]:
    own, known = list(old.get("enum", ())), list(new.get("enum", ()))
    return own if own and (not known or set(own) <= set(known)) else known


def _limits(old: Schema, new: Schema, scale: Fraction) -> Iterator[tuple[str, Any]]:
    """Of every limit the tighter of the two, in the field's own unit."""
    for keyword, tighter in (*((k, max) for k in LOWEST), *((k, min) for k in HIGHEST)):
        if old.get("x-type") == "choice" and "ength" in keyword:
            continue
        asked = _scaled(new[keyword], scale, keyword) if keyword in new else None
        both = [v for v in (asked, old.get(keyword)) if v is not None]
        if both:
            yield keyword, tighter(both)


def _scaled(limit: Any, scale: Fraction, keyword: str) -> Any:
    """A limit in the field's unit; what has no end is rounded to the strict side."""
    if "imum" not in keyword:
        return limit
    exact = Fraction(str(limit)) * scale
    if exact.denominator == 1:
        return int(exact)
    millionths = exact * 1_000_000
    floor = millionths.numerator // millionths.denominator
    up = keyword in LOWEST and floor != millionths
    return float(Fraction(floor + up, 1_000_000))


def _worded(new: Document, old: Schema) -> Document:
    kept = {k: v for k, v in new.items() if k != "x-i18n"} | {"title": old["title"]}
    return kept | ({"x-i18n": old["x-i18n"]} if "x-i18n" in old else {})
