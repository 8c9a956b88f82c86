"""A local rule in the dictionary's words: units scaled back, codes mapped back, columns renamed."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from form_builder.bind import Binding
from form_builder.canonical import bare, is_annotation
from form_builder.meet_numbers import exact, written

_BRANCHES = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
# Rules over a whole row or over how many rows: they speak of this form's own columns only.
_ROW_FREE = frozenset({"type", "items", "minItems", "maxItems", "uniqueItems"})


class Untold(ValueError):
    """This rule cannot be said in JSON Schema over the merged answers."""


def canonical_schema(binding: Binding, lost: list[str]) -> Any:
    """What `binding` asks of the merged value; rules that cannot be said there go to `lost` by name.

    It never refuses a value whose split the form accepts.
    """
    if binding.columns:
        return _table(binding, lost)
    if binding.is_plain:
        return bare(binding.schema)
    return _value(binding, binding.schema, lost)


def row_schema(bindings: Sequence[Binding], lost: list[str]) -> dict[str, Any]:
    """The object these bindings ask for, their columns under their merged names."""
    row: dict[str, Any] = {"type": "object"}
    for binding in bindings:
        merge_in(row, binding.path, canonical_schema(binding, lost), needed=binding.needed)
    return row


def merge_in(parent: dict[str, Any], path: Sequence[str], schema: Any, *, needed: bool) -> None:
    """Ask `schema` of the member at `path` of the object that `parent` describes."""
    name, rest = path[0], path[1:]
    if needed:
        parent["required"] = [*parent.get("required", []), name]
    properties = parent.setdefault("properties", {})
    if rest:
        merge_in(properties.setdefault(name, {}), rest, schema, needed=needed)
    elif name in properties:
        properties[name] = {"allOf": [properties[name], schema]}
    else:
        properties[name] = schema


def condition_over(
    condition: Any, bindings: Mapping[tuple[str, ...], Binding], at: tuple[str, ...] = ()
) -> Any:
    """A condition over one form's answers as the same condition over the merged answers.

    Raises Untold where the two could differ, since under a `not` every difference turns around.
    """
    if not isinstance(condition, Mapping):
        return condition
    said: list[Any] = []
    for keyword, value in condition.items():
        if not is_annotation(keyword):
            said.append(_condition_part(keyword, value, bindings, at))
    said = [s for s in said if s is not True]
    return said[0] if len(said) == 1 else {"allOf": said} if said else True


def present(path: Sequence[str]) -> Any:
    """That something is answered at `path`."""
    told: dict[str, Any] = {"required": [path[-1]]}
    for step in reversed(path[:-1]):
        told = {"properties": {step: told}, "required": [step]}
    return told


def _condition_part(keyword: str, value: Any, bindings: Any, at: tuple[str, ...]) -> Any:
    if keyword == "properties":
        return {"allOf": [_member(name, s, bindings, at) for name, s in value.items()]}
    if keyword == "required":
        return {"allOf": [present(_at(bindings, (*at, name)).path) for name in value]}
    if keyword in _BRANCHES:
        return {keyword: [condition_over(v, bindings, at) for v in value]}
    if keyword == "not":
        return {"not": condition_over(value, bindings, at)}
    if keyword == "type" and value == "object" and not at:
        return True
    raise Untold(keyword)


def _member(name: str, schema: Any, bindings: Any, at: tuple[str, ...]) -> Any:
    binding = _at(bindings, (*at, name))
    lost: list[str] = []
    told = _value(binding, schema, lost) if not binding.is_plain else bare(schema)
    if lost or binding.columns:
        raise Untold(name)
    for step in reversed(binding.path):
        told = {"properties": {step: told}}
    return told


def _at(bindings: Mapping[tuple[str, ...], Binding], local: tuple[str, ...]) -> Binding:
    if local not in bindings:
        raise Untold(".".join(local))
    return bindings[local]


def _table(binding: Binding, lost: list[str]) -> dict[str, Any]:
    schema = bare(binding.schema)
    said = {k: v for k, v in schema.items() if k in _ROW_FREE}
    lost += [f"{binding.key}: {k}" for k in schema.keys() - _ROW_FREE]
    lost += [f"{binding.key}: uniqueItems"] if schema.get("uniqueItems") else []
    own = {"type", "properties", "required", "additionalProperties"}
    lost += [f"{binding.key}: items.{k}" for k in schema["items"].keys() - own]
    return said | {"items": row_schema(binding.columns, lost)}


def _value(binding: Binding, schema: Any, lost: list[str]) -> Any:
    if not isinstance(schema, Mapping):
        return schema
    said: dict[str, Any] = {}
    extra: list[Any] = []
    for keyword, value in bare(schema).items():
        told = _told(binding, keyword, value, lost)
        if told is not None:
            extra.append(told)
    for part in extra:
        if said.keys() & part.keys():
            return {"allOf": extra}
        said |= part
    return said


def _told(binding: Binding, keyword: str, value: Any, lost: list[str]) -> dict[str, Any] | None:
    if keyword in ("items", "contains", *_SINGLE):
        return {keyword: _value(binding, value, lost)}
    if keyword in ("prefixItems", *_BRANCHES):
        return {keyword: [_value(binding, v, lost) for v in value]}
    if keyword == "const":
        return {"enum": _values(binding, [value])}
    if keyword == "enum":
        return {"enum": _values(binding, value)}
    if keyword in ("minItems", "maxItems", "uniqueItems", "minContains", "maxContains"):
        return {keyword: value}
    if binding.codes:
        return _coded(binding, keyword, value, lost)
    return _scaled(binding.factor, keyword, value)


def _values(binding: Binding, values: Iterable[Any]) -> list[Any]:
    return [binding.to_canonical(v) for v in values]


def _coded(binding: Binding, keyword: str, value: Any, lost: list[str]) -> dict[str, Any] | None:
    """Codes trade values one for one, so only rules over whole values can be said of them."""
    if keyword == "type" and _same_types(binding):
        return {"type": value}
    lost.append(f"{binding.key}: {keyword}")
    return None


def _same_types(binding: Binding) -> bool:
    codes = binding.codes
    return codes is not None and all(
        k.startswith('"') and isinstance(v, str) for k, v in codes.forward.items()
    )


def _scaled(factor: Fraction, keyword: str, value: Any) -> dict[str, Any]:
    if factor == 1:
        return {keyword: value}
    if keyword in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        return _bound(factor, keyword, value)
    if keyword == "multipleOf":
        return {"multipleOf": _step(exact(value) / factor)}
    if keyword == "type" and "integer" in (kinds := [value] if isinstance(value, str) else value):
        whole = {} if "number" in kinds else {"multipleOf": _step(1 / factor)}
        return {"type": sorted({"number" if k == "integer" else k for k in kinds})} | whole
    return {keyword: value}


def _bound(factor: Fraction, keyword: str, value: Any) -> dict[str, Any]:
    """A bound no float writes becomes the first float beyond it, which is then allowed itself."""
    bound, is_low = exact(value) / factor, keyword in ("minimum", "exclusiveMinimum")
    said = written(bound, up=is_low, down=not is_low)
    if exact(said) == bound:
        return {keyword: said}
    return {"minimum" if is_low else "maximum": said}


def _step(step: Fraction) -> int | float:
    """A decimal that is a multiple of p/q is one of p/q', where q' keeps only the twos and fives of q."""
    rest = step.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return written(step * rest)
