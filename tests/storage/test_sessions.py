import pytest

from schemas.user import Session
from storage.errors import NotFound
from tests.storage.making import NOW, an_account, later


@pytest.fixture
def store(store):
    store.accounts.add(an_account(), "hash")
    store.accounts.add(an_account("clerk", role="clerk"), "hash")
    return store


def test_a_session_carries_its_account(store):
    opened = store.sessions.open("lin", "t1", "csrf", NOW)

    assert opened == Session("t1", an_account(), "csrf", NOW, NOW)
    assert store.sessions.get("t1", later(minutes=29)) == opened


@pytest.mark.parametrize(("account", "minutes"), [("lin", 30), ("clerk", 15)])
def test_an_idle_session_is_over(store, account, minutes):
    store.sessions.open(account, "t1", "csrf", NOW)

    assert store.sessions.get("t1", later(minutes=minutes - 1)).account.id == account
    with pytest.raises(NotFound):
        store.sessions.get("t1", later(minutes=minutes))


def test_a_busy_session_is_over_after_half_a_day(store):
    store.sessions.open("lin", "t1", "csrf", NOW)
    for minutes in range(20, 720, 20):
        store.sessions.touch("t1", later(minutes=minutes))

    assert store.sessions.get("t1", later(minutes=719)).seen_at == later(minutes=700)
    with pytest.raises(NotFound):
        store.sessions.get("t1", later(minutes=720))
    assert store.sessions.sweep(later(hours=12)) == 1


def test_closing_ends_one_session_or_all_but_this(store):
    for token in ("t1", "t2", "t3", "t4"):
        store.sessions.open("lin", token, "csrf", NOW)

    store.sessions.close("t1")
    store.sessions.close_all("lin", keep="t3")

    assert [s.token_hash for s in store.sessions.of_account("lin", NOW)] == ["t3"]
    store.sessions.close_all("lin")
    assert store.sessions.of_account("lin", NOW) == ()


def test_every_click_is_not_a_write(store):
    store.sessions.open("lin", "t1", "csrf", NOW)

    seen = []
    for seconds in (59, 60, 90, 120):
        store.sessions.touch("t1", later(seconds=seconds))
        seen.append(store.sessions.get("t1", later(minutes=2)).seen_at)

    assert seen == [NOW, later(seconds=60), later(seconds=60), later(seconds=120)]
