"""What each binding asks of the merged answer, worked out once for each published version."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from form_builder.bind import Binding, Level
from form_builder.bindings import is_guard
from form_builder.bound import Bound
from form_builder.canonical import schema_text, text
from form_builder.canonise import Canon
from form_builder.meeting.intersect import conjuncts as taken_apart
from form_builder.told import ALWAYS, Told, at, both, implied, present, together
from form_builder.vocabulary import conjuncts, rules_on

# Said name by name, or found by looking into what they join.
_SAID = frozenset(["properties", "patternProperties", "additionalProperties", "propertyNames"])
_SAID |= {"required", "allOf", "$ref", "$dynamicRef", "$defs", "$id", "$anchor", "$dynamicAnchor"}
_SAID |= {"$vocabulary", "then", "else"}


@dataclass(frozen=True, eq=False)
class Asked:
    """One binding, the rules its form has on it in any case, those in canonical words, and these taken
    apart for meeting others."""

    binding: Binding
    rules: tuple[Any, ...]
    schema: Any
    parts: tuple[str, ...]
    columns: tuple["Asked", ...]


@dataclass(frozen=True)
class Asking:
    """All a form asks: field by field, what it asks only under a condition or of several fields (by
    canonical text), and what could not be said."""

    fields: tuple[Asked, ...]
    guards: Mapping[str, Any]
    lost: tuple[str, ...]


@lru_cache(maxsize=512)
def asking(form: Bound) -> Asking:
    """What `form` asks, in the dictionary's words."""
    lost: dict[str, None] = {}

    def lose(keyword: str) -> None:
        lost[keyword if ": " in keyword else f"{form.source.id}: {keyword}"] = None

    canon = Canon(form.level, form.refs, lose)
    walk = _Walk(canon, form.document)
    fields = tuple(walk.level(form.level, [form.document], ALWAYS))
    guards = {schema_text(g): g for g in walk.guards}
    return Asking(fields, guards, tuple(lost))


def canonical_schema(form: Bound, binding: Binding) -> Any:
    """What `form` asks of the merged value of `binding` in any case.

    It never refuses a value whose split the form accepts.
    """
    return next(a.schema for a in asking(form).fields if a.binding is binding)


class _Walk:
    """Goes through what a form asks in any case; what hangs on something else becomes a guard."""

    def __init__(self, canon: Canon, document: Mapping[str, Any]) -> None:
        self.canon, self.document = canon, document
        self.guards: list[Any] = []

    def level(self, level: Level, schemas: Sequence[Any], there: Told) -> Iterator[Asked]:
        """The fields of a level on which `schemas` stand, wherever it is `there`."""
        parts = [p for s in schemas for p in conjuncts(s, self.canon.refs)]
        parts = [p for p in parts if level is not self.canon.root or not self._is_guard(p)]
        for name, member in level.members.items():
            rules = [r for p in parts for r in self._rules(p, name, level)]
            if isinstance(member, Level):
                rules = [False] if False in rules else rules
                yield from self.level(member, rules, self.canon.there(member))
            else:
                yield self._asked(member, tuple(rules))
        for part in parts:
            self._guard(implied(there, self._rest(part, level)))

    def _rest(self, part: Any, level: Level) -> Told:
        """What a conjunct asks beside the rules on each member and the fields needed in any case."""
        told = [self.canon.beside(part, level, _SAID)]
        names = part.get("required", ()) if isinstance(part, dict) else ()
        told += [self.canon.has(level, n) for n in names if not _is_plainly_needed(level, n)]
        return both(told)

    def _is_guard(self, part: Any) -> bool:
        return is_guard(self.document, part)

    def _rules(self, part: Any, name: str, level: Level) -> list[Any]:
        if not isinstance(part, dict):
            return [] if level is self.canon.root else [False]
        return rules_on(part, name, self.canon.refs)

    def _asked(self, binding: Binding, rules: tuple[Any, ...]) -> Asked:
        told = both([self.canon.member(binding, r) for r in rules])
        shown = self.canon.shown(binding)
        if shown != ALWAYS and binding.is_told:
            self._guard(self._once_shown(binding, told, shown))
        columns: tuple[Asked, ...] = ()
        if binding.row is not None:
            items = [r["items"] for r in self._opened(rules) if "items" in r]
            inner = Canon(binding.row, self.canon.refs, lambda keyword: None)
            columns = tuple(_Walk(inner, {}).level(binding.row, items, ALWAYS))
        return Asked(binding, rules, told.schema, _taken_apart(told.schema), columns)

    def _once_shown(self, binding: Binding, told: Told, shown: Told) -> Told:
        asked = at(binding.path, told.schema)
        needed = present(binding.path).schema if binding.needed else True
        return implied(shown, Told(together(asked, needed), exact=False))

    def _opened(self, rules: Sequence[Any]) -> list[Mapping[str, Any]]:
        return [
            part
            for rule in rules
            for part in conjuncts(rule, self.canon.refs)
            if isinstance(part, dict)
        ]

    def _guard(self, told: Told) -> None:
        if told.schema is not True:
            self.guards.append(told.schema)


def _taken_apart(schema: Any) -> tuple[str, ...]:
    return _conjuncts(text(schema))


@lru_cache(maxsize=8192)
def _conjuncts(written: str) -> tuple[str, ...]:
    """Forms repeat themselves: many fields ask the same of an answer."""
    return taken_apart([json.loads(written)])


def _is_plainly_needed(level: Level, name: str) -> bool:
    """True for what is asked field by field: the field, or one in the group, is needed in any case."""
    member = level.members.get(name)
    if member is None:
        return False
    inside = member.bindings if isinstance(member, Level) else (member,)
    return any(b.needed and b.show_when is None and b.is_told for b in inside)
