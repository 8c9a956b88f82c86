"""Tables of what people settled: decisions, proposals with their consents and questions, named baskets."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from storage.columns import Document, Line, Moment
from storage.tables import metadata

decisions = Table(
    "decisions",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    Column("subject", Line, nullable=False),
    Column("verdict", Line, nullable=False),
    Column("reason", Line, nullable=False),
    Column("author", Line, nullable=False),
    Column("author_name", Line, nullable=False),
    Column("department", Line, nullable=False),
    Column("at", Moment, nullable=False),
    Column("detail", Document, nullable=False),
    UniqueConstraint("subject"),
    sqlite_autoincrement=True,
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Line, primary_key=True),
    Column("department", Line, ForeignKey("departments.id"), nullable=False),
    Column("author", Line, nullable=False),
    Column("author_name", Line, nullable=False),
    Column("reason", Line, nullable=False),
    Column("at", Moment, nullable=False),
    Column("change", Document, nullable=False),
    Column("state", Line, nullable=False),
    Column("closed_at", Moment, nullable=True),
    Index("ix_proposals_department", "department", "at", "id"),
)

consents = Table(
    "consents",
    metadata,
    Column("proposal", Line, ForeignKey("proposals.id"), primary_key=True),
    Column("department", Line, ForeignKey("departments.id"), primary_key=True),
    Column("state", Line, nullable=False),
    Column("author_name", Line, nullable=False),
    Column("reason", Line, nullable=False),
    Column("at", Moment, nullable=True),
    Index("ix_consents_department", "department", "proposal"),
)

proposed_questions = Table(
    "proposed_questions",
    metadata,
    Column("proposal", Line, ForeignKey("proposals.id"), primary_key=True),
    Column("permit", Line, nullable=False),
    Column("path", Line, nullable=False),
    Index("ix_proposed_questions_permit", "permit", "path"),
)

baskets = Table(
    "baskets",
    metadata,
    Column("id", Line, primary_key=True),
    Column("name", Line, nullable=False),
    Column("permits", Document, nullable=False),
    Column("department", Line, ForeignKey("departments.id"), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("name"),
)
