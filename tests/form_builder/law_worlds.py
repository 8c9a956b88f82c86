"""Worlds for the law of merging, made fast from a seed: forms of any JSON Schema with bindings in them."""

from random import Random
from typing import Any

from form_builder.conditions import settle
from schemas.merged import Source

NAMES = ("a", "b", "c", "d", "name", "__proto__", "a/b", "~", ".", "名", "$ref", "properties")
WORDS = ("甲", "乙", "丙", "丁")
FACTORS = ("100", "1/100", "2", "1/3", "5/2", "1/10000")
KINDS = ("text", "number", "integer", "choice", "choices", "address", "yes_no", "any", "lists")
ELEMENTS = {
    "e0": "text",
    "e1": "number",
    "e2": "choice",
    "e3": "choices",
    "e4": "yes_no",
    "e5": "integer",
    "o/x": "text",
    "o/y": "number",
    "o": "any",
    "t": "table",
    "e.6~1": "text",
    "e8": "any",
    "e9": "lists",
}
COLUMNS = {"c0": "text", "c1": "number", "c2": "choice", "c3/p": "integer"}
SCALARS = (None, True, False, 0, 1, 3, -2, 2.5, 0.01, 19.99, "", "甲", "乙", "a", "12", "很长的字")
PATTERNS = ("^[0-9]+$", "^.$", "甲", "^[甲乙]*$", "a")
NAME_PATTERNS = ("^[a-c]$", "a", "^.$", "名|~", "^__")


def world(rng: Random) -> tuple[Source, ...]:
    """Between one and four published forms that share some elements."""
    return tuple(Source(f"p{n}", f"d{n % 2}", form(rng)) for n in range(rng.randint(1, 4)))


def form(rng: Random) -> Any:
    if rng.random() < 0.01:
        return rng.random() < 0.5
    schema = level(rng, ELEMENTS, rng.randint(1, 5), deep=2)
    _conditions(rng, schema["properties"])
    if rng.random() < 0.05:
        del schema["type"]
    if rng.random() < 0.3:
        return settle(schema)
    _refer(rng, schema)
    return schema


def level(rng: Random, elements: dict[str, str], size: int, *, deep: int) -> dict[str, Any]:
    """An object schema of some members, with rules over them."""
    names = rng.sample(NAMES, size)
    members = {n: member(rng, elements, deep) for n in names}
    schema: dict[str, Any] = {"type": "object", "properties": members}
    if rng.random() < 0.6:
        schema["additionalProperties"] = False
    if rng.random() < 0.6:
        schema["required"] = sorted(rng.sample(names, rng.randint(0, size)))
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        schema |= rng.choice(RULES)(rng, names)
    return schema


def member(rng: Random, elements: dict[str, str], deep: int) -> dict[str, Any]:
    is_bound = rng.random() < 0.7
    element = rng.choice(sorted(elements)) if is_bound else None
    kind = elements[element] if element else rng.choice(KINDS)
    kind = rng.choice(KINDS) if rng.random() < 0.06 else kind
    if deep and kind != "table" and rng.random() < 0.15:
        inner = level(rng, elements, rng.randint(1, 3), deep=deep - 1)
        first = next(iter(inner["properties"]))
        inner["properties"][first].setdefault("x-element", "e0")
        return inner | ({"x-element": "g"} if rng.random() < 0.5 else {})
    if kind == "table" and not deep:
        kind = "text"
    field = table(rng, deep) if kind == "table" else FIELDS[kind](rng)
    return field | ({"x-element": element} if element else {})


def table(rng: Random, deep: int) -> dict[str, Any]:
    rows = level(rng, COLUMNS, rng.randint(1, 3), deep=deep - 1)
    if rng.random() < 0.1:
        del rows["type"]
    schema = {"type": "array", "items": rows, "x-type": "table"}
    schema |= {"minItems": 1} if rng.random() < 0.3 else {}
    schema |= {"uniqueItems": True} if rng.random() < 0.2 else {}
    if rng.random() < 0.15:
        column = rng.choice(sorted(rows["properties"]))
        schema |= {"contains": {"required": [column]}, "maxContains": 2}
    return schema


def text(rng: Random) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": rng.randint(0, 1)}
    if rng.random() < 0.5:
        schema["maxLength"] = rng.randint(1, 4)
    if rng.random() < 0.2:
        schema["pattern"] = rng.choice(PATTERNS)
    if rng.random() < 0.1:
        schema |= {"x-codes": [["甲", "乙"], ["乙", "1"]]}
    return schema


