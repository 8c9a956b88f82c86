"""Fifty certificates of one permit at once: numbers 1 to 50, on both databases, and none lost to a failure."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from schemas.permit import Department
from tests.storage.making import a_case, a_part, an_account
from tests.views.conftest import CATALOGUE
from tests.views.house import NOW, build_house
from views.printing import permit_of
from views.registering import register

MANY = 50


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def house(request, tmp_path):
    built = build_house(tmp_path, request.getfixturevalue(request.param))
    document = json.loads((CATALOGUE / "permits" / "food_business.json").read_text("utf-8"))
    built.store.published.add("permit", "food_business", "market", document, author="t", now=NOW)
    yield built
    built.store.close()


def parts_of(store):
    version = store.published.latest("permit", "food_business").id
    store.accounts.add(an_account(), "hash")
    parts = [a_part(f"p{n}", f"c{n}", form_version=version, state="approved") for n in range(MANY)]
    for n, part in enumerate(parts):
        case = replace(a_case(f"c{n}"), parts=(part,), number=f"20261201-{n:04}")
        store.cases.add(case, idempotency_key=f"k{n}")
    return parts


def test_fifty_at_once_get_one_to_fifty(house):
    store, office = house.store, Department("market", "市场监管局")
    parts = parts_of(store)
    permit = permit_of(store, parts[0])

    def issue(part):
        if part.id == "p7":
            with pytest.raises(ZeroDivisionError), store.transaction():
                register(store, house.settings, part, permit, office, NOW)
                raise ZeroDivisionError
        return register(store, house.settings, part, permit, office, NOW).number

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(issue, parts))

    assert numbers == [f"JY44042026{n:06}" for n in range(1, MANY + 1)]
