"""Lists a page at a time, by keys and never by counting rows, so page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from storage.columns import Day, Moment, to_line
from storage.errors import NotFound

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items in order; `after` asks for the following page and is None on the last."""

    items: tuple[T, ...]
    after: str | None = None


def turn(
    connection: sa.Connection,
    query: sa.Select[Any],
    keys: tuple[sa.Column[Any], ...],
    make: Callable[[Any], T],
    *,
    after: str | None,
    limit: int,
    backwards: bool = False,
) -> Page[T]:
    """The page of `query` that follows the cursor `after`, ordered by `keys`, the last of them unique."""
    if after:
        query = query.where(beyond(keys, read_cursor(after, keys), backwards=backwards))
    ordered = query.order_by(*(k.desc() if backwards else k.asc() for k in keys))
    rows = connection.execute(ordered.limit(limit + 1)).all()
    more = write_cursor(rows[limit - 1], keys) if len(rows) > limit else None
    return Page(tuple(make(row) for row in rows[:limit]), more)


def beyond(
    keys: tuple[sa.Column[Any], ...], values: tuple[Any, ...], *, backwards: bool
) -> sa.ColumnElement[bool]:
    """Rows after `values` (as kept) in the order of `keys`, or before them."""
    bound = [sa.literal(v, sa.Integer() if isinstance(v, int) else sa.Text()) for v in values]
    here, there = sa.tuple_(*keys), sa.tuple_(*bound)
    return here < there if backwards else here > there


def as_kept(column: sa.Column[Any], value: Any) -> Any:
    """The text or number the database holds for `value`."""
    kind = column.type
    return kind.process_bind_param(value, None) if isinstance(kind, (Moment, Day)) else value


def write_cursor(row: Any, keys: tuple[sa.Column[Any], ...]) -> str:
    kept = [as_kept(key, row._mapping[key]) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(kept).encode()).decode().rstrip("=")


def read_cursor(text: str, keys: tuple[sa.Column[Any], ...]) -> tuple[Any, ...]:
    try:
        kept = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as error:
        raise NotFound("This page does not exist.") from error
    kinds = [int if isinstance(k.type, sa.Integer) else str for k in keys]
    if not isinstance(kept, list) or [type(v) for v in kept] != kinds:
        raise NotFound("This page does not exist.")
    if any(isinstance(v, int) and not 0 <= v < 2**31 for v in kept):
        raise NotFound("This page does not exist.")
    return tuple(to_line(v) if isinstance(v, str) else v for v in kept)
