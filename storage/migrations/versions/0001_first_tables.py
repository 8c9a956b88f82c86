"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LINE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", LINE, nullable=False),
        sa.Column("login", LINE, nullable=False),
        sa.Column("login_key", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("role", LINE, nullable=False),
        sa.Column("department", LINE, nullable=True),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("created_at", LINE, nullable=True),
        sa.Column("password_hash", LINE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login_key", name=op.f("uq_accounts_login_key")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.Column("actor", LINE, nullable=False),
        sa.Column("on_behalf", LINE, nullable=True),
        sa.Column("action", LINE, nullable=False),
        sa.Column("object", LINE, nullable=False),
        sa.Column("mac", LINE, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_object", "audit", ["object", "seq"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", LINE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "counters",
        sa.Column("name", LINE, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "departments",
        sa.Column("id", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("i18n", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", LINE, nullable=False),
        sa.Column("draft", LINE, nullable=False),
        sa.Column("key", LINE, nullable=False),
        sa.Column("media_type", LINE, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", LINE, nullable=False),
        sa.Column("original_sha256", LINE, nullable=False),
        sa.Column("created_at", LINE, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_draft", "evidence", ["draft", "sha256"], unique=False)
    op.create_table(
        "holders",
        sa.Column("id", LINE, nullable=False),
        sa.Column("code", LINE, nullable=False),
        sa.Column("uscc", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holders")),
        sa.UniqueConstraint("code", name=op.f("uq_holders_code")),
        sa.UniqueConstraint("uscc", name=op.f("uq_holders_uscc")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", LINE, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("key", LINE, nullable=False),
        sa.Column("state", LINE, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("run_at", LINE, nullable=False),
        sa.Column("lease_seconds", sa.Integer(), nullable=False),
        sa.Column("worker", LINE, nullable=False),
        sa.Column("error", LINE, nullable=False),
        sa.Column("created_at", LINE, nullable=False),
        sa.Column("finished_at", LINE, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_jobs_dead",
        "jobs",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )
    op.create_index(
        "ix_jobs_pending",
        "jobs",
        ["run_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('ready', 'running')"),
        postgresql_where=sa.text("state IN ('ready', 'running')"),
    )
    op.create_table(
        "limits",
        sa.Column("key", LINE, nullable=False),
        sa.Column("ends", LINE, nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_limits")),
    )
    op.create_index("ix_limits_ends", "limits", ["ends"], unique=False)
    op.create_table(
        "published",
        sa.Column("id", LINE, nullable=False),
        sa.Column("kind", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_at", LINE, nullable=False),
        sa.Column("published_by", LINE, nullable=False),
        sa.Column("note", LINE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published")),
        sa.UniqueConstraint("kind", "name", "number", name=op.f("uq_published_kind_name_number")),
    )
    op.create_table(
        "cases",
        sa.Column("id", LINE, nullable=False),
        sa.Column("number", LINE, nullable=False),
        sa.Column("account", LINE, nullable=False),
        sa.Column("idempotency_key", LINE, nullable=False),
        sa.Column("title", LINE, nullable=False),
        sa.Column("scenario", LINE, nullable=True),
        sa.Column("holder", LINE, nullable=True),
        sa.Column("submitted_at", LINE, nullable=False),
        sa.Column("pins", sa.Text(), nullable=False),
        sa.Column("draft", LINE, nullable=False),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_cases_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint(
            "account", "idempotency_key", name=op.f("uq_cases_account_idempotency_key")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index("ix_cases_account", "cases", ["account", "submitted_at", "id"], unique=False)
    op.create_index("ix_cases_draft", "cases", ["draft"], unique=False)
    op.create_index("ix_cases_submitted_at", "cases", ["submitted_at", "id"], unique=False)
    op.create_table(
        "catalogue_revisions",
        sa.Column("department", LINE, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("author", LINE, nullable=False),
        sa.Column("at", LINE, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("note", LINE, nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_catalogue_revisions_department")
        ),
        sa.PrimaryKeyConstraint("department", "revision", name=op.f("pk_catalogue_revisions")),
    )
    op.create_table(
        "catalogues",
        sa.Column("department", LINE, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["departments.id"], name=op.f("fk_catalogues_department")
        ),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_catalogues")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", LINE, nullable=False),
        sa.Column("account", LINE, nullable=False),
        sa.Column("scenario", LINE, nullable=True),
        sa.Column("pins", sa.Text(), nullable=False),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("corrects", LINE, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", LINE, nullable=False),
        sa.Column("updated_at", LINE, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_drafts_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_account", "drafts", ["account", "updated_at", "id"], unique=False)
    op.create_table(
        "published_heads",
        sa.Column("kind", LINE, nullable=False),
        sa.Column("name", LINE, nullable=False),
        sa.Column("version", LINE, nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["published.id"], name=op.f("fk_published_heads_version")
        ),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_published_heads")),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", LINE, nullable=False),
        sa.Column("account", LINE, nullable=False),
        sa.Column("csrf", LINE, nullable=False),
        sa.Column("created_at", LINE, nullable=False),
        sa.Column("seen_at", LINE, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_sessions_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"], unique=False)
    op.create_table(
        "parts",
        sa.Column("id", LINE, nullable=False),
        sa.Column("case", LINE, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_number", LINE, nullable=False),
        sa.Column("permit", LINE, nullable=False),
        sa.Column("permit_name", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("form_version", LINE, nullable=False),
        sa.Column("lane", LINE, nullable=False),
        sa.Column("state", LINE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", LINE, nullable=False),
        sa.Column("due", LINE, nullable=False),
        sa.Column("title", LINE, nullable=False),
        sa.Column("applicant", LINE, nullable=False),
        sa.Column("decided_at", LINE, nullable=True),
        sa.Column("decided_by", LINE, nullable=True),
        sa.Column("reason", LINE, nullable=False),
        sa.Column("package_sha256", LINE, nullable=True),
        sa.Column("certificate", LINE, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_parts_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
        sa.UniqueConstraint("case", "permit", name=op.f("uq_parts_case_permit")),
    )
    op.create_index(
        "ix_parts_open",
        "parts",
        ["department", "due", "submitted_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('submitted', 'accepted')"),
        postgresql_where=sa.text("state IN ('submitted', 'accepted')"),
    )
    op.create_index(
        "ix_parts_state",
        "parts",
        ["department", "state", "due", "submitted_at", "id"],
        unique=False,
    )
    op.create_table(
        "certificates",
        sa.Column("id", LINE, nullable=False),
        sa.Column("number", LINE, nullable=False),
        sa.Column("part", LINE, nullable=False),
        sa.Column("case", LINE, nullable=False),
        sa.Column("permit", LINE, nullable=False),
        sa.Column("permit_name", LINE, nullable=False),
        sa.Column("department", LINE, nullable=False),
        sa.Column("department_name", LINE, nullable=False),
        sa.Column("holder", LINE, nullable=True),
        sa.Column("holder_name", LINE, nullable=False),
        sa.Column("uscc", LINE, nullable=False),
        sa.Column("legal_representative", LINE, nullable=False),
        sa.Column("address", LINE, nullable=False),
        sa.Column("scope", LINE, nullable=False),
        sa.Column("issued_on", LINE, nullable=False),
        sa.Column("valid_from", LINE, nullable=False),
        sa.Column("valid_to", LINE, nullable=True),
        sa.Column("state", LINE, nullable=False),
        sa.Column("token", LINE, nullable=False),
        sa.Column("pdf_sha256", LINE, nullable=True),
        sa.Column("changed_at", LINE, nullable=True),
        sa.Column("reason", LINE, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_certificates_case")),
        sa.ForeignKeyConstraint(["holder"], ["holders.id"], name=op.f("fk_certificates_holder")),
        sa.ForeignKeyConstraint(["part"], ["parts.id"], name=op.f("fk_certificates_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("number", name=op.f("uq_certificates_number")),
        sa.UniqueConstraint("part", name=op.f("uq_certificates_part")),
    )
    op.create_index(
        "ix_certificates_holder", "certificates", ["holder", "issued_on", "id"], unique=False
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", LINE, nullable=False),
        sa.Column("part", LINE, nullable=True),
        sa.Column("at", LINE, nullable=False),
        sa.Column("actor", LINE, nullable=False),
        sa.Column("actor_name", LINE, nullable=False),
        sa.Column("action", LINE, nullable=False),
        sa.Column("reason", LINE, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name=op.f("fk_events_case")),
        sa.ForeignKeyConstraint(["part"], ["parts.id"], name=op.f("fk_events_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_case", "events", ["case", "id"], unique=False)
    op.execute("INSERT INTO audit_head (id, seq, mac) VALUES (1, 0, '')")


def downgrade() -> None:
    op.drop_index("ix_events_case", table_name="events")
    op.drop_table("events")
    op.drop_index("ix_certificates_holder", table_name="certificates")
    op.drop_table("certificates")
    op.drop_index("ix_parts_state", table_name="parts")
    op.drop_index(
        "ix_parts_open",
        table_name="parts",
        sqlite_where=sa.text("state IN ('submitted', 'accepted')"),
        postgresql_where=sa.text("state IN ('submitted', 'accepted')"),
    )
    op.drop_table("parts")
    op.drop_index("ix_sessions_account", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("published_heads")
    op.drop_index("ix_drafts_account", table_name="drafts")
    op.drop_table("drafts")
    op.drop_table("catalogues")
    op.drop_table("catalogue_revisions")
    op.drop_index("ix_cases_submitted_at", table_name="cases")
    op.drop_index("ix_cases_draft", table_name="cases")
    op.drop_index("ix_cases_account", table_name="cases")
    op.drop_table("cases")
    op.drop_table("published")
    op.drop_index("ix_limits_ends", table_name="limits")
    op.drop_table("limits")
    op.drop_index(
        "ix_jobs_pending",
        table_name="jobs",
        sqlite_where=sa.text("state IN ('ready', 'running')"),
        postgresql_where=sa.text("state IN ('ready', 'running')"),
    )
    op.drop_index(
        "ix_jobs_dead",
        table_name="jobs",
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )
    op.drop_table("jobs")
    op.drop_table("holders")
    op.drop_index("ix_evidence_draft", table_name="evidence")
    op.drop_table("evidence")
    op.drop_table("departments")
    op.drop_table("counters")
    op.drop_table("audit_head")
    op.drop_index("ix_audit_object", table_name="audit")
    op.drop_table("audit")
    op.drop_table("accounts")
