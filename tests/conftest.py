"""What tests of every room may ask for: a database of either kind, empty, with the newest tables."""

import shutil

import pytest
import sqlalchemy as sa

from storage.engine import Disk, migrate
from storage.keys import Keys
from storage.tables import audit_head, metadata
from tests import postgres

KEYS = Keys(
    data={"1": b"d" * 32},
    current="1",
    audit=b"a" * 32,
    signing={"1": b"s" * 32},
    signing_current="1",
)


@pytest.fixture
def keys():
    return KEYS


@pytest.fixture(scope="session")
def cluster():
    running = postgres.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def _postgres(cluster):
    url = cluster.url(cluster.create())
    migrate(url)
    disk = Disk(url)
    yield disk
    disk.close()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(_postgres):
    _empty(_postgres)
    return _postgres.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(_sqlite_template, tmp_path):
    shutil.copy(_sqlite_template, tmp_path / "yizhao.db")
    return f"sqlite:///{tmp_path / 'yizhao.db'}"


def _empty(disk):
    """Ten times quicker than a new database for every test; waiting for a forgotten transaction fails."""
    tables = [*reversed(metadata.sorted_tables)]
    with disk.writing() as connection:
        connection.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
        for table in tables:
            connection.execute(sa.delete(table))
        for table in (t for t in tables if t.autoincrement_column is not None):
            connection.execute(sa.text(f"ALTER SEQUENCE {table.name}_id_seq RESTART"))
        connection.execute(sa.insert(audit_head).values(id=1, seq=0, mac=""))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """What was skipped was not tested: a run that skips anything fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
