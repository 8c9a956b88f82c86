"""Bundles that people took."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", LINE, nullable=False),
        sa.Column("account", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("title", LINE, nullable=False),
        sa.Column("made_at", LINE, nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
    )
    op.create_index("ix_bundles_account", "bundles", ["account", "made_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("bundles")