def number(rng: Random, kind: str = "number") -> dict[str, Any]:
    schema: dict[str, Any] = {"type": kind}
    if rng.random() < 0.5:
        schema[rng.choice(["minimum", "exclusiveMinimum"])] = rng.choice((0, 1, 3, 0.5))
    if rng.random() < 0.5:
        schema[rng.choice(["maximum", "exclusiveMaximum"])] = rng.choice((3, 200, 19.99))
    if rng.random() < 0.2:
        schema["multipleOf"] = rng.choice([0.5, 0.01, 2, 3])
    if rng.random() < 0.15:
        schema["enum"] = rng.sample([0, 1, 2.5, 3, 100, 0.1], 3)
    return schema | ({"x-factor": rng.choice(FACTORS)} if rng.random() < 0.4 else {})


def choice(rng: Random) -> dict[str, Any]:
    canonical = rng.sample(WORDS, rng.randint(1, 3))
    if rng.random() < 0.6:
        return {"type": "string", "enum": canonical}
    local = rng.sample([*WORDS, "戊", "1"], len(canonical))
    codes = [[c, w] for c, w in zip(canonical, local, strict=True)]
    return {"type": "string", "enum": local, "x-codes": codes}


def choices(rng: Random) -> dict[str, Any]:
    items = choice(rng)
    codes = {"x-codes": items.pop("x-codes")} if "x-codes" in items and rng.random() < 0.5 else {}
    schema = {"type": "array", "items": items, "uniqueItems": rng.random() < 0.7} | codes
    return schema | ({"contains": {"const": rng.choice(WORDS)}} if rng.random() < 0.15 else {})


def lists(rng: Random) -> dict[str, Any]:
    """Lists of lists, units inside."""
    inner = number(rng)
    schema: dict[str, Any] = {"type": "array", "items": {"type": "array", "items": inner}}
    if rng.random() < 0.3:
        schema = {"type": "array", "prefixItems": [number(rng)], "items": inner}
    return schema | ({"not": {"const": [[1]]}} if rng.random() < 0.2 else {})


def address(rng: Random) -> dict[str, Any]:
    detail = {"type": "string", "maxLength": rng.randint(1, 4)}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["division", "detail"],
        "properties": {"division": {"pattern": "^[0-9]{2}$"}, "detail": detail},
    }


def anything(rng: Random, depth: int = 2) -> dict[str, Any]:
    """Any keywords over one value, at times with a unit or codes."""
    schema: dict[str, Any] = {}
    for _ in range(rng.randint(1, 3)):
        schema |= _keyword(rng, depth)
    if rng.random() < 0.2:
        schema["x-factor"] = rng.choice(FACTORS)
    elif rng.random() < 0.2:
        schema["x-codes"] = [["甲", 1], [1, "a"]] if rng.random() < 0.5 else [["甲", "a"]]
    return schema


def _keyword(rng: Random, depth: int) -> dict[str, Any]:
    if depth and rng.random() < 0.4:
        inner = lambda: _keyword(rng, depth - 1)  # noqa: E731
        return rng.choice(
            [
                lambda: {"not": inner()},
                lambda: {"anyOf": [inner(), inner()]},
                lambda: {"oneOf": [inner(), inner()]},
                lambda: {"if": inner(), "then": inner()},
                lambda: {"allOf": [inner(), inner()]},
                lambda: {"items": inner()},
                lambda: {"contains": inner(), "minContains": rng.randint(0, 2)},
                lambda: {"properties": {"x": inner()}, "unevaluatedProperties": False},
                lambda: {"additionalProperties": inner()},
                lambda: {"prefixItems": [inner()], "unevaluatedItems": rng.random() < 0.5},
                lambda: {"dependentSchemas": {"x": inner()}},
            ]
        )()
    return rng.choice(
        [
            {"type": rng.choice(["string", "number", "integer", "array", "object", "null"])},
            {"type": ["string", "integer"]},
            {"enum": rng.sample(SCALARS, 4)},
            {"const": rng.choice(SCALARS)},
            {"minimum": rng.choice((0, 1, 0.01))},
            {"maximum": rng.choice((3, 19.99))},
            {"multipleOf": rng.choice((1, 0.5, 0.01))},
            {"minLength": rng.randint(0, 2)},
            {"pattern": rng.choice(PATTERNS)},
            {"maxItems": rng.randint(0, 2)},
            {"uniqueItems": True},
            {"required": ["x"]},
            {"minProperties": 1},
            {"propertyNames": {"maxLength": 1}},
        ]
    )


