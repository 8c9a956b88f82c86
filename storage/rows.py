"""Between a frozen noun and its row: columns carry the names of the fields."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.errors import NotFound

T = TypeVar("T")


def values_of(noun: Any, table: sa.Table) -> dict[str, Any]:
    """The fields of `noun` that `table` has columns for; mappings as plain dicts, tuples as lists."""
    return {f.name: _plain(getattr(noun, f.name)) for f in fields(noun) if f.name in table.columns}


def noun_of(cls: type[T], row: sa.Row[Any], **more: Any) -> T:
    """`cls` from the columns it has fields for, and `more`."""
    kept = row._mapping
    return cls(**{name: kept[name] for name in _names(cls) if name in kept} | more)  # type: ignore[arg-type]


def only(connection: sa.Connection, query: sa.Select[Any], what: str) -> sa.Row[Any]:
    """The one row of `query`; NotFound, naming what was looked for but not its contents."""
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(f"There is no such {what}.")
    return row


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
