"""What the search for contradictions found in a basket."""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("key", LINE, nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_findings")),
    )


def downgrade() -> None:
    op.drop_table("findings")
