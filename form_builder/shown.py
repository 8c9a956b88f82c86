"""Which fields of one form are shown for its own answers; the values of the others do not count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.form import Schema
from schemas.judge import judge

Test = Callable[[Any], bool]


Place = tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """The conditional fields of a form by their local path, each with its test over the form's answers."""

    tests: tuple[tuple[Place, Test], ...]

    def without_hidden(self, answers: dict[str, Any]) -> dict[str, Any]:
        """`answers` without the values of hidden fields: what was typed there decides nothing, so hiding
        goes on until nothing changes."""
        return _left(answers, self.hidden_places(answers)) if self.tests else answers

    def hidden(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """The names of the hidden fields and groups at the top of the form."""
        return frozenset(p[0] for p in self.hidden_places(answers) if len(p) == 1)

    def hidden_places(self, answers: Mapping[str, Any]) -> frozenset[Place]:
        """The local paths of all that is hidden. The same verdict as a recursive reading of the
        conditions, from tests that were compiled once."""
        out: frozenset[Place] = frozenset()
        for _round in range(len(self.tests) + 1):
            left = _left(answers, out)
            now = frozenset(place for place, test in self.tests if not test(left))
            if now == out:
                break
            out = now
        return out

    def is_hidden(self, place: Place, hidden: frozenset[Place]) -> bool:
        """Is the field at `place`, or a group it is in, among the `hidden` places?"""
        return any(place[:length] in hidden for length in range(1, len(place) + 1))


def _left(answers: Mapping[str, Any], hidden: frozenset[Place]) -> dict[str, Any]:
    """`answers` without what stands at the hidden places, and without the groups that this empties."""
    top = {p[0] for p in hidden if len(p) == 1}
    left = {k: v for k, v in answers.items() if k not in top}
    for place in (p for p in hidden if len(p) > 1 and p[0] in left):
        inner = _left(left[place[0]], frozenset([place[1:]]))
        left |= {place[0]: inner}
        if not inner:
            del left[place[0]]
    return left


def shown_of(schema: Schema) -> Shown:
    """The tests of a form's own x-show-when conditions, made once."""
    fields = schema.get("properties", {})
    return shown_when(
        {
            (key,): prop["x-show-when"]
            for key, prop in fields.items()
            if isinstance(prop, Mapping) and "x-show-when" in prop
        }
    )


def shown_when(
    conditions: Mapping[Place, Any], alone: Callable[[Any], Any] = lambda schema: schema
) -> Shown:
    """The tests of the conditions at these places; `alone` frees one of references to its form."""
    return Shown(tuple((place, compiled(alone(c))) for place, c in conditions.items()))


def compiled(schema: Any) -> Test:
    """A function with the judge's verdict on `schema`; the words conditions are made of are compiled."""
    if not isinstance(schema, Mapping):
        return lambda value: bool(schema)
    tests = [_test(keyword, value) for keyword, value in schema.items()]
    if any(test is None for test in tests):
        return judge(schema).is_valid
    return _all_of([test for test in tests if test])


def _test(keyword: str, value: Any) -> Test | None:
    rule = _TESTS.get(keyword)
    if keyword == "const":
        return _equals(value)
    if keyword == "enum" and all(isinstance(v, str) for v in value):
        return lambda found: isinstance(found, str) and found in value
    return rule(value) if rule else None


def _equals(value: Any) -> Test | None:
    if isinstance(value, bool | str):
        return lambda found: type(found) is type(value) and found == value
    return None


def _properties(named: Mapping[str, Any]) -> Test:
    tests = [(name, compiled(schema)) for name, schema in named.items()]
    return lambda found: (
        not isinstance(found, Mapping)
        or all(test(found[name]) for name, test in tests if name in found)
    )


def _required(names: list[str]) -> Test:
    return lambda found: not isinstance(found, Mapping) or all(n in found for n in names)


def _contains(schema: Any) -> Test:
    test = compiled(schema)
    return lambda found: not isinstance(found, list) or any(test(v) for v in found)


def _not(schema: Any) -> Test:
    test = compiled(schema)
    return lambda found: not test(found)


def _all_of(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda found: all(test(found) for test in tests)


def _any_of(tests: list[Test]) -> Test:
    return lambda found: any(test(found) for test in tests)


_TESTS: dict[str, Callable[[Any], Test]] = {
    "properties": _properties,
    "required": _required,
    "contains": _contains,
    "not": _not,
    "allOf": lambda schemas: _all_of([compiled(s) for s in schemas]),
    "anyOf": lambda schemas: _any_of([compiled(s) for s in schemas]),
}
