"""The list of archived forms as rows; what was archived before is listed from the catalogues."""

import json
import zlib
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "archived_forms",
        sa.Column("department", LINE, nullable=False),
        sa.Column("permit", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("by_name", LINE, nullable=False),
        sa.Column("why", LINE, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_archived_forms_department")
        ),
        sa.PrimaryKeyConstraint("department", "permit", name=op.f("pk_archived_forms")),
    )
    op.create_index("ix_archived_forms_department", "archived_forms", ["department", "at", "permit"])
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """A row for every document of the catalogues' archives."""
    for department, body in connection.execute(sa.text("SELECT department, body FROM catalogues")):
        for kept in json.loads(body).get("archived", {}).values():
            document = _document(connection, kept["document"])
            permit, at = document["permit"], document["at"]
            row = {k: document[k] for k in ("by_name", "why")}
            row |= {"department": department, "permit": document["id"], "name": permit["name"]}
            row |= {"questions": len(permit["form"]["properties"]), "at": _moment(at)}
            connection.execute(INSERT, row)


INSERT = sa.text(
    "INSERT INTO archived_forms (department, permit, name, questions, by_name, why, at)"
    " VALUES (:department, :permit, :name, :questions, :by_name, :why, :at)"
)


def _document(connection: sa.Connection, digest: str) -> dict:
    query = sa.text("SELECT packed FROM catalogue_documents WHERE digest = :digest")
    packed = connection.execute(query, {"digest": digest}).scalar_one()
    return json.loads(zlib.decompress(packed))


def _moment(text: str) -> str:
    """In UTC with all six decimals and a Z: as moments are kept."""
    return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def downgrade() -> None:
    op.drop_table("archived_forms")