FIELDS: dict[str, Any] = {
    "text": text,
    "number": number,
    "integer": lambda rng: number(rng, "integer"),
    "choice": choice,
    "choices": choices,
    "address": address,
    "yes_no": lambda rng: {"type": "boolean"},
    "any": anything,
    "lists": lists,
}


# Rules over the members of an object


def test_of(rng: Random) -> Any:
    return rng.choice(
        [{"const": rng.choice(SCALARS)}, {"enum": [True, "甲", 3]}, {"minimum": 2}, {}, True, False]
    )


def says(rng: Random, names: list[str]) -> dict[str, Any]:
    """Something that may be true of an object."""
    name = rng.choice(names)
    return rng.choice(
        [
            {"properties": {name: test_of(rng)}, "required": [name]},
            {"required": [name]},
            {"properties": {name: test_of(rng)}},
            {"not": {"required": [name]}},
            {"properties": {name: False}},
        ]
    )


def _then(rng: Random, names: list[str]) -> dict[str, Any]:
    new = {"properties": {"extra": FIELDS["text"](rng) | {"x-element": "e0"}}}
    rule: dict[str, Any] = {"if": says(rng, names), "then": says(rng, names)}
    rule |= {"then": new | {"required": ["extra"]}} if rng.random() < 0.2 else {}
    return rule | ({"else": says(rng, names)} if rng.random() < 0.4 else {})


RULES: tuple[Any, ...] = (
    _then,
    _then,
    lambda rng, names: {"anyOf": [says(rng, names), says(rng, names)]},
    lambda rng, names: {"oneOf": [says(rng, names), says(rng, names)]},
    lambda rng, names: {"not": says(rng, names)},
    lambda rng, names: {"allOf": [says(rng, names), {"allOf": [says(rng, names)]}]},
    lambda rng, names: {"dependentRequired": {rng.choice(names): [rng.choice(names)]}},
    lambda rng, names: {"dependentSchemas": {rng.choice(names): says(rng, names)}},
    lambda rng, names: {"patternProperties": {rng.choice(NAME_PATTERNS): test_of(rng)}},
    lambda rng, names: {"propertyNames": {"pattern": rng.choice(NAME_PATTERNS)}},
    lambda rng, names: {"propertyNames": {"maxLength": 4}},
    lambda rng, names: {"minProperties": rng.randint(0, 3)},
    lambda rng, names: {"maxProperties": rng.randint(0, 4)},
    lambda rng, names: {"unevaluatedProperties": rng.choice([False, {"type": "string"}])},
    lambda rng, names: {
        "anyOf": [{"properties": {"extra": {"type": "string"}}}, says(rng, names)],
        "unevaluatedProperties": False,
    },
    lambda rng, names: {"additionalProperties": test_of(rng)},
    lambda rng, names: {"not": {"enum": [{rng.choice(names): rng.choice(SCALARS)}, {}]}},
    lambda rng, names: {"required": sorted({rng.choice(names), rng.choice(["ghost", "名"])})},
)


def _conditions(rng: Random, members: dict[str, Any]) -> None:
    names = list(members)
    for place in range(1, len(names)):
        if rng.random() < 0.2:
            condition = says(rng, names[:place])
            told = condition if rng.random() < 0.7 else {"not": condition}
            members[names[place]] = members[names[place]] | {"x-show-when": told}


def _refer(rng: Random, schema: dict[str, Any]) -> None:
    """Some members move to `$defs`, their element on either end; at times a part of the form as well."""
    if rng.random() > 0.2:
        return
    name = rng.choice(list(schema["properties"]))
    moved = schema["properties"][name]
    at_home = {k: v for k, v in moved.items() if k == "x-show-when"}
    schema["properties"][name] = {"$ref": "#/$defs/m", **at_home}
    schema["$defs"] = {"m": {k: v for k, v in moved.items() if k not in at_home}}
    if rng.random() < 0.3:
        schema["$defs"]["rule"] = says(rng, list(schema["properties"]))
        schema["allOf"] = [*schema.get("allOf", []), {"$ref": "#/$defs/rule"}]
    if rng.random() < 0.2:
        tree = {"type": ["array", "number"], "items": {"$ref": "#/$defs/tree"}, "maximum": 3}
        schema["$defs"]["tree"] = tree
        schema["properties"]["tree"] = {"$ref": "#/$defs/tree", "x-element": "e8"}
