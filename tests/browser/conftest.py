import pytest

from storage.loading import load_catalogue
from tests.browser.page import chromium, served
from tests.views.certified import certified
from tests.views.conftest import CATALOGUE
from tests.views.desk_case import furnished
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


@pytest.fixture
def house(tmp_path):
    """The shipped catalogue, lin who applies, and wang who keeps the market department's forms."""
    built = furnished(tmp_path)
    built.person("wang", "form_admin", "market")
    yield built
    built.leave()


@pytest.fixture
def address(house):
    with served(house.app) as address:
        yield address


@pytest.fixture(autouse=True)
def _left(browser):
    """What a test opened is closed after it: pages left open go on asking a house that is gone."""
    before = browser.contexts
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()
