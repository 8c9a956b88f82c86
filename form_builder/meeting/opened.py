"""A schema taken apart into what it asks all at once, each part said in its plainest way."""

from collections.abc import Iterator, Mapping
from typing import Any

from form_builder.canonical import asked, text
from form_builder.meeting.closed import refers

TYPES = frozenset(["null", "boolean", "object", "array", "string", "number"])
# These speak of what their neighbours have seen, so they and their neighbours stay together.
WHOLE = frozenset(["$ref", "unevaluatedItems", "unevaluatedProperties"])
_LISTS = frozenset(["enum", "const"])
_CONDITIONAL = frozenset(["$ref", "anyOf", "oneOf", "if", "dependentSchemas"])
Part = dict[str, Any]


def opened(schema: Any) -> Iterator[Any]:
    """The parts of a closed schema; False where it accepts nothing, nothing where it accepts everything."""
    if schema is False:
        yield False
    elif isinstance(schema, Mapping):
        yield from _parts(asked(schema))


def _parts(schema: Part) -> Iterator[Any]:
    schema = _without_unevaluated(schema)
    if _LISTS & schema.keys() and (WHOLE & schema.keys() or refers(schema)):
        yield {k: schema[k] for k in _LISTS if k in schema}
        schema = {k: v for k, v in schema.items() if k not in _LISTS}
    if WHOLE & schema.keys():
        yield schema
        return
    plain = {k: v for k, v in schema.items() if k not in _OPENED}
    for keyword, ways in _OPENED.items():
        if keyword in schema:
            yield from ways(schema)
    if plain:
        yield plain


def _all(schema: Part) -> Iterator[Any]:
    for part in schema["allOf"]:
        yield from opened(part)


def _any(schema: Part) -> Iterator[Any]:
    branches = [b for b in schema["anyOf"] if b is not False]
    if any(b is True or not b for b in branches):
        return
    values = [v for b in branches for v in _listed(b)]
    if branches and all(_is_list(b) for b in branches):
        yield asked({"enum": values})
    elif len(branches) == 1:
        yield from opened(branches[0])
    else:
        yield {"anyOf": branches} if branches else False


def _one(schema: Part) -> Iterator[Any]:
    branches = [b for b in schema["oneOf"] if b is not False]
    if branches and all(_is_list(b) for b in branches):
        said = [text(v) for b in branches for v in {text(v): v for v in _listed(b)}.values()]
        once = [v for b in branches for v in _listed(b) if said.count(text(v)) == 1]
        yield asked({"enum": once}) if once else False
    elif len(branches) == 1:
        yield from opened(branches[0])
    else:
        yield {"oneOf": branches} if branches else False


def _not(schema: Part) -> Iterator[Any]:
    inner = schema["not"]
    if inner is True or inner == {}:
        yield False
    elif inner is not False:
        yield from _refused(inner)


def _refused(inner: Part) -> Iterator[Any]:
    only = next(iter(inner)) if len(inner) == 1 else ""
    if only == "not":
        yield from opened(inner["not"])
    elif only == "type" and "integer" not in inner["type"]:
        kinds = [inner["type"]] if isinstance(inner["type"], str) else inner["type"]
        left = sorted(TYPES - set(kinds))
        yield {"type": left[0] if len(left) == 1 else left} if left else False
    elif only == "required" and len(inner["required"]) == 1:
        yield {"type": "object", "properties": {inner["required"][0]: False}}
    else:
        yield {"not": {"enum": [inner["const"]]} if only == "const" else inner}


def _if(schema: Part) -> Iterator[Any]:
    condition, then, other = schema["if"], schema.get("then", True), schema.get("else", True)
    if condition is True or condition == {}:
        yield from opened(then)
    elif condition is False:
        yield from opened(other)
    elif then not in (True, {}) or other not in (True, {}):
        yield {k: schema[k] for k in ("if", "then", "else") if k in schema}


def _nothing(schema: Part) -> Iterator[Any]:
    return iter(())


_OPENED: dict[str, Any] = {"allOf": _all, "anyOf": _any, "oneOf": _one, "not": _not, "if": _if}
_OPENED |= {"then": _nothing, "else": _nothing}


def _is_list(branch: Any) -> bool:
    return isinstance(branch, Mapping) and len(branch) == 1 and bool(_listed(branch))


def _listed(branch: Any) -> list[Any]:
    if not isinstance(branch, Mapping):
        return []
    return [branch["const"]] if "const" in branch else branch.get("enum", [])


def _without_unevaluated(schema: Part) -> Part:
    """Where what is seen does not depend on the answer, "unevaluated" is "additional"."""
    if "unevaluatedProperties" in schema and not _CONDITIONAL & schema.keys():
        seen = _names(schema)
        if seen is not None:
            rest = {k: v for k, v in schema.items() if k != "unevaluatedProperties"}
            others = {k: v for k, v in seen.items() if v}
            others["additionalProperties"] = schema["unevaluatedProperties"]
            schema = (
                rest if seen.get("all") else {**rest, "allOf": [*rest.get("allOf", ()), others]}
            )
    if schema.get("unevaluatedItems") is True:
        schema = {k: v for k, v in schema.items() if k != "unevaluatedItems"}
    return schema


def _names(schema: Any) -> Part | None:
    """The members a schema speaks of whatever they are, as `properties` and `patternProperties` that accept
    everything; {"all": True} for every member; None where it depends."""
    found: Part = {"properties": {}, "patternProperties": {}}
    if not isinstance(schema, Mapping):
        return found
    if _CONDITIONAL & schema.keys():
        return None
    for keyword in ("properties", "patternProperties"):
        found[keyword] |= dict.fromkeys(schema.get(keyword, ()), True)
    for part in schema.get("allOf", ()):
        inner = _names(part)
        if inner is None or inner.get("all") or (isinstance(part, Mapping) and _open(part)):
            return None if inner is None else {"all": True}
        for keyword in found:
            found[keyword] |= inner[keyword]
    return {"all": True} if "additionalProperties" in schema else found


def _open(schema: Mapping[str, Any]) -> bool:
    return "additionalProperties" in schema or "unevaluatedProperties" in schema
