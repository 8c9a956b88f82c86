"""The rules of meeting: types first, then each kind of value by itself, then what must stay side by side."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from form_builder.canonical import schema_text, text
from form_builder.meeting import arrays as meet_arrays
from form_builder.meeting import numbers as meet_numbers
from form_builder.meeting import objects as meet_objects
from form_builder.meeting import strings as meet_strings
from form_builder.meeting.closed import resource
from form_builder.meeting.opened import WHOLE, opened
from schemas.judge import judge

Part = dict[str, Any]
Meet = Callable[[Sequence[Any]], Any]
Rule = Callable[[Sequence[Part], Meet], tuple[Part, list[Part], bool]]

NOTHING = "false"
KINDS = frozenset(["null", "boolean", "object", "array", "string", "integer", "fraction"])
UNITS = ("anyOf", "oneOf", "not")
FEW = 8


def together(schemas: Iterable[Any]) -> Any:
    """The meet of closed schemas as far as rules alone find it; False only when nothing is accepted."""
    return together_texts(frozenset(told(p) for schema in schemas for p in opened(schema)))


def told(part: Any) -> str:
    return NOTHING if part is False else text(part)


def together_texts(parts: frozenset[str]) -> Any:
    """As `together`, of parts that are taken apart and in canonical text; a new value every time."""
    return False if NOTHING in parts else json.loads(_together(parts))


@lru_cache(maxsize=16384)
def _together(parts: frozenset[str]) -> str:
    return text(_met([json.loads(part) for part in sorted(parts)], together))


def _met(parts: Sequence[Part], meet: Meet) -> Any:
    """The schema that asks what all `parts` ask; `meet` intersects what is inside them."""
    if not parts:
        return True
    listed = [p for p in parts if ("enum" in p or "const" in p) and not WHOLE & p.keys()]
    if listed:
        told_whole = [resource(p) for p in parts]
        aside = [p for p, w in zip(parts, told_whole, strict=True) if w is None]
        found = _listed(listed[0], [w for w in told_whole if w is not None])
        return found if found is False else _side_by_side(found, aside)
    whole = [p for p in parts if WHOLE & p.keys()]
    plain = [p for p in parts if not WHOLE & p.keys()]
    base = _base(plain, meet)
    return False if base is False else _narrowed(meet, base, [*_units(plain), *whole])


def _listed(part: Part, parts: Sequence[Part]) -> Any:
    """A list of values is filtered by everything at once, and then says it all."""
    values = [part["const"]] if "const" in part else part["enum"]
    if len(parts) > 1 or len(part) > 1:
        judges = [judge(p) for p in parts if p.keys() != {"enum"} or p is not part]
        values = [v for v in values if all(j.is_valid(v) for j in judges)]
    left = {text(v): v for v in values}
    return {"enum": [v for _, v in sorted(left.items())]} if left else False


def _base(parts: Sequence[Part], meet: Meet) -> Any:
    """The keywords each kind of value settles by itself; what must stay side by side goes to `allOf`."""
    kinds = KINDS
    for part in parts:
        if "type" in part:
            kinds &= _kinds(part["type"])
    said: Part = {}
    kept: list[Part] = []
    for kind, keywords, rule in _RULES:
        about = _about(parts, keywords)
        if not kinds & kind or not about:
            continue
        found, beside, left = rule(about, meet, kinds & kind)
        kinds = kinds - kind | left
        if left:
            said, kept = said | found, kept + beside
    if not kinds:
        return False
    if kinds != KINDS:
        said["type"] = _type(kinds)
    return said | ({"allOf": kept} if kept else {})


def _numbers(parts: Sequence[Part], meet: Meet, kinds: frozenset[str]) -> Any:
    return meet_numbers.meet_numbers(parts, kinds)


def _of_kind(rule: Rule) -> Any:
    def ruled(parts: Sequence[Part], meet: Meet, kinds: frozenset[str]) -> Any:
        found, beside, alive = rule(parts, meet)
        return found, beside, kinds if alive else frozenset()

    return ruled


_RULES: tuple[tuple[frozenset[str], Sequence[str], Any], ...] = (
    (frozenset(["integer", "fraction"]), meet_numbers.KEYWORDS, _numbers),
    (
        frozenset(["string"]),
        meet_strings.KEYWORDS,
        _of_kind(lambda parts, meet: meet_strings.meet_strings(parts)),
    ),
    (frozenset(["array"]), meet_arrays.KEYWORDS, _of_kind(meet_arrays.meet_arrays)),
    (frozenset(["object"]), meet_objects.KEYWORDS, _of_kind(meet_objects.meet_objects)),
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
        if len(alive) < len(unit[name]):
            rest = [u for u in units if u is not unit]
            return meet([base, alive[0] if len(alive) == 1 else {name: alive}, *rest])
    return _side_by_side(base, units)


def _side_by_side(base: Any, units: list[Part]) -> Any:
    """`base` and what cannot be said in one with it; alike in whatever order it came."""
    kept = [*base.get("allOf", ()), *units]
    if not kept:
        return base or True
    own = {k: v for k, v in base.items() if k != "allOf"}
    if len(kept) == 1 and not own:
        return kept[0]
    if len(kept) == 1 and not _speak_together(kept[0].keys(), own.keys()):
        return own | kept[0]
    return own | {"allOf": sorted(kept, key=schema_text)}


def _speak_together(one: Any, two: Any) -> bool:
    """May one of these not stand beside the other without changing what it says?"""
    shape = frozenset(meet_objects.SHAPE)
    return bool(one & two or WHOLE & one or (shape & one and shape & two))


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
