"""Which forms a department has put away, so that a page of them costs a page."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from schemas.archived import ArchivedForm
from storage.columns import Line, Moment
from storage.engine import Disk, add_row
from storage.page import Page, turn
from storage.rows import noun_of, values_of
from storage.tables import metadata

archived_forms = Table(
    "archived_forms",
    metadata,
    Column("department", Line, ForeignKey("departments.id"), primary_key=True),
    Column("permit", Line, primary_key=True),
    Column("name", Line, nullable=False),
    Column("questions", sa.Integer, nullable=False),
    Column("by_name", Line, nullable=False),
    Column("why", Line, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_archived_forms_department", "department", "at", "permit"),
)


class ArchiveShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(self, form: ArchivedForm) -> None:
        """Call it in the transaction that puts the permit away; Taken when it is away already."""
        with self._disk.writing() as connection:
            add_row(connection, archived_forms, **values_of(form, archived_forms))

    def remove(self, department: str, permit: str) -> None:
        here = archived_forms.c
        which = sa.and_(here.department == department, here.permit == permit)
        with self._disk.writing() as connection:
            connection.execute(sa.delete(archived_forms).where(which))

    def list(
        self, department: str, after: str | None = None, limit: int = 20
    ) -> Page[ArchivedForm]:
        """What the department has put away, the last first."""
        here = archived_forms.c
        query = sa.select(archived_forms).where(here.department == department)
        with self._disk.reading() as connection:
            return turn(
                connection,
                query,
                (here.at, here.permit),
                lambda row: noun_of(ArchivedForm, row),
                after=after,
                limit=limit,
                backwards=True,
            )
