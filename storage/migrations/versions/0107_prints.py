"""Letters and blank forms that were printed."""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0007"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "prints",
        sa.Column("key", LINE, nullable=False),
        sa.Column("sha256", LINE, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_prints")),
    )


def downgrade() -> None:
    op.drop_table("prints")
