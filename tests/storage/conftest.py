"""One contract, both databases: every test that takes `store` runs on SQLite and on PostgreSQL."""

import pytest

from storage.store import open_store


@pytest.fixture(params=["sqlite", "postgres"])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def store(url, tmp_path, keys):
    opened = open_store(url, tmp_path / "files", keys)
    yield opened
    opened.close()


@pytest.fixture
def another(url, tmp_path, keys):
    """The same database seen by a second process."""
    opened = open_store(url, tmp_path / "files", keys)
    yield opened
    opened.close()
