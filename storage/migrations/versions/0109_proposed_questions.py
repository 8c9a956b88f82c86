"""Which question of which form asked for the element that is proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "proposed_questions",
        sa.Column("proposal", LINE, nullable=False),
        sa.Column("permit", LINE, nullable=False),
        sa.Column("path", LINE, nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["proposals.id"], name=op.f("fk_proposed_questions_proposal")
        ),
        sa.PrimaryKeyConstraint("proposal", name=op.f("pk_proposed_questions")),
    )
    op.create_index("ix_proposed_questions_permit", "proposed_questions", ["permit", "path"])


def downgrade() -> None:
    op.drop_table("proposed_questions")
