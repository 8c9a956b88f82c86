from dataclasses import replace

import pytest

from storage.errors import NotFound, Taken
from tests.storage.making import NOW, an_account


def test_an_account_is_found_by_its_login_however_it_is_typed(store):
    store.accounts.add(an_account(login="Lin"), "hash")

    assert store.accounts.by_login(" ｌＩＮ") == (an_account(login="Lin"), "hash")
    assert store.accounts.get("lin") == an_account(login="Lin")


def test_a_login_is_taken_once_in_any_case(store):
    store.accounts.add(an_account(), "hash")

    with pytest.raises(Taken):
        store.accounts.add(an_account("other", login="LIN"), "hash")


def test_an_unknown_login_is_not_found(store):
    with pytest.raises(NotFound):
        store.accounts.by_login("nobody")
    with pytest.raises(NotFound):
        store.accounts.suspend("nobody")


def test_accounts_are_listed_by_login_a_page_at_a_time(store):
    for login in ("wu", "chen", "lin"):
        store.accounts.add(an_account(login), "hash")

    one = store.accounts.list(limit=2)
    two = store.accounts.list(one.after, limit=2)

    assert [[a.login for a in page.items] for page in (one, two)] == [["chen", "lin"], ["wu"]]
    assert store.accounts.list(role="clerk").items == ()


def test_suspending_ends_the_sessions_and_can_be_taken_back(store):
    store.accounts.add(an_account(), "hash")
    store.sessions.open("lin", "t1", "csrf", NOW)

    suspended = store.accounts.suspend("lin")

    assert suspended == replace(an_account(), suspended=True) == store.accounts.get("lin")
    with pytest.raises(NotFound):
        store.sessions.get("t1", NOW)
    assert store.accounts.suspend("lin", suspended=False) == an_account()
    with pytest.raises(NotFound):
        store.sessions.get("t1", NOW)


def test_a_new_password_ends_the_sessions(store):
    store.accounts.add(an_account(), "old")
    store.sessions.open("lin", "t1", "csrf", NOW)

    store.accounts.set_password("lin", "new")

    assert store.accounts.by_login("lin")[1] == "new"
    assert store.sessions.of_account("lin", NOW) == ()
