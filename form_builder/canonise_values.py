"""A local rule about one value in the dictionary's words: units scaled back, codes mapped back."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from form_builder.bind import Binding
from form_builder.canonical import is_annotation
from form_builder.codes import scaled
from form_builder.meeting.numbers import exact, written
from form_builder.references import Endless, References
from form_builder.told import ALWAYS, NEVER, UNSAID, Told, both, either, implied, negated, one_of

Tell = Callable[[Any], Told]
Lose = Callable[[str], None]

ARRAY = ("prefixItems", "items", "contains", "minContains", "maxContains", "unevaluatedItems")
OBJECT = ("properties", "patternProperties", "additionalProperties")
_TEXT = frozenset(["minLength", "maxLength", "pattern", "format"])
_SILENT = frozenset(["$defs", "$id", "$anchor", "$dynamicAnchor", "then", "else", "$vocabulary"])
# Digits that every float keeps: a decimal this short is never the neighbour of another one's product.
_SURE = 15
_FAR = 2**53


def value_rule(binding: Binding, schema: Any, refs: References, lose: Lose) -> Told:
    """What `schema` asks of the merged value, for a binding with a unit or codes of its own."""
    try:
        plain = refs.written_out(schema)
    except Endless:
        lose("$ref")
        return UNSAID
    return _Values(binding, lose).tell(plain)


def joined(
    schema: Mapping[str, Any],
    tell: Tell,
    lose: Lose,
    rule: Callable[[str, Any], Told],
    without: frozenset[str] = frozenset(),
) -> Told:
    """The rules of `schema`: those that join others by `tell`, every other keyword by `rule`."""
    told = []
    for keyword, value in schema.items():
        if keyword in _SILENT or keyword in without or is_annotation(keyword):
            continue
        one = _join(schema, keyword, value, tell) or rule(keyword, value)
        if one == UNSAID:
            lose(keyword)
        told.append(one)
    return both(told)


def _join(schema: Mapping[str, Any], keyword: str, value: Any, tell: Tell) -> Told | None:
    if keyword == "allOf":
        return both(map(tell, value))
    if keyword == "anyOf":
        return either(map(tell, value))
    if keyword == "oneOf":
        return one_of([tell(v) for v in value])
    if keyword == "not":
        return negated(tell(value))
    if keyword == "if":
        return implied(tell(value), tell(schema.get("then", True)), tell(schema.get("else", True)))
    return None


def array_rule(schema: Mapping[str, Any], tell: Tell) -> Told:
    """The keywords about the items of a list, which belong together, each item told by `tell`."""
    said: dict[str, Any] = {}
    exact_so_far = True
    for keyword in (k for k in ARRAY if k in schema):
        value = schema[keyword]
        if keyword == "prefixItems":
            items = [tell(v) for v in value]
            said[keyword] = [i.schema for i in items]
            exact_so_far &= all(i.exact for i in items)
        elif keyword in ("items", "contains"):
            one = tell(value)
            if keyword == "contains" and not one.exact and "maxContains" in schema:
                return UNSAID
            said[keyword] = one.schema
            exact_so_far &= one.exact
        elif keyword in ("minContains", "maxContains"):
            said[keyword] = value
        elif "items" not in schema:
            exact_so_far = False
    return Told(said or True, exact_so_far)


class _Values:
    """Tells rules over a local value as rules over the merged one, through lists."""

    def __init__(self, binding: Binding, lose: Lose) -> None:
        self.binding, self.lose = binding, lose

    def tell(self, schema: Any) -> Told:
        if not isinstance(schema, dict):
            return Told(bool(schema))
        items = array_rule(schema, self.tell)
        if items == UNSAID:
            self.lose("contains")
        shape = {k: schema[k] for k in OBJECT if k in schema and not self._is_traded()}
        is_near = all(abs(schema.get(k, _FAR)) < _FAR for k in ("minimum", "maximum"))

        def rule(keyword: str, value: Any) -> Told:
            told = self._rule(keyword, value)
            return told if is_near else _or_far(self.binding, told)

        return both([joined(schema, self.tell, self.lose, rule), items, Told(shape or True)])

    def _rule(self, keyword: str, value: Any) -> Told:
        if keyword in ARRAY or (keyword in OBJECT and not self._is_traded()):
            return ALWAYS
        if keyword in ("const", "enum"):
            return self._values([value] if keyword == "const" else value)
        if keyword in ("minItems", "maxItems"):
            return Told({keyword: value})
        if keyword == "uniqueItems":
            return Told({keyword: value}, exact=self.binding.codes is not None or not value)
        if self.binding.codes:
            return self._coded(keyword, value)
        if keyword == "unevaluatedProperties":
            return UNSAID
        return _scaled(self.binding.factor, keyword, value)

    def _values(self, values: Iterable[Any]) -> Told:
        back = [v for v in values if self._is_met(v)]
        if any(not self._is_sure(v) for v in back):
            return UNSAID
        return Told({"enum": [self.binding.to_canonical(v) for v in back]}) if back else NEVER

    def _is_met(self, value: Any) -> bool:
        """False for a number that no merged value becomes."""
        if isinstance(value, list):
            return all(map(self._is_met, value))
        if self.binding.codes or not _is_number(value) or not _is_short(value):
            return True
        return exact(scaled(value, 1 / self.binding.factor)) * self.binding.factor == exact(value)

    def _is_sure(self, value: Any) -> bool:
        if isinstance(value, list):
            return all(map(self._is_sure, value))
        return bool(self.binding.codes) or not _is_number(value) or _is_short(value)

    def _coded(self, keyword: str, value: Any) -> Told:
        """Codes trade values one for one, so of texts only rules over whole values can be told."""
        if self._is_traded() or keyword in (*_TEXT, "unevaluatedProperties"):
            return UNSAID
        return Told({keyword: value})

    def _is_traded(self) -> bool:
        """True when codes trade more than texts for texts."""
        told = (self.binding.codes.forward if self.binding.codes else {}).items()
        return not all(k.startswith('"') and isinstance(v, str) for k, v in told)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_short(value: Any) -> bool:
    return len(repr(value).strip("-").replace(".", "").partition("e")[0]) <= _SURE and (
        abs(value) < 10**_SURE
    )


def _scaled(factor: Fraction, keyword: str, value: Any) -> Told:
    if keyword in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        return _bound(factor, keyword, value) if _is_short(value) else UNSAID
    if keyword == "multipleOf":
        return _step(exact(value) / factor) if _is_short(value) and value > 1e-6 else UNSAID
    if keyword == "type" and "integer" in (kinds := [value] if isinstance(value, str) else value):
        return _whole(factor, kinds)
    return Told({keyword: value})


def _whole(factor: Fraction, kinds: Iterable[str]) -> Told:
    names = sorted({"number" if k == "integer" else k for k in kinds})
    told = Told({"type": names[0] if len(names) == 1 else names})
    if "number" in kinds:
        return told
    return both([told, _step(1 / factor)])


def _or_far(binding: Binding, told: Told) -> Told:
    """Beyond what floats count one by one every product is rounded to a whole number."""
    if binding.codes or binding.factor.denominator == 1 or not isinstance(told.schema, dict):
        return told
    if "multipleOf" not in told.schema:
        return told
    far = written(Fraction(_FAR) / binding.factor, down=True)
    step = {"multipleOf": told.schema["multipleOf"]}
    rest = {k: v for k, v in told.schema.items() if k != "multipleOf"}
    return Told(rest | {"anyOf": [step, {"minimum": far}, {"maximum": -far}]}, exact=False)


def _bound(factor: Fraction, keyword: str, value: Any) -> Told:
    """A bound no float writes becomes the first float beyond it, which is then allowed itself."""
    bound, is_low = exact(value) / factor, keyword in ("minimum", "exclusiveMinimum")
    said = written(bound, up=is_low, down=not is_low)
    if exact(said) == bound:
        return Told({keyword: said})
    if abs(bound) > 2**53:
        return UNSAID
    return Told({"minimum" if is_low else "maximum": said})


def _step(step: Fraction) -> Told:
    """A decimal that is a multiple of p/q is one of p/q', where q' keeps only the twos and fives of q."""
    rest = step.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    said = written(step * rest)
    return Told({"multipleOf": said}) if exact(said) == step * rest else UNSAID
