"""A published form made ready for merging, once for each version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from jsonschema.protocols import Validator

from form_builder.bind import Binding, Level
from form_builder.bindings import read_level
from form_builder.canonical import document_digest, document_text
from form_builder.gate import admit
from form_builder.references import References
from form_builder.shown import Shown, shown_when
from schemas.form import Form, read_form
from schemas.judge import judge
from schemas.merged import Source
from schemas.swift import Verdict, is_schema, swift

_LONG = 200_000


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
    def form(self) -> Form:
        """The form as it is displayed."""
        return read_form(self.document)

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

    Raises ValueError, with a JSON pointer, for what is no schema that can be evaluated (`gate.admit`), and
    when a binding makes no sense.
    """
    try:
        digest = document_digest(source.schema)
    except (RecursionError, TypeError, ValueError):
        admit(source.schema)
        raise
    return _bound(_Known(source, digest))


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
    written = document_text(source.schema)
    _check(source.schema, written)
    document = _document(source.schema)
    refs = References(document, written)
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
    return schema if isinstance(schema, Mapping) else {} if schema else {"not": {}}


def _check(schema: Any, written: str) -> None:
    """What `admit` refuses, at a fraction of the time where nothing in the schema could be wrong."""
    if not is_schema(schema):
        admit(schema)
    if '"pattern' in written or '"$' in written or len(written) > _LONG:
        admit(schema)
