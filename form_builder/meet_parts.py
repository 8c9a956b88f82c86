"""The rules of meeting: types first, then each kind of value by itself, then what must stay side by side."""

from collections.abc import Callable, Sequence
from typing import Any

from form_builder import meet_arrays, meet_numbers, meet_objects, meet_strings
from form_builder.canonical import schema_text, text
from schemas.judge import judge

Part = dict[str, Any]
Meet = Callable[[Sequence[Any]], Any]
Rule = Callable[[Sequence[Part], Meet], tuple[Part, list[Part], bool]]

KINDS = frozenset(["null", "boolean", "object", "array", "string", "integer", "fraction"])
UNITS = ("anyOf", "oneOf", "not")
FEW = 8
# These speak of what their neighbours have seen, so they and their neighbours stay together.
WHOLE = frozenset(
    [
        "$ref",
        "$dynamicRef",
        "$anchor",
        "$dynamicAnchor",
        "$id",
        "$defs",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)


def met(parts: Sequence[Part], meet: Meet) -> Any:
    """The schema that asks what all `parts` ask; `meet` intersects what is inside them."""
    if not parts:
        return True
    whole = [p for p in parts if WHOLE & p.keys()]
    plain = [p for p in parts if not WHOLE & p.keys()]
    listed = [p for p in plain if "enum" in p or "const" in p]
    base = _listed(listed[0], plain) if listed else _base(plain, meet)
    if base is False:
        return False
    return _narrowed(meet, base, whole if listed else [*_units(plain), *whole])


def _listed(part: Part, parts: Sequence[Part]) -> Any:
    """A list of values is filtered by everything at once, and then says it all."""
    judges = [judge(p) for p in parts]
    values = [part["const"]] if "const" in part else part["enum"]
    left = {text(v): v for v in values if all(j.is_valid(v) for j in judges)}
    return {"enum": [v for _, v in sorted(left.items())]} if left else False


def _base(parts: Sequence[Part], meet: Meet) -> Any:
    """The keywords each kind of value settles by itself; what must stay side by side goes to `allOf`."""
    kinds = KINDS
    for part in parts:
        if "type" in part:
            kinds &= _kinds(part["type"])
    said: Part = {}
    kept: list[Part] = []
    if kinds & {"integer", "fraction"}:
        found, kinds = meet_numbers.meet_numbers(_about(parts, meet_numbers.KEYWORDS), kinds)
        said |= found
    for kind, keywords, rule in _RULES:
        asked = _about(parts, keywords)
        if kind not in kinds or not asked:
            continue
        found, beside, alive = rule(asked, meet)
        if alive:
            said, kept = said | found, kept + beside
        else:
            kinds -= {kind}
    if not kinds:
        return False
    if kinds != KINDS:
        said["type"] = _type(kinds)
    return said | ({"allOf": kept} if kept else {})


_RULES: tuple[tuple[str, Sequence[str], Rule], ...] = (
    ("string", meet_strings.KEYWORDS, lambda parts, meet: meet_strings.meet_strings(parts)),
    ("array", meet_arrays.KEYWORDS, meet_arrays.meet_arrays),
    ("object", meet_objects.KEYWORDS, meet_objects.meet_objects),
)


def _about(parts: Sequence[Part], keywords: Sequence[str]) -> list[Part]:
    found = ({k: p[k] for k in keywords if k in p} for p in parts)
    return [p for p in found if p]


def _units(parts: Sequence[Part]) -> list[Part]:
    units = [{k: p[k]} for p in parts for k in UNITS if k in p]
    units += [{k: p[k] for k in ("if", "then", "else") if k in p} for p in parts if "if" in p]
    return list({schema_text(u): u for u in units}.values())


def _narrowed(meet: Meet, base: Any, units: list[Part]) -> Any:
    """Branches that `base` refuses are dropped; a last branch left is met, none left is nothing."""
    for unit in units:
        name = next((n for n in ("anyOf", "oneOf") if n in unit and len(unit) == 1), None)
        if name is None or len(unit[name]) > FEW:
            continue
        alive = [b for b in unit[name] if meet([base, b]) is not False]
        if not alive:
            return False
        if len(alive) == 1:
            rest = [u for u in units if u is not unit]
            return meet([base, alive[0], *rest])
        if len(alive) < len(unit[name]):
            rest = [u for u in units if u is not unit]
            return meet([base, {name: alive}, *rest])
    kept = [*base.get("allOf", ()), *units]
    if not kept:
        return base or True
    own = {k: v for k, v in base.items() if k != "allOf"}
    if len(kept) == 1 and not own:
        return kept[0]
    if len(kept) == 1 and not kept[0].keys() & own.keys() and not WHOLE & kept[0].keys():
        return own | kept[0]
    return own | {"allOf": sorted(kept, key=schema_text)}


def _kinds(name: Any) -> frozenset[str]:
    names = [name] if isinstance(name, str) else name
    return frozenset(
        kind for n in names for kind in (("integer", "fraction") if n == "number" else (n,))
    )


def _type(kinds: frozenset[str]) -> Any:
    names = set(kinds)
    if "fraction" in names:
        names = names - {"integer", "fraction"} | {"number"}
    return next(iter(names)) if len(names) == 1 else sorted(names)
