"""What tests of every room may ask for: a database of either kind, empty, with the newest tables."""

import shutil

import pytest

from storage.engine import migrate
from storage.keys import Keys
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
def _postgres_template(cluster):
    name = cluster.create()
    migrate(cluster.url(name))
    return name


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(cluster, _postgres_template):
    name = cluster.create(template=_postgres_template)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def sqlite_url(_sqlite_template, tmp_path):
    shutil.copy(_sqlite_template, tmp_path / "yizhao.db")
    return f"sqlite:///{tmp_path / 'yizhao.db'}"
