"""The lists people wait for walk an index: nothing is sorted, no table is read through."""

import pytest
import sqlalchemy as sa

from storage.engine import Disk
from storage.parts import _ORDER, _nearest, _waiting
from storage.tables import PENDING, cases, jobs, parts
from tests.storage.making import NOW


def plan(url, query):
    disk = Disk(url)
    with disk.reading() as connection:
        text = query.compile(connection, compile_kwargs={"literal_binds": True})
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all()
    disk.close()
    return [row[3] for row in rows]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (
            sa.select(parts)
            .where(_waiting("market", ("submitted", "accepted")))
            .order_by(*_ORDER)
            .limit(50),
            "ix_parts_open",
        ),
        (
            _nearest("market", ("submitted", "accepted"), ("2026-12-01", "x", "y"), False),
            "ix_parts_open",
        ),
        (
            sa.select(parts).where(_waiting("market", ("returned",))).order_by(*_ORDER).limit(50),
            "ix_parts_state",
        ),
        (
            sa.select(cases)
            .where(cases.c.account == "lin")
            .order_by(cases.c.submitted_at.desc(), cases.c.id.desc()),
            "ix_cases_account",
        ),
        (
            sa.select(jobs.c.id)
            .where(PENDING, jobs.c.run_at <= NOW)
            .order_by(jobs.c.run_at, jobs.c.id)
            .limit(1),
            "ix_jobs_pending",
        ),
    ],
)
def test_a_list_walks_its_index(sqlite_url, query, index):
    steps = plan(sqlite_url, query)

    assert len(steps) == 1
    assert index in steps[0]
