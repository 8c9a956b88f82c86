"""Which fields of one form are shown for its own answers; the values of the others do not count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.form import Schema
from schemas.judge import judge

Test = Callable[[Any], bool]


@dataclass(frozen=True)
class Shown:
    """The conditional fields of a form, each with its test over the form's answers."""

    tests: tuple[tuple[str, Test], ...]

    def without_hidden(self, answers: dict[str, Any]) -> dict[str, Any]:
        """`answers` without the values of hidden fields: what was typed there decides nothing, so hiding
        goes on until nothing changes."""
        hidden = self.hidden(answers)
        return {k: v for k, v in answers.items() if k not in hidden}

    def hidden(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """The same verdict as `conditions.hidden`, from tests that were compiled once."""
        out: frozenset[str] = frozenset()
        for _round in range(len(self.tests) + 1):
            left = {k: v for k, v in answers.items() if k not in out}
            now = frozenset(key for key, test in self.tests if not test(left))
            if now == out:
                break
            out = now
        return out


def shown_of(schema: Schema) -> Shown:
    """The tests of `schema`'s x-show-when conditions, made once."""
    fields = schema.get("properties", {})
    return Shown(
        tuple(
            (key, compiled(prop["x-show-when"]))
            for key, prop in fields.items()
            if isinstance(prop, Mapping) and "x-show-when" in prop
        )
    )


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
