"""Versions of a certificate, its events and design, shares and paper copies; numbers counted by their stem."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def line(name, nullable=False):
    return sa.Column(name, LINE, nullable=nullable)


def upgrade() -> None:
    grow_certificates()
    add_tables()
    count_by_stem()


def grow_certificates() -> None:
    with op.batch_alter_table("certificates") as table:
        for column in ("version", "design"):
            table.add_column(
                sa.Column(column, sa.Integer(), nullable=False, server_default=sa.text("1"))
            )
        for column in ("identifier", "replaces", "replaced_by"):
            table.add_column(sa.Column(column, LINE, nullable=False, server_default=sa.text("''")))
        table.drop_constraint("uq_certificates_number", type_="unique")
        table.drop_constraint("uq_certificates_part", type_="unique")
        table.create_unique_constraint(
            op.f("uq_certificates_number_version"), ["number", "version"]
        )
        table.create_unique_constraint(op.f("uq_certificates_part_version"), ["part", "version"])
    op.execute("UPDATE certificates SET design = 0")
    with op.batch_alter_table("certificates") as table:
        for column in ("version", "design", "identifier", "replaces", "replaced_by"):
            table.alter_column(column, server_default=None)
    op.create_index(
        "ix_certificates_department", "certificates", ["department", "issued_on", "id"]
    )
    op.create_index("ix_certificates_pdf_sha256", "certificates", ["pdf_sha256"])


def add_tables() -> None:
    op.create_table(
        "certificate_events",
        sa.Column("id", sa.Integer(), nullable=False),
        line("certificate"),
        line("at"),
        line("actor"),
        line("actor_name"),
        line("action"),
        line("reason"),
        sa.ForeignKeyConstraint(
            ["certificate"], ["certificates.id"], name=op.f("fk_certificate_events_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_certificate_events_certificate", "certificate_events", ["certificate", "id"]
    )
    op.create_table(
        "certificate_designs",
        line("permit"),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        line("state"),
        sa.Column("body", sa.Text(), nullable=False),
        line("author"),
        line("at"),
        sa.PrimaryKeyConstraint("permit", "revision", name=op.f("pk_certificate_designs")),
    )
    add_shares()
    op.create_table(
        "paper_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        line("certificate"),
        sa.Column("copies", sa.Integer(), nullable=False),
        line("purpose"),
        line("asked_at"),
        line("asked_by"),
        line("printed_at", nullable=True),
        line("printed_by"),
        line("printed_by_name"),
        sa.ForeignKeyConstraint(
            ["certificate"], ["certificates.id"], name=op.f("fk_paper_copies_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_copies")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_paper_copies_certificate", "paper_copies", ["certificate", "id"])


def add_shares() -> None:
    op.create_table(
        "shares",
        line("id"),
        line("secret_hash"),
        line("account"),
        line("holder"),
        line("purpose"),
        line("created_at"),
        line("last_day"),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        line("revoked_at", nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_shares_account")),
        sa.ForeignKeyConstraint(["holder"], ["holders.id"], name=op.f("fk_shares_holder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_shares_secret_hash")),
    )
    op.create_index("ix_shares_account", "shares", ["account", "created_at", "id"])
    op.create_table(
        "share_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        line("share"),
        line("at"),
        line("seen_from"),
        sa.ForeignKeyConstraint(["share"], ["shares.id"], name=op.f("fk_share_uses_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_uses")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_share_uses_share", "share_uses", ["share", "id"])


def count_by_stem() -> None:
    """Numbers ended in six digits, counted by permit and year; now the words before them are the name."""
    connection = op.get_bind()
    counters = sa.table("counters", sa.column("name"), sa.column("value"))
    highest: dict[str, int] = {}
    for (number,) in connection.execute(sa.text("SELECT number FROM certificates")):
        if number[-6:].isdigit():
            stem = f"certificate:{number[:-6]}#"
            highest[stem] = max(highest.get(stem, 0), int(number[-6:]))
    for name, value in highest.items():
        connection.execute(sa.insert(counters).values(name=name, value=value))


def downgrade() -> None:
    raise NotImplementedError("A register that has been issued from is not taken back.")
