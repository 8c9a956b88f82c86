"""Bindings: where each answer of a published form comes from in the merged answer document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from form_builder.codes import Codes, scaled
from schemas.form import Schema

MISSING: Any = object()


@dataclass(frozen=True)
class Binding:
    """One local value: `local` is its path in the form, `path` its place in the merged document.

    Inside a table both are relative to the row, and `columns` are the bindings of a row. `needed` is
    true when the form asks it whenever it is shown.
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
    columns: tuple["Binding", ...] = ()
    show_when: Schema | None = None

    @property
    def key(self) -> str:
        return "/".join(self.path)

    @property
    def is_told(self) -> bool:
        """False for what is never answered: statements, and what a form computes of its own answers."""
        return self.schema.get("x-type") != "statement" and "x-formula" not in self.schema

    @property
    def is_plain(self) -> bool:
        return self.factor == 1 and self.codes is None and not self.columns

    def to_local(self, value: Any) -> Any:
        """The value in this form's own words; what does not fit is left for the form to refuse."""
        if self.is_plain:
            return value
        if isinstance(value, list):
            return [self._item(v) for v in value]
        return value if self.columns else self._one(value)

    def to_canonical(self, value: Any) -> Any:
        """A single local value, such as a limit or an option, in the dictionary's unit and codes."""
        value = self.codes.to_canonical(value) if self.codes else value
        return scaled(value, 1 / self.factor)

    def _item(self, value: Any) -> Any:
        if self.columns:
            return project(self.columns, value) if isinstance(value, Mapping) else value
        return self._one(value)

    def _one(self, value: Any) -> Any:
        return self.codes.to_local(value) if self.codes else scaled(value, self.factor)


def project(bindings: Sequence[Binding], document: Mapping[str, Any]) -> dict[str, Any]:
    """The local document that `document` holds for these bindings; absent stays absent."""
    local: dict[str, Any] = {}
    for binding in bindings:
        value = found(document, binding.path)
        if value is not MISSING and binding.is_told:
            place(local, binding.local, binding.to_local(value))
    return local


def found(document: Any, path: Sequence[str]) -> Any:
    """The value at `path`, or MISSING."""
    for name in path:
        if not isinstance(document, Mapping) or name not in document:
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
