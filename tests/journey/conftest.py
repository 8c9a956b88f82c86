import pytest

from schemas.permit import PermitSchema
from storage.keys import load_or_make_keys
from storage.store import open_store
from tests.live import running_city
from tests.visitor import Visitor


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    with running_city(tmp_path_factory.mktemp("city"), processes=1) as running:
        yield running


@pytest.fixture(scope="module")
def store(city):
    """The city's own store, opened beside it: to see what it kept."""
    keys = load_or_make_keys(city.data / "keys")
    opened = open_store(city.environ["DATABASE_URL"], city.data / "files", keys)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def permits(store):
    latest = store.published.all_latest("permit")
    return {v.name: PermitSchema().load(dict(v.document)) for v in latest}


@pytest.fixture(scope="module")
def visitor(city):
    """The demonstration's applicant, signed in once: signing in too often is refused."""
    signed_in = Visitor(city.url)
    assert signed_in.sign_in("lin").path != "/account/login"
    return signed_in
