import json
from hashlib import sha256
from pathlib import Path

import pytest

from storage.columns import to_json
from storage.loading import load_catalogue
from tests.views.desk_case import furnished
from tests.views.house import NOW, build_house, move_in
from views import build_reading

CATALOGUE = Path(__file__).parents[2] / "catalogue"


@pytest.fixture
def house(tmp_path):
    """The shipped catalogue, and lin who applies."""
    built = furnished(tmp_path)
    yield built
    built.leave()


@pytest.fixture
def empty_house(tmp_path, sqlite_url):
    built = move_in(tmp_path, sqlite_url)
    yield built
    built.leave()


@pytest.fixture
def admin(house):
    """The browser of wang, who keeps the market department's forms."""
    return house.signed_in("wang", "form_admin", "market")


@pytest.fixture(params=["sqlite", "postgres"])
def either_house(request, tmp_path):
    """The catalogue on each database."""
    if request.param == "sqlite":
        return furnished(tmp_path)
    built = build_house(tmp_path, request.getfixturevalue("postgres_url"))
    load_catalogue(built.store, CATALOGUE, now=NOW, author="system")
    return built


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A house with the shipped catalogue, shared by a module's tests that only read."""
    built = build_house(tmp_path_factory.mktemp("city"))
    load_catalogue(built.store, CATALOGUE, now=NOW, author="system")
    return built


@pytest.fixture(autouse=True)
def _nobody_changes_what_the_builder_remembers():
    """What a draft is remembered by is what it is kept under, word for word, after whatever was done to it."""
    yield
    remembered = build_reading._permits._kept
    for digest, permit in remembered.items():
        assert sha256(to_json(permit).encode()).hexdigest() == digest
        assert json.loads(to_json(permit)) == permit
    remembered.clear()
