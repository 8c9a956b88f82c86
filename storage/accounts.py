"""Accounts and their password hashes; the hash leaves only with `by_login`."""

import unicodedata
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from schemas.user import Account
from storage.engine import Disk, add_row
from storage.page import Page, turn
from storage.rows import noun_of, only, values_of
from storage.tables import accounts, sessions


class AccountsShelf:
    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def add(self, account: Account, password_hash: str) -> Account:
        """Taken when the login is in use; "Lin" and full-width "ｌｉｎ" are the same login."""
        values = values_of(account, accounts) | {"password_hash": password_hash}
        with self._disk.writing() as connection:
            add_row(connection, accounts, **values, login_key=login_key(account.login))
        return account

    def get(self, id: str) -> Account:
        with self._disk.reading() as connection:
            return _account(only(connection, _by_id(id), "account"))

    def by_login(self, login: str) -> tuple[Account, str]:
        """The account and its password hash; NotFound when nobody has this login."""
        query = sa.select(accounts).where(accounts.c.login_key == login_key(login))
        with self._disk.reading() as connection:
            row = only(connection, query, "account")
        return _account(row), row.password_hash

    def list(
        self, after: str | None = None, limit: int = 50, *, role: str | None = None
    ) -> Page[Account]:
        query = sa.select(accounts)
        if role:
            query = query.where(accounts.c.role == role)
        keys = (accounts.c.login_key,)
        with self._disk.reading() as connection:
            return turn(connection, query, keys, _account, after=after, limit=limit)

    def suspend(self, id: str, *, suspended: bool = True) -> Account:
        """Suspend (or restore) an account; suspending ends its sessions in the same transaction."""
        change = sa.update(accounts).where(accounts.c.id == id).values(suspended=suspended)
        with self._disk.writing() as connection:
            account = _account(only(connection, _by_id(id), "account"))
            connection.execute(change)
            if suspended:
                connection.execute(sa.delete(sessions).where(sessions.c.account == id))
        return replace(account, suspended=suspended)

    def set_password(self, id: str, password_hash: str) -> None:
        """A new password hash; all sessions of the account end."""
        change = sa.update(accounts).where(accounts.c.id == id)
        with self._disk.writing() as connection:
            only(connection, _by_id(id), "account")
            connection.execute(change.values(password_hash=password_hash))
            connection.execute(sa.delete(sessions).where(sessions.c.account == id))


def login_key(login: str) -> str:
    """What makes two logins the same: NFKC and no case."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def _by_id(id: str) -> sa.Select[Any]:
    return sa.select(accounts).where(accounts.c.id == id)


def _account(row: sa.Row[Any]) -> Account:
    return noun_of(Account, row)
