"""Objects: every named property meets all that speak of it, by name, by pattern or as a stranger."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from form_builder.canonical import schema_text
from form_builder.meeting.closed import refers
from schemas.judge import accepts
from schemas.judged_words import found

KEYWORDS = (
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "required",
    "dependentRequired",
    "dependentSchemas",
    "minProperties",
    "maxProperties",
)
SHAPE = ("properties", "patternProperties", "additionalProperties")
Part = dict[str, Any]
Meet = Callable[[Sequence[Any]], Any]


def meet_objects(parts: Sequence[Part], meet: Meet) -> tuple[Part, list[Part], bool]:
    """The object keywords of all `parts`, what must stay side by side, and whether any object is left."""
    said, kept = _shapes(parts, meet)
    names = meet([p["propertyNames"] for p in parts if "propertyNames" in p])
    needs = _needs(parts)
    required = _all_required(parts, needs)
    left = {n: sorted(o) for n, o in sorted(needs.items()) if o - required and n not in required}
    said |= {"dependentRequired": left} if left else {}
    said |= _follow(parts, meet)
    said |= {"propertyNames": names} if names is not True else {}
    said |= {"required": sorted(required)} if required else {}
    shapes = [said, *kept]
    asked = [meet(list(speak_of(shapes, n))) for n in sorted(required)]
    low, high = _counts(parts, shapes, names)
    said |= {"minProperties": low} if low > len(required) else {}
    said |= {"maxProperties": high} if high is not None else {}
    alive = False not in asked and (high is None or max(low, len(required)) <= high)
    return said, kept, alive and all(may_be_called(n, names) for n in required)


def speak_of(shapes: Iterable[Part], name: str) -> Iterable[Any]:
    """The schemas that the parts of an object schema hold for the member called `name`."""
    for part in shapes:
        named = part.get("properties", {})
        by_pattern = [s for p, s in part.get("patternProperties", {}).items() if found(p, name)]
        if name in named:
            yield named[name]
        yield from by_pattern
        if name not in named and not by_pattern:
            yield part.get("additionalProperties", True)


def may_be_called(name: str, names: Any) -> bool:
    """Does `propertyNames` allow this name? True also where a reference leaves that open."""
    return names is True or refers(names) or accepts(names, name)


def _shapes(parts: Sequence[Part], meet: Meet) -> tuple[Part, list[Part]]:
    """The members spoken of: in one where they can be; closed shapes with patterns stay side by side.

    A name is said once, with all that anybody asks of it; where shapes stay side by side the closed ones
    know every name, and a name of which no more is asked than of a stranger is none.
    """
    shapes = [_shape(p, meet) for p in parts]
    bare = [s for s in map(_lean, shapes) if s]
    named = _named([s for s in shapes if s], bare, meet)
    patterns, closed = _by_pattern(bare, meet), _closed(bare, meet)
    if len(closed) <= 1 and not (closed and patterns):
        said = closed[0] if closed else patterns
        return ({"properties": named} if named else {}) | said, []
    asked = {n: s for n, s in named.items() if s is not True}
    known = {"properties": dict.fromkeys(named, True)} if named else {}
    return ({"properties": asked} if asked else {}) | patterns, [known | c for c in closed]


def _shape(part: Part, meet: Meet) -> Part:
    """What a part says of members; a shape that asks nothing of strangers is open."""
    shape = {k: part[k] for k in SHAPE if k in part}
    if "additionalProperties" in shape:
        shape["additionalProperties"] = meet([shape["additionalProperties"]])
    return shape


def _lean(shape: Part) -> Part:
    """What is said of strangers; a pattern that asks nothing matters to what is additional only."""
    lean = {k: v for k, v in shape.items() if k != "properties"}
    if lean.get("additionalProperties") is True:
        del lean["additionalProperties"]
    if "additionalProperties" not in lean and "patternProperties" in lean:
        patterns = {p: s for p, s in lean["patternProperties"].items() if s not in (True, {})}
        lean = {"patternProperties": patterns} if patterns else {}
    return lean


def _named(shapes: Sequence[Part], bare: Sequence[Part], meet: Meet) -> Part:
    names = sorted({n for s in shapes for n in s.get("properties", ())})
    found = {n: meet(list(speak_of(shapes, n))) for n in names}
    if any("patternProperties" in s for s in bare):
        return {n: s for n, s in found.items() if s != meet(list(speak_of(bare, n)))}
    others = meet([s["additionalProperties"] for s in bare])
    return {n: s for n, s in found.items() if s != others}


def _by_pattern(bare: Sequence[Part], meet: Meet) -> Part:
    """The patterns of the open shapes, each once."""
    asked: dict[str, list[Any]] = {}
    for shape in (s for s in bare if "additionalProperties" not in s):
        for pattern, schema in shape["patternProperties"].items():
            asked.setdefault(pattern, []).append(schema)
    met = {p: meet(schemas) for p, schemas in sorted(asked.items())}
    met = {p: s for p, s in met.items() if s is not True}
    return {"patternProperties": met} if met else {}


def _closed(bare: Sequence[Part], meet: Meet) -> list[Part]:
    """The closed shapes without their names: those with patterns each by itself, all others in one."""
    closed = [s for s in bare if "additionalProperties" in s]
    found = []
    for shape in (s for s in closed if "patternProperties" in s):
        patterns = {p: meet([s]) for p, s in sorted(shape["patternProperties"].items())}
        others = meet([shape["additionalProperties"]])
        found.append({"patternProperties": patterns, "additionalProperties": others})
    others = meet([s["additionalProperties"] for s in closed if "patternProperties" not in s])
    found += [{"additionalProperties": others}] if others is not True else []
    return [shape for _, shape in sorted({schema_text(s): s for s in found}.items())]


def _needs(parts: Sequence[Part]) -> dict[str, set[str]]:
    needs: dict[str, set[str]] = {}
    for part in parts:
        for name, others in part.get("dependentRequired", {}).items():
            needs.setdefault(name, set()).update(n for n in others if n != name)
    return needs


def _all_required(parts: Sequence[Part], needs: dict[str, set[str]]) -> set[str]:
    required = {n for p in parts for n in p.get("required", ())}
    ahead = list(required)
    while ahead:
        more = needs.get(ahead.pop(), set()) - required
        required |= more
        ahead += more
    return required


def _follow(parts: Sequence[Part], meet: Meet) -> Part:
    follows: dict[str, list[Any]] = {}
    for part in parts:
        for name, schema in part.get("dependentSchemas", {}).items():
            follows.setdefault(name, []).append(schema)
    met = {n: meet(schemas) for n, schemas in sorted(follows.items())}
    met = {n: s for n, s in met.items() if s is not True}
    return {"dependentSchemas": met} if met else {}


def _counts(parts: Sequence[Part], shapes: Sequence[Part], names: Any) -> tuple[int, int | None]:
    low = max((p["minProperties"] for p in parts if "minProperties" in p), default=0)
    highs = [p["maxProperties"] for p in parts if "maxProperties" in p]
    if names is False:
        highs.append(0)
    for shape in shapes:
        if shape.get("additionalProperties") is False and "patternProperties" not in shape:
            possible = sum(s is not False for s in shape.get("properties", {}).values())
            if possible < low:
                highs.append(possible)
    return int(low), None if not highs else int(min(highs))
