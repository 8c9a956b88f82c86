"""Whole worlds to test with: a dictionary, departments that ask of it in their own words, and answers."""

from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from form_builder.ask import canonical_schema
from form_builder.conditions import settle
from form_builder.sample_value import value
from form_builder.unite import unite
from schemas.merged import MergedForm, Source

KINDS = ("text", "number", "integer", "choice", "choices", "address", "table", "yes_no")
FACTORS = ("1", "100", "1/100", "2", "1/3", "5/2")
WORDS = ("甲", "乙", "丙", "丁")
COLUMNS = {"c0": "text", "c1": "number", "c2": "choice"}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 500),
    st.sampled_from([0.5, 1.5, 0.01, 2.25, 1e20, 19.99, 0.1, 1 / 3]),
    st.sampled_from(["", "甲", "乙", "一", "a", "2", "440402", "很长很长的文字"]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["a", "b", "c0", "c1", "division", "detail"]), inner),
    ),
    max_leaves=6,
)


@dataclass(frozen=True)
class World:
    """Some published forms; `is_exact` where the merged schema can say all that they ask."""

    sources: tuple[Source, ...]
    is_exact: bool

    @property
    def merged(self) -> MergedForm:
        return unite(self.sources)


@st.composite
def worlds(draw: Any, most: int = 3) -> World:
    elements = {f"e{n}": draw(st.sampled_from(KINDS)) for n in range(draw(st.integers(2, 5)))}
    forms = [draw(_forms(elements)) for _ in range(draw(st.integers(1, most)))]
    sources = tuple(Source(f"p{n}", f"d{n % 2}", form) for n, (form, _) in enumerate(forms))
    return World(sources, all(exact for _, exact in forms))


@st.composite
def _forms(draw: Any, elements: dict[str, str]) -> tuple[dict[str, Any], bool]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for n in range(draw(st.integers(1, 5))):
        bound = draw(st.booleans()) or draw(st.booleans())
        element = draw(st.sampled_from(sorted(elements))) if bound else None
        usual = elements[element] if element else draw(st.sampled_from(KINDS))
        kind = draw(st.sampled_from(KINDS)) if draw(st.integers(0, 19)) == 0 else usual
        key = f"k{n}"
        properties[key] = draw(fields(kind)) | ({"x-element": element} if element else {})
        if draw(st.booleans()):
            required.append(key)
    is_exact = draw(_conditions(properties))
    group = draw(st.booleans()) and draw(_groups(elements))
    if group:
        properties["g"] = group
        if draw(st.booleans()) or group["required"]:
            required.append("g")
    form = {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }
    return settle(form), is_exact


@st.composite
def _groups(draw: Any, elements: dict[str, str]) -> dict[str, Any]:
    names = ["ga", "gb"]
    properties: dict[str, Any] = {}
    for name in names:
        element = draw(st.sampled_from(sorted(elements)))
        kind = elements[element]
        properties[name] = draw(fields("text" if kind == "table" else kind)) | {
            "x-element": element
        }
    required = draw(st.lists(st.sampled_from(names), unique=True))
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(required),
        "properties": properties,
    }


@st.composite
def _conditions(draw: Any, properties: dict[str, Any]) -> bool:
    """Gives some fields an x-show-when; True when all of them only ask what must be there."""
    is_exact = True
    for key in sorted(properties)[1:]:
        if draw(st.integers(0, 2)) == 0:
            trigger = draw(st.sampled_from([k for k in sorted(properties) if k < key]))
            check = draw(_checks(properties[trigger]))
            condition = {"properties": {trigger: check}, "required": [trigger]}
            if draw(st.integers(0, 3)) == 0:
                condition, is_exact = {"not": condition}, False
            properties[key] = properties[key] | {"x-show-when": condition}
    return is_exact


def _checks(trigger: dict[str, Any]) -> Any:
    """What could be asked of a trigger's answer, mostly something it can be."""
    known = [{"const": v} for v in trigger.get("enum", ())]
    known += [{"const": True}] if trigger["type"] == "boolean" else []
    known += [{"minimum": 2}] if trigger["type"] in ("number", "integer") else []
    return st.sampled_from([*known, {}, {"const": "甲"}])


