"""What grows around the register of certificates: events, designs, shares and paper copies."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table

from storage.columns import Day, Document, Line, Moment
from storage.tables import metadata


def _line(name: str, *args: ForeignKey) -> Column[str]:
    return Column(name, Line, *args, nullable=False)


certificate_events = Table(
    "certificate_events",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    _line("certificate", ForeignKey("certificates.id")),
    Column("at", Moment, nullable=False),
    _line("actor"),
    _line("actor_name"),
    _line("action"),
    _line("reason"),
    Index("ix_certificate_events_certificate", "certificate", "id"),
    sqlite_autoincrement=True,
)

certificate_designs = Table(
    "certificate_designs",
    metadata,
    Column("permit", Line, primary_key=True),
    Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    _line("state"),
    Column("body", Document, nullable=False),
    _line("author"),
    Column("at", Moment, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    Column("id", Line, primary_key=True),
    # SHA-256 of the secret in the link: the link itself is kept nowhere.
    _line("secret_hash"),
    _line("account", ForeignKey("accounts.id")),
    _line("holder", ForeignKey("holders.id")),
    _line("purpose"),
    Column("created_at", Moment, nullable=False),
    Column("last_day", Day, nullable=False),
    Column("most_uses", sa.Integer, nullable=True),
    Column("uses", sa.Integer, nullable=False),
    Column("revoked_at", Moment, nullable=True),
    sa.UniqueConstraint("secret_hash"),
    Index("ix_shares_account", "account", "created_at", "id"),
)

share_uses = Table(
    "share_uses",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    _line("share", ForeignKey("shares.id")),
    Column("at", Moment, nullable=False),
    _line("seen_from"),
    Index("ix_share_uses_share", "share", "id"),
    sqlite_autoincrement=True,
)

paper_copies = Table(
    "paper_copies",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    _line("certificate", ForeignKey("certificates.id")),
    Column("copies", sa.Integer, nullable=False),
    _line("purpose"),
    Column("asked_at", Moment, nullable=False),
    _line("asked_by"),
    Column("printed_at", Moment, nullable=True),
    _line("printed_by"),
    _line("printed_by_name"),
    Index("ix_paper_copies_certificate", "certificate", "id"),
    sqlite_autoincrement=True,
)
