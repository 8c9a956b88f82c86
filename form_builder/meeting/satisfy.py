"""Is there any value that a schema accepts? A search that says yes with the value, no only when it is sure.

A value is made for what the schema asks of each kind of value by itself. Where alternatives refuse it
(`anyOf`, `oneOf`, `not`, `if`, what a member brings with it), the first of them is gone through way by way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from form_builder.canonical import text
from form_builder.meeting.answer import NO, UNKNOWN, Answer, Search, yes
from form_builder.meeting.negate import ATOMS, UNTOLD, member, refusals
from form_builder.meeting.opened import opened
from form_builder.meeting.rules import together
from form_builder.meeting.satisfy_arrays import an_array
from form_builder.meeting.satisfy_objects import an_object
from form_builder.meeting.satisfy_values import a_number, a_text
from schemas.judge import judge

MOST_STEPS = 1500
_DEEPEST = 40
_TYPES = ("string", "integer", "number", "object", "array", "boolean", "null")
_UNITS = ("anyOf", "oneOf", "if", "not")


def satisfy(schema: Any, definitions: Mapping[str, Any], steps: int = MOST_STEPS) -> Answer:
    """What is known about values of a closed schema; UNKNOWN also when `steps` are used up."""
    return _Search(definitions, steps).solve([schema])


@dataclass
class _Search(Search):
    definitions: Mapping[str, Any]
    left: int
    _known: dict[str, Answer] = field(default_factory=dict)
    _open: dict[str, int] = field(default_factory=dict)
    _assumed: bool = False
    _depth: int = 0
    _level: int = 0

    def solve(self, parts: list[Any]) -> Answer:
        met = together(parts)
        if met is False:
            return NO
        if met is True:
            return yes("一照通行")
        key = text(met)
        if key in self._known:
            return self._known[key]
        if key in self._open:
            # A value that holds a value of its own schema is never the smallest one.
            self._assumed = True
            return NO if self._open[key] < self._level else UNKNOWN
        return self._solved(key, met)

    def inside(self, parts: list[Any]) -> Answer:
        """As `solve`, of a member, an item or a name of the value looked for."""
        self._level += 1
        found = self.solve(parts)
        self._level -= 1
        return found

    def _solved(self, key: str, met: Any) -> Answer:
        self.left -= 1
        if self.left < 0 or self._depth > _DEEPEST:
            return UNKNOWN
        before, self._assumed = self._assumed, False
        self._open[key] = self._level
        self._depth += 1
        found = self._searched(met)
        self._depth -= 1
        del self._open[key]
        if found.verdict or (found.verdict is False and not self._assumed):
            self._known[key] = found
        self._assumed = before or (self._assumed and bool(self._open))
        return found

    def accepts(self, schema: Any, value: Any) -> bool:
        """The judge's word, with the definitions that `schema` names."""
        if isinstance(schema, Mapping) and self.definitions:
            schema = {**schema, "$defs": dict(self.definitions)}
        return judge(schema).is_valid(value)

    def _searched(self, met: Any) -> Answer:
        parts = list(opened(met))
        if any("$ref" in p for p in parts):
            return self.solve([q for p in parts for q in self._unfolded(p)])
        listed = next((p for p in parts if p.keys() == {"enum"}), None)
        if listed:
            found = [v for v in listed["enum"] if self.accepts(met, v)]
            return yes(found[0]) if found else NO
        relaxed = [q for p in parts for q in _relaxed(p)]
        if relaxed != parts:
            return self._of_whole(met, relaxed)
        return self._by_kind(met, parts)

    def _unfolded(self, part: Any) -> Iterator[Any]:
        if "$ref" not in part:
            yield part
            return
        yield self.definitions[part["$ref"].rsplit("/", 1)[1]]
        if rest := {k: v for k, v in part.items() if k != "$ref"}:
            yield rest

    def _of_whole(self, met: Any, relaxed: list[Any]) -> Answer:
        """What nothing has seen is left out first; who then fits may still be refused for it."""
        found = self.solve(relaxed)
        return found if found.verdict is False or self.fits(met, found) else UNKNOWN

    def fits(self, met: Any, found: Answer) -> bool:
        return bool(found.verdict) and self.accepts(met, found.value)

    def _by_kind(self, met: Any, parts: list[Any]) -> Answer:
        plain, units, atoms = _sorted_out(parts)
        kinds = _kinds(plain, atoms)
        answers = []
        for kind in kinds:
            found = self._made(kind, [*plain, {"type": kind}], atoms)
            if self.fits(met, found):
                return found
            answers.append(found)
        if all(a.verdict is False for a in answers):
            return NO
        refused = next((a for a in answers if a.verdict), None)
        for unit in units:
            if refused is None or not self.accepts(unit, refused.value):
                return self._ways(
                    unit, [p for u in units if u is not unit for p in (u,)] + plain, atoms
                )
        return UNKNOWN

    def _ways(self, unit: Any, rest: list[Any], atoms: list[Any]) -> Answer:
        unknown = False
        for way in _ways_of(unit, self.definitions):
            if UNTOLD in way:
                unknown = True
                continue
            found = self.solve([*rest, *atoms, *way])
            if found.verdict:
                return found
            unknown = unknown or found.verdict is None
        return UNKNOWN if unknown else NO

    def _made(self, kind: str, parts: list[Any], atoms: list[Any]) -> Answer:
        refused = [a["not"] for a in atoms]
        if kind in ("boolean", "null"):
            return _first([True, False] if kind == "boolean" else [None], refused)
        met = together(parts)
        if met is False:
            return NO
        pieces = list(opened(met))
        if kind in ("integer", "number"):
            return a_number(pieces, refused)
        if kind == "string":
            return a_text(pieces, refused)
        return (an_array if kind == "array" else an_object)(self, pieces, refused)


