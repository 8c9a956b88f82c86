"""Bindings: where each answer of a published form comes from in the merged answer document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from form_builder.codes import Codes, scaled
from schemas.form import Schema

MISSING: Any = object()


@dataclass(frozen=True, eq=False)
class Level:
    """An object whose members are bound one by one: the form itself, a group in it, a row of a table."""

    members: Mapping[str, "Binding | Level"]
    is_row: bool = False

    @property
    def bindings(self) -> tuple["Binding", ...]:
        """The bindings at and under this level, in its order."""
        return tuple(
            b
            for member in self.members.values()
            for b in (member.bindings if isinstance(member, Level) else (member,))
        )


@dataclass(frozen=True, eq=False)
class Binding:
    """One local value: `local` is its path in the form, `path` its place in the merged document.

    `key` is the path as text; `is_plain` when the form's words are the dictionary's; `is_told` is False for
    what is never answered: statements, and what a form computes of its own answers. Inside a table both
    paths are relative to the row, which is `row`. `needed` is true when the form asks it
    whenever it is shown. `show_when` are the form's own conditions, a group's included.
    """

    source: str
    department: str
    local: tuple[str, ...]
    path: tuple[str, ...]
    element: str | None
    schema: Schema
    needed: bool
    factor: Fraction = Fraction(1)
    codes: Codes | None = None
    row: Level | None = None
    columns: tuple["Binding", ...] = ()
    show_when: Schema | None = None
    key: str = field(init=False)
    is_plain: bool = field(init=False)
    is_told: bool = field(init=False)

    def __post_init__(self) -> None:
        plain = self.codes is None and self.row is None and self.factor == 1
        object.__setattr__(self, "key", "/".join(self.path))
        object.__setattr__(self, "is_plain", plain)
        is_statement = self.schema.get("x-type") == "statement"
        object.__setattr__(self, "is_told", not is_statement and not self.is_computed)

    @property
    def is_computed(self) -> bool:
        """True for what its form computes of its own answers: it is there, but nobody gives it."""
        return "x-formula" in self.schema

    def to_local(self, value: Any) -> Any:
        """The value in this form's own words; what does not fit is left for the form to refuse.

        Units and codes reach through lists, lists of lists included, and never into objects.
        """
        if self.is_plain:
            return value
        if self.row is not None:
            return [self._row(v) for v in value] if isinstance(value, list) else value
        return _each(value, self._one)

    def to_canonical(self, value: Any) -> Any:
        """A local value, such as a limit or an option, in the dictionary's unit and codes."""
        return value if self.is_plain else _each(value, self._back)

    def _row(self, value: Any) -> Any:
        return project(self.columns, value) if isinstance(value, (dict, Mapping)) else value

    def _one(self, value: Any) -> Any:
        return self.codes.to_local(value) if self.codes else scaled(value, self.factor)

    def _back(self, value: Any) -> Any:
        return self.codes.to_canonical(value) if self.codes else scaled(value, 1 / self.factor)


def _each(value: Any, change: Any) -> Any:
    return [_each(v, change) for v in value] if isinstance(value, list) else change(value)


def project(bindings: Sequence[Binding], document: Any) -> dict[str, Any]:
    """The local document that `document` holds for these bindings; absent stays absent.

    What is no object has no members, so it holds nothing for anyone.
    """
    local: dict[str, Any] = {}
    if not isinstance(document, (dict, Mapping)):
        return local
    for binding in bindings:
        path = binding.path
        value = document.get(path[0], MISSING) if len(path) == 1 else found(document, path)
        if value is not MISSING and binding.is_told:
            place(local, binding.local, binding.to_local(value))
    return local


def found(document: Any, path: Sequence[str]) -> Any:
    """The value at `path`, or MISSING."""
    for name in path:
        if not isinstance(document, (dict, Mapping)) or name not in document:
            return MISSING
        document = document[name]
    return document


def place(document: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put `value` at `path`, making the groups on the way; ValueError where something else stands."""
    for name in path[:-1]:
        document = document.setdefault(name, {})
        if not isinstance(document, dict):
            raise ValueError(f"{name} is not a group")
    document[path[-1]] = value
