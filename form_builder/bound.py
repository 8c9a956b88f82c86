"""A published form made ready for merging, once for each version."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import re2
from jsonschema.protocols import Validator

from form_builder.bind import Binding, Level
from form_builder.bindings import read_level
from form_builder.canonical import document_digest
from form_builder.references import References, subschemas
from form_builder.shown import Shown, shown_when
from schemas.judge import judge
from schemas.merged import Source
from schemas.swift import Verdict, swift


@dataclass(frozen=True, eq=False)
class Bound:
    """A source made ready: its bindings and what decides which of its fields are shown."""

    source: Source
    digest: str
    document: Mapping[str, Any]
    refs: References
    level: Level
    bindings: tuple[Binding, ...]
    by_local: Mapping[tuple[str, ...], Binding]
    shown: Shown

    @cached_property
    def judge(self) -> Validator:
        """The form's own judge, with reasons."""
        return judge(self.document)

    @cached_property
    def accepts(self) -> Verdict:
        """The same judge's verdict, swift and without reasons."""
        return swift(self.document)


def bound(source: Source) -> Bound:
    """`source` made ready, once for each published version.

    Raises ValueError, with a JSON pointer, when a reference leads nowhere, out of the document or in a
    circle, or when a binding makes no sense.
    """
    return _bound(_Known(source, document_digest(source.schema)))


@dataclass(frozen=True, eq=False)
class _Known:
    source: Source
    digest: str

    def __hash__(self) -> int:
        return hash((self.source.id, self.source.department, self.digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self._names() == other._names()

    def _names(self) -> tuple[str, str, str]:
        return self.source.id, self.source.department, self.digest


@lru_cache(maxsize=512)
def _bound(known: _Known) -> Bound:
    source = known.source
    document = _document(source.schema)
    refs = References(document)
    _check(document, refs)
    level, conditions = read_level(source, document, refs)
    bindings = level.bindings
    shown = shown_when(conditions, refs.alone)
    return Bound(
        source,
        known.digest,
        document,
        refs,
        level,
        bindings,
        {b.local: b for b in bindings},
        shown,
    )


def _document(schema: Any) -> Mapping[str, Any]:
    """The published schema; true and false are schemas too."""
    if isinstance(schema, Mapping):
        return schema
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    raise ValueError("a form is a JSON Schema: an object, true or false")


def _check(document: Mapping[str, Any], refs: References) -> None:
    """ValueError, with its JSON pointer, for what nobody could judge by."""
    if not refs.is_empty:
        for at, schema in subschemas(document):
            _check_reference(schema, at, refs)
    if '"pattern' in json.dumps(document):
        for at, schema in subschemas(document):
            for place, pattern in _patterns(schema, at):
                _check_pattern(pattern, place)


def _check_reference(schema: Mapping[str, Any], at: str, refs: References) -> None:
    seen = [schema]
    try:
        target = refs.target(schema)
        while isinstance(target, Mapping):
            if any(target is s for s in seen):
                raise ValueError("it refers to itself")
            seen.append(target)
            target = refs.target(target)
    except ValueError as problem:
        raise ValueError(f"{at}/$ref: {problem}") from problem


def _patterns(schema: Mapping[str, Any], at: str) -> Iterator[tuple[str, Any]]:
    if "pattern" in schema:
        yield f"{at}/pattern", schema["pattern"]
    for pattern in schema.get("patternProperties", {}):
        yield f"{at}/patternProperties", pattern


def _check_pattern(pattern: Any, at: str) -> None:
    try:
        re2.compile(pattern)
    except (re2.error, TypeError) as problem:
        raise ValueError(f"{at}: this pattern cannot be read: {pattern!r}") from problem
