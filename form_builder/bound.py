"""A published form made ready for merging, once for each version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jsonschema.protocols import Validator

from form_builder.bind import Binding
from form_builder.bindings import is_group, read_bindings
from form_builder.canonical import document_digest
from form_builder.shown import Shown, shown_of
from schemas.form import Schema
from schemas.judge import judge
from schemas.merged import Source


@dataclass(frozen=True, eq=False)
class Bound:
    """A source made ready: its bindings, its judge and what decides which of its fields are shown."""

    source: Source
    digest: str
    bindings: tuple[Binding, ...]
    judge: Validator
    shown: Shown
    groups: tuple[tuple[tuple[str, ...], Schema], ...]
    by_local: Mapping[tuple[str, ...], Binding]
    by_group: Mapping[tuple[str, ...], Sequence[Binding]]


def bound(source: Source) -> Bound:
    """`source` made ready, once for each published version."""
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
    bindings = read_bindings(source)
    return Bound(
        source,
        known.digest,
        bindings,
        judge(source.schema),
        shown_of(source.schema),
        tuple(_groups(source.schema, ())),
        {b.local: b for b in bindings},
        _by_group(bindings),
    )


def _groups(schema: Schema, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """The form itself and the groups in it whose members are bound one by one."""
    yield path, schema
    for name, prop in schema.get("properties", {}).items():
        if isinstance(prop, Mapping) and is_group(prop):
            yield from _groups(prop, (*path, name))


def _by_group(bindings: Sequence[Binding]) -> dict[tuple[str, ...], list[Binding]]:
    """The bindings at or under each local path."""
    found: dict[tuple[str, ...], list[Binding]] = {}
    for binding in bindings:
        for length in range(1, len(binding.local) + 1):
            found.setdefault(binding.local[:length], []).append(binding)
    return found
