"""Documents of catalogues kept once; revisions that can be undone and redone; clipboards."""

import json
import zlib
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LINES = ("about", "kind", "before", "after")
NUMBERS = ("undo", "redo", "below")
TREES = (("catalogues", ("department",)), ("catalogue_revisions", ("department", "revision")))


def upgrade() -> None:
    op.create_table(
        "catalogue_documents",
        sa.Column("digest", LINE, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_catalogue_documents")),
    )
    op.create_table(
        "clipboards",
        sa.Column("account", LINE, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_clipboards_account")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_clipboards")),
    )
    with op.batch_alter_table("catalogue_revisions") as table:
        for name in LINES:
            table.add_column(sa.Column(name, LINE, nullable=False, server_default=""))
        for name in NUMBERS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("catalogue_revisions") as table:
        for name in (*LINES, *NUMBERS):
            table.alter_column(name, server_default=None)
    op.create_index(
        "ix_catalogue_revisions_about",
        "catalogue_revisions",
        ["department", "about", "author", "revision"],
    )
    _collapse(op.get_bind())


def _collapse(connection) -> None:
    """Bodies that held whole documents become bodies of references; what a note was about gets its column."""
    kept: set[str] = set()
    for table, keys in TREES:
        for row, body in _bodies(connection, table, keys):
            _put_body(connection, table, row, _references(connection, body, kept))
    _notes(connection)


def _bodies(connection, name, keys):
    """Each row's key and body, one body in memory at a time."""
    table = _tree(name, keys)
    names: list = [sa.column(k) for k in keys]
    for row in connection.execute(sa.select(*names).select_from(table)).mappings().all():
        this = [c == row[c.name] for c in names]
        body = connection.execute(sa.select(table.c.body).where(*this)).scalar()
        yield dict(row), json.loads(body)


def _put_body(connection, name, row, body) -> None:
    table = _tree(name, row)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    this = [table.c[k] == v for k, v in row.items()]
    connection.execute(sa.update(table).where(*this).values(body=text))


def _tree(name, keys):
    return sa.table(name, sa.column("body"), *(sa.column(k) for k in keys))


def _references(connection, body, kept):
    return {
        table: {number: _reference(connection, document, kept) for number, document in documents.items()}
        for table, documents in body.items()
    }


def _reference(connection, document, kept):
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    digest = sha256(text).hexdigest()
    if digest not in kept:
        kept.add(digest)
        add = sa.text("INSERT INTO catalogue_documents (digest, packed) VALUES (:digest, :packed)")
        connection.execute(add, {"digest": digest, "packed": zlib.compress(text, 1)})
    return {"id": document["id"], "document": digest}


def _notes(connection) -> None:
    select = sa.text("SELECT department, revision, note FROM catalogue_revisions")
    for row in connection.execute(select).mappings().all():
        permit, space, words = row["note"].partition(" ")
        if space:
            change = sa.text(
                "UPDATE catalogue_revisions SET about = :about, note = :words"
                " WHERE department = :department AND revision = :revision"
            )
            undone = words.startswith("undo ")
            connection.execute(
                change,
                {
                    "about": f"permits/{permit}",
                    "words": "" if undone else words,
                    "department": row["department"],
                    "revision": row["revision"],
                },
            )


def downgrade() -> None:
    connection = op.get_bind()
    for table, keys in TREES:
        for row, body in _bodies(connection, table, keys):
            _put_body(connection, table, row, {t: _expanded(connection, d) for t, d in body.items()})
    op.drop_index("ix_catalogue_revisions_about", table_name="catalogue_revisions")
    with op.batch_alter_table("catalogue_revisions") as revisions:
        for name in (*LINES, *NUMBERS):
            revisions.drop_column(name)
    op.drop_table("clipboards")
    op.drop_table("catalogue_documents")


def _expanded(connection, references):
    packed = sa.text("SELECT packed FROM catalogue_documents WHERE digest = :digest")
    return {
        number: json.loads(zlib.decompress(connection.execute(packed, {"digest": r["document"]}).scalar()))
        for number, r in references.items()
    }
