from pathlib import Path

import pytest

from storage.loading import load_catalogue
from tests.views.house import NOW, build_house

CATALOGUE = Path(__file__).parents[2] / "catalogue"


@pytest.fixture
def house(tmp_path, sqlite_url):
    return build_house(tmp_path, sqlite_url)


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A house with the shipped catalogue, shared by a module's tests that only read."""
    built = build_house(tmp_path_factory.mktemp("city"))
    load_catalogue(built.store, CATALOGUE, now=NOW, author="system")
    return built
