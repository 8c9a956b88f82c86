"""Where a field has drifted from its dictionary element: looser limits, other options, other codes.

Tightening, renaming and explaining are a department's own; what is wider than the element says lets
answers in that other departments cannot take, so the builder says it at the field.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from schemas.field_types import FIELD_TYPES
from schemas.form import Schema

Said = Callable[[str], str]
LOWEST = {"minimum", "exclusiveMinimum", "minLength", "minItems"}
HIGHEST = {"maximum", "exclusiveMaximum", "maxLength", "maxItems"}


def drift(field: Schema, element: Mapping[str, Any], *, _: Said = str) -> tuple[str, ...]:
    """A sentence for each way in which `field` is wider than `element` (its document) or differs; () for none.

    Limits are compared in the element's unit: a field with an x-factor asks local = canonical × factor.
    """
    return tuple(_sentences(field, element, _))


def _sentences(field: Schema, element: Mapping[str, Any], _: Said) -> Iterator[str]:
    if field.get("type") != element["schema"].get("type"):
        yield _("数据元是另一种类型的题。请改成单独一题，或删掉再从数据元加一次。")
        return
    kind, checks = FIELD_TYPES.get(field.get("x-type", "")), _bounded(element["schema"])
    wider = kind.is_wider(field, element["schema"]) if kind else None
    if wider is not None:
        checks = {k: v for k, v in checks.items() if k not in ("pattern", "format")}
    if wider:
        yield _("比数据元宽：收了数据元不收的答案，或少问了数据元要的。")
    yield from _looser(_bounded(field), checks, field.get("x-factor", "1"), _)
    yield from _options(field, element["schema"], _)
    unit, asked = element.get("unit", ""), field.get("x-unit", "")
    if asked and unit and asked != unit and "x-factor" not in field:
        facts = {"unit": unit, "asked": asked}
        yield _("数据元的单位是 %(unit)s，这里写的是 %(asked)s，又没有换算率。") % facts


def _looser(field: Schema, element: Schema, factor: str, _: Said) -> Iterator[str]:
    if any(k in element and k not in field for k in ("pattern", "format")):
        yield _("数据元要检查格式，这里没有检查。")
    for keyword in sorted(LOWEST | HIGHEST):
        if keyword not in element or (_enum(field) and "ength" in keyword):
            continue
        limit, own = element[keyword], field.get(keyword)
        wanted = _exact(limit) * _scale(keyword, factor)
        if own is None and _stands_in(field, keyword, wanted):
            continue
        if own is None or _is_wider(keyword, _exact(own), wanted):
            yield _WIDER[keyword in LOWEST](_) % {"limit": _plain(wanted)}


_WIDER: Mapping[bool, Callable[[Said], str]] = {
    True: lambda _: _("比数据元宽：数据元要求不小于 %(limit)s。"),
    False: lambda _: _("比数据元宽：数据元要求不大于 %(limit)s。"),
}


def _is_wider(keyword: str, own: Any, wanted: Any) -> bool:
    return bool(own < wanted if keyword in LOWEST else own > wanted)


def _stands_in(field: Schema, keyword: str, wanted: Any) -> bool:
    """Whether the strict form of a limit does the work of the plain one, or the other way round."""
    other = {
        "minimum": "exclusiveMinimum",
        "exclusiveMinimum": "minimum",
        "maximum": "exclusiveMaximum",
        "exclusiveMaximum": "maximum",
    }.get(keyword, "")
    if other not in field:
        return False
    own = _exact(field[other])
    return bool(
        not _is_wider(keyword, own, wanted) and (own != wanted or "exclusive" not in keyword)
    )


def _options(field: Schema, element: Schema, _: Said) -> Iterator[str]:
    known, own = _enum(element), _enum(field)
    codes = {local: canonical for canonical, local in field.get("x-codes", ())}
    new = [o for o in own if codes.get(o, o) not in known]
    if known and new:
        yield _("数据元里没有这些选项：%(options)s。") % {"options": _("、").join(new[:8])}


def _enum(schema: Schema) -> list[str]:
    return list(schema.get("enum") or schema.get("items", {}).get("enum") or ())


def _bounded(schema: Schema) -> Schema:
    parts = schema.get("properties", {})
    return parts["detail"] if "detail" in parts and "division" in parts else schema


def _scale(keyword: str, factor: str) -> Any:
    return _exact(factor) if "imum" in keyword else _exact(1)


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))


def _plain(value: Any) -> str:
    return str(int(value)) if value == int(value) else str(float(value))
