"""Rules told over the merged answers, and whether they say exactly what was meant or a little less.

A rule that is told inexactly never refuses what the true rule accepts, so it may stand wherever it
narrows, and never under a `not` or as a condition.
"""

from collections.abc import Iterable, Sequence, Set
from typing import Any, NamedTuple


class Told(NamedTuple):
    """A schema, and whether it is exactly the rule that was meant."""

    schema: Any
    exact: bool = True


ALWAYS = Told(True)
NEVER = Told(False)
UNSAID = Told(True, exact=False)


def both(rules: Iterable[Told]) -> Told:
    """All of the rules at once."""
    if isinstance(rules, list) and len(rules) == 1 and rules[0].schema is not False:
        return rules[0]
    schema: Any = True
    exact = True
    for rule in rules:
        schema, exact = together(schema, rule.schema), exact and rule.exact
    return Told(schema, exact or schema is False)


def either(rules: Iterable[Told]) -> Told:
    """At least one of the rules."""
    some = [r for r in rules if r.schema is not False]
    exact = all(r.exact for r in some)
    if not some or any(r.schema is True for r in some):
        return Told(bool(some), exact or any(r == ALWAYS for r in some))
    return some[0] if len(some) == 1 else Told({"anyOf": [r.schema for r in some]}, exact)


def one_of(rules: Sequence[Told]) -> Told:
    """Exactly one of the rules; at least one where they are not exact."""
    if not all(r.exact for r in rules):
        return Told(either(rules).schema, exact=False)
    return Told({"oneOf": [r.schema for r in rules]})


def negated(rule: Told) -> Told:
    """Not the rule; nothing where it is not exact."""
    if not rule.exact:
        return UNSAID
    return Told(not rule.schema if isinstance(rule.schema, bool) else {"not": rule.schema})


def implied(condition: Told, rule: Told, otherwise: Told = ALWAYS) -> Told:
    """`rule` where `condition` holds, `otherwise` where not."""
    if rule.schema is True and otherwise.schema is True:
        return Told(True, rule.exact and otherwise.exact)
    if not condition.exact:
        return Told(either([rule, otherwise]).schema, exact=False)
    if isinstance(condition.schema, bool):
        return rule if condition.schema else otherwise
    told = {"if": condition.schema}
    told |= {"then": rule.schema} if rule.schema is not True else {}
    told |= {"else": otherwise.schema} if otherwise.schema is not True else {}
    return Told(told, rule.exact and otherwise.exact)


def present(path: Sequence[str], *, strict: bool = True) -> Told:
    """That something is answered at `path`; without `strict` it is not asked of what is no object."""
    told: dict[str, Any] = {"required": [path[-1]]}
    for step in reversed(path[:-1]):
        told = {"required": [step], "properties": {step: {"type": "object", **told}}}
    return Told({"type": "object", **told} if strict else told)


def at(path: Sequence[str], schema: Any) -> Any:
    """The rule that what is answered at `path`, if anything, is accepted by `schema`."""
    for step in reversed(path) if schema is not True else ():
        schema = {"properties": {step: schema}}
    return schema


def together(one: Any, other: Any) -> Any:
    """Both schemas in one: rules over different members stand side by side, others in `allOf`."""
    if one is False or other is False:
        return False
    if one is True or one == {} or one == other:
        return other
    if other is True or other == {}:
        return one
    if _SEES & one.keys():
        return {"allOf": [one, other]}
    said = dict(one)
    if _SEES & other.keys() or _mixed(one.keys(), other.keys()):
        return said | {"allOf": [*said.get("allOf", ()), other]}
    rest = {k: v for k, v in other.items() if not _joined(said, k, v)}
    if rest.keys() & said.keys():
        return said | {"allOf": [*said.get("allOf", ()), rest]}
    return said | rest


# Keywords that see what all their neighbours do, and those that mean something else beside each other.
_SEES = frozenset(["$ref", "$id", "unevaluatedItems", "unevaluatedProperties"])
_SHAPE = frozenset(["properties", "patternProperties", "additionalProperties"])
_FAMILIES = (
    frozenset(["prefixItems", "items"]),
    frozenset(["contains", "minContains", "maxContains"]),
    frozenset(["if", "then", "else"]),
)


def _mixed(one: Set[str], other: Set[str]) -> bool:
    shapes = _SHAPE & one, _SHAPE & other
    if all(shapes) and len(shapes[0] | shapes[1]) > 1:
        return True
    return any(family & one and family & other for family in _FAMILIES)


def _joined(said: dict[str, Any], keyword: str, value: Any) -> bool:
    """True when `keyword` could be taken into `said`."""
    if keyword not in said:
        return False
    if keyword == "properties":
        old = said[keyword]
        said[keyword] = old | {n: together(old[n], s) if n in old else s for n, s in value.items()}
    elif keyword == "required":
        said[keyword] = [*said[keyword], *(n for n in value if n not in said[keyword])]
    elif keyword == "allOf":
        said[keyword] = [*said[keyword], *value]
    elif said[keyword] != value or isinstance(value, dict | list):
        return False
    return True
