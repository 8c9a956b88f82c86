import pytest

from tests.views.house import build_house


@pytest.fixture
def house(tmp_path):
    return build_house(tmp_path)
