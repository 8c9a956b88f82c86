"""Binding a question to an element of the dictionary, and taking the binding away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from form_builder.check import mistakes
from form_builder.likeness.alike import types_meet
from form_builder.place import changed, property_at
from schemas.element import Element
from schemas.form import Schema
from schemas.problem import Problem

Document = dict[str, Any]
Said = Callable[[str], str]
WORDS = ("x-element", "x-factor", "x-codes")


def bind(
    document: Schema,
    path: str,
    element: Element,
    *,
    factor: str = "1",
    codes: Sequence[Sequence[Any]] = (),
    _: Said = str,
) -> Document | Problem:
    """The form whose field asks `element`: local value = canonical value × `factor`, `codes` are
    (canonical, local) pairs of options. A Problem where that cannot be: another field of this form asks
    the element already, the answers are of other kinds, or a factor or code makes no sense."""
    old = property_at(document, path)
    if not types_meet(old.get("x-type", "text"), element.type):
        sentence = _("“%(name)s”的答案是另一种类型，不能是同一个问题。") % {"name": element.name}
        return Problem(f"/properties/{path}/x-element", path, sentence)
    told: dict[str, Any] = {"x-element": element.id}
    if factor not in ("", "1"):
        told["x-factor"] = factor
    if codes:
        told["x-codes"] = [list(pair) for pair in codes]
    new = changed(document, path, {**_plain(old), **told})
    before = {(p.pointer, p.sentence) for p in mistakes(document, _=_)}
    wrong = (p for p in mistakes(new, _=_) if (p.pointer, p.sentence) not in before)
    return next(wrong, None) or new


def unbind(document: Schema, path: str) -> Document:
    """The form whose field is its department's own question again."""
    return changed(document, path, _plain(property_at(document, path)))


def _plain(schema: Schema) -> Mapping[str, Any]:
    return {k: v for k, v in schema.items() if k not in WORDS}
