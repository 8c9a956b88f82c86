"""Column types that mean the same on SQLite and PostgreSQL: everything but numbers and bytes is text."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

# Collation "C" makes PostgreSQL order text as SQLite and Python do, so cursors mean the same everywhere.
LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def to_json(value: Any) -> str:
    """Compact JSON in the order of its keys: the order of a form's fields is the order of its questions."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNKEEPABLE.sub("\ufffd", text)


def to_line(text: str) -> str:
    """Text that both databases can hold: what neither can becomes "�", so looking for it finds nothing."""
    return _UNKEEPABLE.sub("\ufffd", text)


def to_moment(at: datetime) -> str:
    """UTC with microseconds always written, so that text order is time order."""
    if at.tzinfo is None:
        raise ValueError("A time without a zone cannot be kept.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Line(TypeDecorator[str]):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        return dialect.type_descriptor(LINE)

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else to_line(value)


class Reference(Line):
    """Another row's id, or "" for none, which is kept as NULL: a foreign key leads somewhere or nowhere."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return super().process_bind_param(value, dialect) if value else None

    def process_result_value(self, value: str | None, dialect: Any) -> str:
        return value or ""


class Moment(TypeDecorator[datetime]):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        return dialect.type_descriptor(LINE)

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else to_moment(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        return dialect.type_descriptor(LINE)

    def process_bind_param(self, value: date | None, dialect: Any) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Any) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Document(TypeDecorator[Any]):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else json.loads(value)
