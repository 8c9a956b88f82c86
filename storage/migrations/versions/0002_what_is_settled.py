"""Decisions, proposals with their consents, named baskets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", LINE, nullable=False),
        sa.Column("verdict", LINE, nullable=False),
        sa.Column("reason", LINE, nullable=False),
        sa.Column("author", LINE, nullable=False),
        sa.Column("author_name", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("subject", name=op.f("uq_decisions_subject")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "proposals",
        sa.Column("id", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("author", LINE, nullable=False),
        sa.Column("author_name", LINE, nullable=False),
        sa.Column("reason", LINE, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("state", LINE, nullable=False),
        sa.Column("closed_at", LINE, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_proposals_department")
        ),
    )
    op.create_index("ix_proposals_department", "proposals", ["department", "at", "id"])
    op.create_table(
        "consents",
        sa.Column("proposal", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("state", LINE, nullable=False),
        sa.Column("author_name", LINE, nullable=False),
        sa.Column("reason", LINE, nullable=False),
        sa.Column("at", LINE, nullable=True),
        sa.PrimaryKeyConstraint("proposal", "department", name=op.f("pk_consents")),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name=op.f("fk_consents_proposal")),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_consents_department")
        ),
    )
    op.create_index("ix_consents_department", "consents", ["department", "proposal"])
    op.create_table(
        "baskets",
        sa.Column("id", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("permits", sa.Text(), nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baskets")),
        sa.UniqueConstraint("name", name=op.f("uq_baskets_name")),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_baskets_department")
        ),
    )


def downgrade() -> None:
    for table in ("baskets", "consents", "proposals", "decisions"):
        op.drop_table(table)
