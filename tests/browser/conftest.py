import pytest

from storage.loading import load_catalogue
from tests.browser.page import chromium, served
from tests.views.certified import certified
from tests.views.conftest import CATALOGUE
from tests.views.house import NOW, build_house


@pytest.fixture(scope="session")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def public_city(tmp_path_factory):
    """A house with the shipped catalogue and one certificate, open to the public: (address, certificate)."""
    built = build_house(tmp_path_factory.mktemp("city"))
    load_catalogue(built.store, CATALOGUE, now=NOW, author="system")
    kept = certified(built)
    with served(built.app) as address:
        yield address, kept