@st.composite
def fields(draw: Any, kind: str) -> dict[str, Any]:
    """One field of this kind with limits, and a unit or codes of its own where it can have them."""
    if kind == "text":
        schema = {"type": "string", "minLength": draw(st.integers(0, 2))}
        if draw(st.booleans()):
            schema["maxLength"] = draw(st.integers(1, 4))
        if draw(st.integers(0, 3)) == 0:
            schema["pattern"] = draw(st.sampled_from(["^[0-9]+$", "^.$", "甲", "^[甲乙]*$"]))
        return schema | {"x-type": "text"}
    if kind in ("number", "integer"):
        return draw(_numbers(kind))
    if kind == "choice":
        return draw(_choices())
    if kind == "choices":
        items = draw(_choices())
        codes = {"x-codes": items.pop("x-codes")} if "x-codes" in items else {}
        return {"type": "array", "items": items, "uniqueItems": True, "minItems": 1} | codes
    if kind == "address":
        detail = {"type": "string", "maxLength": draw(st.integers(1, 4))}
        return {
            "type": "object",
            "additionalProperties": False,
            "required": ["division", "detail"],
            "properties": {
                "division": {"type": "string", "pattern": "^[0-9]{6}$"},
                "detail": detail,
            },
        }
    return draw(_tables()) if kind == "table" else {"type": "boolean"}


@st.composite
def _numbers(draw: Any, kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": kind}
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["minimum", "exclusiveMinimum"]))] = draw(st.integers(0, 3))
    if draw(st.booleans()):
        schema[draw(st.sampled_from(["maximum", "exclusiveMaximum"]))] = draw(st.integers(3, 200))
    if draw(st.integers(0, 3)) == 0:
        schema["multipleOf"] = draw(st.sampled_from([0.5, 0.01, 2, 3]))
    factor = draw(st.sampled_from(FACTORS))
    return schema | ({"x-factor": factor} if factor != "1" else {})


@st.composite
def _choices(draw: Any) -> dict[str, Any]:
    canonical = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        return {"type": "string", "enum": canonical}
    local = draw(st.permutations([*WORDS, "戊"]))[: len(canonical)]
    return {
        "type": "string",
        "enum": local,
        "x-codes": [[c, w] for c, w in zip(canonical, local, strict=True)],
    }


@st.composite
def _tables(draw: Any) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, unique=True))
    columns = {}
    for name in names:
        column = draw(fields(COLUMNS[name]))
        columns[f"l{name}"] = column | ({"x-element": name} if draw(st.integers(0, 4)) else {})
    required = draw(st.lists(st.sampled_from(sorted(columns)), unique=True))
    row = {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(required),
        "properties": columns,
    }
    return {"type": "array", "items": row, "minItems": draw(st.integers(0, 1)), "x-type": "table"}


@st.composite
def documents(draw: Any, merged: MergedForm) -> dict[str, Any]:
    """Answers near the border: mostly what all accept or what one origin accepts, at times anything."""
    answers: dict[str, Any] = {"nobody.asked": draw(SCALARS)}
    for field in merged.fields:
        how = draw(st.integers(0, 9))
        if how == 0:
            continue
        if how == 1:
            answers[field.key] = draw(ANYTHING)
        else:
            rules = [field.schema, *(_rule(merged, field.key))]
            rule = rules[0] if how > 3 else draw(st.sampled_from(rules))
            try:
                answers[field.key] = value(rule, Random(draw(st.integers(0, 30))))
            except ValueError:
                continue
    return answers


def _rule(merged: MergedForm, key: str) -> list[Any]:
    from form_builder.bound import bound

    pairs = [(f, b) for s in merged.sources for f in [bound(s)] for b in f.bindings if b.key == key]
    return [canonical_schema(f, b) for f, b in pairs]
