import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.engine import HEAD, Disk, migrate
from storage.tables import metadata

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'folder' / 'empty.db'}"
        return
    cluster = request.getfixturevalue("cluster")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


def test_migrating_an_empty_database_gives_the_tables_as_written(empty_url):
    migrate(empty_url)

    disk = Disk(empty_url)
    with disk.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    disk.close()
    assert differences == []


def test_partial_indexes_and_defaults_are_as_written(empty_url):
    migrate(empty_url)
    disk = Disk(empty_url)
    with disk.reading() as connection:
        migrated = {
            (table, index["name"], tuple(index["column_names"]), _where(index))
            for table in sa.inspect(connection).get_table_names()
            for index in sa.inspect(connection).get_indexes(table)
            if not index.get("duplicates_constraint")
        }
    disk.close()

    assert migrated == {
        (index.table.name, index.name, tuple(c.name for c in index.columns), _partial(index))
        for table in metadata.tables.values()
        for index in table.indexes
    }


def _where(index):
    return any(option.endswith("_where") for option in index.get("dialect_options", {}))


def _partial(index):
    return index.dialect_options["sqlite"]["where"] is not None


def test_migrating_twice_changes_nothing(empty_url):
    migrate(empty_url)
    migrate(empty_url)


def test_processes_that_start_together_migrate_once(empty_url):
    line = "import sys; from storage.engine import migrate; migrate(sys.argv[1])"
    command = [sys.executable, "-c", line, empty_url]
    starts = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]

    said = [(process.communicate(timeout=60)[1][-300:], process.returncode) for process in starts]

    assert said == [("", 0)] * 4


def test_the_newest_revision_is_the_one_the_code_expects():
    folder = ScriptDirectory(str(ROOT / "storage" / "migrations"))

    assert folder.get_current_head() == HEAD


def test_sqlite_is_durable_and_checks_its_keys(sqlite_url):
    disk = Disk(sqlite_url)
    with disk.reading() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    disk.close()

    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_postgres_is_durable(cluster, postgres_url):
    disk = Disk(postgres_url)
    with disk.reading() as connection:
        said = [
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]
    disk.close()

    assert said == ["on", "on", "on"]
