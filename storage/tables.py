"""Every table, its keys and its indexes. A change here needs a migration; a test compares the two."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from schemas.case import OPEN_STATES
from storage.columns import Day, Document, Line, Moment, Reference

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# Written out, not bound: a planner proves that a partial index applies only from constants.
OPEN = sa.text("state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_STATES)))
PENDING = sa.text("state IN ('ready', 'running')")
DEAD = sa.text("state = 'dead'")


def _id() -> Column[str]:
    return Column("id", Line, primary_key=True)


def _line(name: str, *args: ForeignKey, nullable: bool = False) -> Column[str]:
    return Column(name, Line, *args, nullable=nullable)


departments = Table(
    "departments",
    metadata,
    _id(),
    _line("name"),
    Column("i18n", Document, nullable=False),
    Column("position", sa.Integer, nullable=False),
)

catalogues = Table(
    "catalogues",
    metadata,
    Column("department", Line, ForeignKey("departments.id"), primary_key=True),
    Column("revision", sa.Integer, nullable=False),
    Column("body", Document, nullable=False),
)

catalogue_documents = Table(
    "catalogue_documents",
    metadata,
    Column("digest", Line, primary_key=True),
    Column("packed", sa.LargeBinary, nullable=False),
)

# `about` is "permits/food" when one document was changed, "" for several; `before` and `after` are
# its digests. `undo`, `redo` and `below` are revisions: storage/steps.py.
catalogue_revisions = Table(
    "catalogue_revisions",
    metadata,
    Column("department", Line, ForeignKey("departments.id"), primary_key=True),
    Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    _line("author"),
    Column("at", Moment, nullable=False),
    Column("body", Document, nullable=False),
    _line("note"),
    _line("about"),
    _line("kind"),
    _line("before"),
    _line("after"),
    Column("undo", sa.Integer, nullable=False),
    Column("redo", sa.Integer, nullable=False),
    Column("below", sa.Integer, nullable=False),
    Index("ix_catalogue_revisions_about", "department", "about", "author", "revision"),
)

clipboards = Table(
    "clipboards",
    metadata,
    Column("account", Line, ForeignKey("accounts.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("body", Document, nullable=False),
)

published = Table(
    "published",
    metadata,
    _id(),
    _line("kind"),
    _line("name"),
    _line("department"),
    Column("number", sa.Integer, nullable=False),
    Column("document", Document, nullable=False),
    Column("published_at", Moment, nullable=False),
    _line("published_by"),
    _line("note"),
    UniqueConstraint("kind", "name", "number"),
)

published_heads = Table(
    "published_heads",
    metadata,
    Column("kind", Line, primary_key=True),
    Column("name", Line, primary_key=True),
    _line("version", ForeignKey("published.id")),
)

accounts = Table(
    "accounts",
    metadata,
    _id(),
    _line("login"),
    _line("login_key"),
    _line("name"),
    _line("role"),
    _line("department", nullable=True),
    Column("suspended", sa.Boolean, nullable=False),
    Column("created_at", Moment, nullable=True),
    _line("password_hash"),
    UniqueConstraint("login_key"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Line, primary_key=True),
    _line("account", ForeignKey("accounts.id")),
    _line("csrf"),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_sessions_account", "account"),
)

limits = Table(
    "limits",
    metadata,
    Column("key", Line, primary_key=True),
    Column("ends", Moment, nullable=False),
    Column("hits", sa.Integer, nullable=False),
    Index("ix_limits_ends", "ends"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Line, primary_key=True),
    Column("value", sa.Integer, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _id(),
    _line("account", ForeignKey("accounts.id")),
    _line("scenario", nullable=True),
    Column("pins", Document, nullable=False),
    Column("commitments", Document, nullable=False),
    _line("corrects", nullable=True),
    Column("revision", sa.Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("sealed", sa.LargeBinary, nullable=False),
    Index("ix_drafts_account", "account", "updated_at", "id"),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _line("draft"),
    _line("key"),
    _line("media_type"),
    Column("size", sa.Integer, nullable=False),
    Column("pages", sa.Integer, nullable=False),
    _line("sha256"),
    _line("original_sha256"),
    Column("created_at", Moment, nullable=False),
    Column("sealed", sa.LargeBinary, nullable=False),
    Index("ix_evidence_draft", "draft", "sha256"),
)

cases = Table(
    "cases",
    metadata,
    _id(),
    _line("number"),
    _line("account", ForeignKey("accounts.id")),
    _line("idempotency_key"),
    _line("title"),
    _line("scenario", nullable=True),
    _line("holder", nullable=True),
    Column("submitted_at", Moment, nullable=False),
    Column("pins", Document, nullable=False),
    _line("draft"),
    Column("commitments", Document, nullable=False),
    Column("sealed", sa.LargeBinary, nullable=False),
    UniqueConstraint("number"),
    UniqueConstraint("account", "idempotency_key"),
    Index("ix_cases_account", "account", "submitted_at", "id"),
    Index("ix_cases_submitted_at", "submitted_at", "id"),
    Index("ix_cases_draft", "draft"),
)

parts = Table(
    "parts",
    metadata,
    _id(),
    _line("case", ForeignKey("cases.id")),
    Column("position", sa.Integer, nullable=False),
    _line("case_number"),
    _line("permit"),
    _line("permit_name"),
    _line("department"),
    _line("form_version"),
    _line("lane"),
    _line("state"),
    Column("version", sa.Integer, nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("due", Day, nullable=False),
    _line("title"),
    _line("applicant"),
    Column("decided_at", Moment, nullable=True),
    _line("decided_by", nullable=True),
    _line("reason"),
    _line("package_sha256", nullable=True),
    _line("certificate", nullable=True),
    Column("sealed", sa.LargeBinary, nullable=False),
    UniqueConstraint("case", "permit"),
    Index("ix_parts_state", "department", "state", "due", "submitted_at", "id"),
    Index(
        "ix_parts_open",
        "department",
        "due",
        "submitted_at",
        "id",
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    ),
)

events = Table(
    "events",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    _line("case", ForeignKey("cases.id")),
    _line("part", ForeignKey("parts.id"), nullable=True),
    Column("at", Moment, nullable=False),
    _line("actor"),
    _line("actor_name"),
    _line("action"),
    _line("reason"),
    Index("ix_events_case", "case", "id"),
    sqlite_autoincrement=True,
)

holders = Table(
    "holders",
    metadata,
    _id(),
    _line("code"),
    _line("uscc"),
    _line("name"),
    UniqueConstraint("code"),
    UniqueConstraint("uscc"),
)

certificates = Table(
    "certificates",
    metadata,
    _id(),
    _line("number"),
    _line("part", ForeignKey("parts.id")),
    _line("case", ForeignKey("cases.id")),
    _line("permit"),
    _line("permit_name"),
    _line("department"),
    _line("department_name"),
    Column("holder", Reference, ForeignKey("holders.id"), nullable=True),
    _line("holder_name"),
    _line("uscc"),
    _line("legal_representative"),
    _line("address"),
    _line("scope"),
    Column("issued_on", Day, nullable=False),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day, nullable=True),
    _line("state"),
    _line("token"),
    _line("pdf_sha256", nullable=True),
    Column("changed_at", Moment, nullable=True),
    _line("reason"),
    Column("version", sa.Integer, nullable=False),
    _line("identifier"),
    _line("replaces"),
    _line("replaced_by"),
    Column("design", sa.Integer, nullable=False),
    UniqueConstraint("number", "version"),
    UniqueConstraint("part", "version"),
    Index("ix_certificates_holder", "holder", "issued_on", "id"),
    Index("ix_certificates_department", "department", "issued_on", "id"),
    Index("ix_certificates_pdf_sha256", "pdf_sha256"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", sa.Integer, primary_key=True),
    _line("kind"),
    Column("payload", Document, nullable=False),
    _line("key"),
    _line("state"),
    Column("attempts", sa.Integer, nullable=False),
    Column("progress", sa.Integer, nullable=False),
    Column("total", sa.Integer, nullable=False),
    # When it may be taken: a waiting job's start, a running job's end of lease.
    Column("run_at", Moment, nullable=False),
    Column("lease_seconds", sa.Integer, nullable=False),
    _line("worker"),
    _line("error"),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment, nullable=True),
    UniqueConstraint("key"),
    Index("ix_jobs_dead", "id", sqlite_where=DEAD, postgresql_where=DEAD),
    Index("ix_jobs_pending", "run_at", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    _line("actor"),
    _line("on_behalf", nullable=True),
    _line("action"),
    _line("object"),
    _line("mac"),
    Index("ix_audit_object", "object", "seq"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", sa.Integer, primary_key=True, autoincrement=False),
    Column("seq", sa.Integer, nullable=False),
    _line("mac"),
)
