"""The merged form: the union of a basket's forms, each question once, every origin kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.form import Schema


@dataclass(frozen=True)
class Source:
    """One published form going into a merge; `id` is the permit, `schema` the published document."""

    id: str
    department: str
    schema: Schema


@dataclass(frozen=True)
class Origin:
    """Where a merged field came from: that department's own wording, path and limits.

    `path` is the local path, ("premises",) or ("equipment", "qty") for a column. `schema` is the
    local subschema. local value = canonical value × `factor`; `codes` are (canonical, local) pairs.
    """

    source: str
    department: str
    path: tuple[str, ...]
    label: str
    required: bool
    schema: Schema
    factor: str = "1"
    codes: tuple[tuple[Any, Any], ...] = ()


@dataclass(frozen=True)
class MergedField:
    """One question of the merged form. `schema` is the meet of its origins in canonical units and codes.

    `key` is the element id, or "<source>.<local key>" for a department's own question. `required` is
    true when some origin needs it whenever it is shown.
    """

    key: str
    element: str | None
    type: str
    label: str
    schema: Schema
    required: bool
    origins: tuple[Origin, ...]
    columns: tuple["MergedField", ...] = ()
    hint: str = ""
    unit: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(o.source for o in self.origins))


@dataclass(frozen=True)
class Conflict:
    """Rules that no answer can satisfy together: `about` is the merged key, `sources` the fewest that clash.

    `kind`: "presence", an answer is needed and none is possible; "field", the question can only be left
    blank; "condition", the same once somebody's condition shows it; "choice", the answer `when` (a
    canonical schema, "" for any answer) can be given and then never be submitted; "form", the rules of
    several questions exclude each other. For each source, in its place: `texts` its rule in canonical
    words, `keys` the question that rule decides, `does` whether it "needs", "forbids" or "limits" it, or
    "relates" it to others by a rule of the form; then the text holds its key and its sentences.
    """

    about: str
    kind: str
    sources: tuple[str, ...]
    texts: tuple[str, ...] = ()
    when: str = ""
    keys: tuple[str, ...] = field(default=(), compare=False)
    does: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Failure:
    """One broken rule. `field` is the merged key, `path` continues inside it (row number, column, part).

    `rule` is the JSON Schema keyword that refused, `limit` its value; `source` the permit whose rule it is.
    """

    source: str
    field: str
    path: tuple[str | int, ...]
    rule: str
    limit: Any = None
    value: Any = None


@dataclass(frozen=True)
class MergedForm:
    """`satisfiable` is True (with a `witness`), False, or None for unknown: then `undecided` are the keys
    that no example was found for. `text` is canonical JSON without annotations, `digest` its sha256.
    `beyond_schema` lists rules JSON Schema cannot say."""

    sources: tuple[Source, ...]
    schema: Schema
    fields: tuple[MergedField, ...]
    conflicts: tuple[Conflict, ...]
    satisfiable: bool | None
    witness: Mapping[str, Any] | None
    text: str
    digest: str
    beyond_schema: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    def field(self, key: str) -> MergedField:
        """The field with this key; KeyError when the merged form has none."""
        for found in self.fields:
            if found.key == key:
                return found
        raise KeyError(key)


@dataclass(frozen=True)
class MergedSection:
    """A part of the one form as an applicant walks it: common parts first, then each permit's own."""

    key: str
    title: str
    fields: tuple[MergedField, ...]
    permit: str | None = None
