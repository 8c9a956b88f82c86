"""Objects: every named property meets all that speak of it, by name, by pattern or as a stranger."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from form_builder.canonical import schema_text
from form_builder.closed import refers
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
    """The members spoken of: in one where they can be; closed shapes with patterns stay by themselves."""
    shapes = [{k: p[k] for k in SHAPE if k in p} for p in parts]
    shapes = [s for s in shapes if s]
    closed = [s for s in shapes if _is_closed(s)]
    if not any("patternProperties" in s for s in shapes):
        return _named(shapes, meet), []
    if closed and len(shapes) > 1:
        texts = {schema_text(_settled(s, meet)): _settled(s, meet) for s in closed}
        kept = [shape for _, shape in sorted(texts.items())]
        rest = [s for s in shapes if not _is_closed(s)]
        return (_open(rest, meet), kept) if rest or len(kept) > 1 else (kept[0], [])
    return (_settled(closed[0], meet) if closed else _open(shapes, meet)), []


def _is_closed(shape: Part) -> bool:
    return shape.get("additionalProperties", True) not in (True, {})


def _settled(shape: Part, meet: Meet) -> Part:
    """A closed shape by itself, its members met with the patterns that speak of them too."""
    names = {n: meet(list(speak_of([shape], n))) for n in sorted(shape.get("properties", ()))}
    patterns = {p: meet([s]) for p, s in sorted(shape.get("patternProperties", {}).items())}
    said: Part = {"properties": names} if names else {}
    said |= {"patternProperties": patterns} if patterns else {}
    others = meet([shape["additionalProperties"]])
    return said | ({"additionalProperties": others} if others is not True else {})


def _open(shapes: Sequence[Part], meet: Meet) -> Part:
    patterns = {
        p: [s["patternProperties"][p] for s in shapes if p in s.get("patternProperties", ())]
        for s in shapes
        for p in s.get("patternProperties", ())
    }
    names = sorted({n for s in shapes for n in s.get("properties", ())})
    properties = {n: meet(list(speak_of(shapes, n))) for n in names}
    by_pattern = {p: meet(schemas) for p, schemas in sorted(patterns.items())}
    said: Part = {"properties": {n: s for n, s in properties.items() if s is not True}}
    said["patternProperties"] = {p: s for p, s in by_pattern.items() if s is not True}
    return {k: v for k, v in said.items() if v}


def _named(parts: Sequence[Part], meet: Meet) -> Part:
    others = meet([p.get("additionalProperties", True) for p in parts]) if parts else True
    names = sorted({n for p in parts for n in p.get("properties", ())})
    properties = {n: meet(list(speak_of(parts, n))) for n in names}
    properties = {n: s for n, s in properties.items() if s != others}
    said: Part = {"properties": properties} if properties else {}
    if others is not True:
        said["additionalProperties"] = others
    return said


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