def _first(values: list[Any], refused: list[Any]) -> Answer:
    out = {text(v) for r in refused for v in r.get("enum", ())}
    left = [v for v in values if text(v) not in out]
    return yes(left[0]) if left else NO


def _sorted_out(parts: list[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """What a value can be made for, the alternatives, and what is to be missed."""
    plain: list[Any] = []
    units: list[Any] = []
    atoms: list[Any] = []
    for part in parts:
        own = {k: v for k, v in part.items() if k not in (*_UNITS, "then", "else", *_FOLLOWING)}
        plain += [own] if own else []
        for unit in _units(part):
            inner = unit.get("not")
            is_atom = isinstance(inner, Mapping) and len(inner) == 1 and next(iter(inner)) in ATOMS
            (atoms if is_atom else units).append(unit)
    return plain, units, atoms


_FOLLOWING = ("dependentSchemas", "dependentRequired")


def _units(part: Any) -> Iterator[Any]:
    for keyword in ("anyOf", "oneOf", "not"):
        if keyword in part:
            yield {keyword: part[keyword]}
    if "if" in part:
        yield {k: part[k] for k in ("if", "then", "else") if k in part}
    for keyword in _FOLLOWING:
        for name, value in part.get(keyword, {}).items():
            yield {keyword: {name: value}}


def _ways_of(unit: Any, definitions: Mapping[str, Any]) -> Iterator[list[Any]]:
    """An instance is accepted by `unit` when, and only when, one of these holds."""
    if "anyOf" in unit:
        yield from ([b] for b in unit["anyOf"])
    elif "oneOf" in unit:
        for n, branch in enumerate(unit["oneOf"]):
            others = [b for m, b in enumerate(unit["oneOf"]) if m != n]
            yield [branch, *({"not": b} for b in others)]
    elif "not" in unit:
        yield from refusals(unit["not"], definitions)
    elif "if" in unit:
        yield [unit["if"], unit.get("then", True)]
        yield [{"not": unit["if"]}, unit.get("else", True)]
    else:
        keyword = next(iter(unit))
        name, asked = next(iter(unit[keyword].items()))
        yield [{"properties": {name: False}}]
        then = asked if keyword == "dependentSchemas" else {"required": asked}
        yield [member(name, True), then]


def _kinds(parts: list[Any], atoms: list[Any]) -> list[str]:
    kinds = set(_TYPES)
    for part in parts:
        if "type" in part:
            named = [part["type"]] if isinstance(part["type"], str) else part["type"]
            kinds &= {*named, *(["integer"] if "number" in named else [])}
    for atom in atoms:
        kind = ATOMS[next(iter(atom["not"]))]
        if kind is not None:
            kinds &= {kind, "integer"} if kind == "number" else {kind}
    # A whole number is a number: only one of the two is made.
    return [k for k in _TYPES if k in kinds and not (k == "integer" and "number" in kinds)]


def _relaxed(part: Any) -> Iterator[Any]:
    """`part` without what it says of members and items that nothing has seen, except of those nobody names."""
    unseen = {k for k in part if k.startswith("unevaluated")}
    if not unseen:
        yield part
        return
    rest = {k: v for k, v in part.items() if k not in unseen}
    if rest:
        yield rest
    if "unevaluatedProperties" in part:
        seen = _ever_seen(rest)
        if seen is not None:
            yield {**seen, "additionalProperties": part["unevaluatedProperties"]}


def _ever_seen(schema: Any) -> Any:
    """The members some part of `schema` names, as properties that accept everything; None for all."""
    seen: Any = {"properties": {}, "patternProperties": {}}
    ahead = [schema]
    while ahead:
        part = ahead.pop()
        if not isinstance(part, Mapping):
            continue
        if {"additionalProperties", "unevaluatedProperties", "$ref"} & part.keys():
            return None
        for keyword in seen:
            seen[keyword] |= dict.fromkeys(part.get(keyword, ()), True)
        for keyword in ("allOf", "anyOf", "oneOf"):
            ahead += part.get(keyword, ())
        ahead += [part[k] for k in ("if", "then", "else", "not") if k in part]
        ahead += part.get("dependentSchemas", {}).values()
    return seen
