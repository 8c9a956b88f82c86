"""A house on an empty SQLite file, with its people, for the tests of the rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from config import Settings, read_settings
from schemas.user import Account
from storage.errors import Taken
from storage.keys import load_or_make_keys
from storage.store import Store, open_store
from views.application import create_app
from views.store import furnish

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
PASSWORD = "four quiet words here"
# The cost stands in the hash: what is dear on purpose would be a fifth of every test that signs in.
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_free: list[Flask] = []


@dataclass(frozen=True)
class TestHouse:
    __test__ = False

    app: Flask
    store: Store
    settings: Settings

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def person(self, login: str, role: str = "applicant", department: str | None = None) -> Account:
        """The account of this name, made when there is none; its password is PASSWORD."""
        account = Account(f"id-{login}", login, login.title(), role, department, created_at=NOW)
        try:
            return self.store.accounts.add(account, _HASH)
        except Taken:
            return self.store.accounts.get(account.id)

    def signed_in(
        self, login: str, role: str = "applicant", department: str | None = None
    ) -> FlaskClient:
        """A browser in which a new person with this role has signed in."""
        self.person(login, role, department)
        return self.entered(login)

    def entered(self, login: str) -> FlaskClient:
        """A browser in which somebody who has an account has signed in."""
        client = self.client()
        answer = post(client, "/account/login", login=login, password=PASSWORD)
        assert answer.status_code == 303, answer.text
        return client

    def leave(self) -> None:
        """Nobody comes back: who moves in next has this application."""
        self.store.close()
        _free.append(self.app)


def build_house(folder: Path, database_url: str = "", **more: str) -> TestHouse:
    """An empty house in `folder`, not in demo mode; `more` are further settings."""
    settings, store = _opened(folder, database_url, more)
    return TestHouse(create_app(settings, store, store.keys), store, settings)


def move_in(folder: Path, database_url: str = "") -> TestHouse:
    """The same with an application that was left, if there is one: to build its addresses and templates
    takes longer than most tests."""
    if not _free:
        return build_house(folder, database_url)
    settings, store = _opened(folder, database_url, {})
    app = _free.pop()
    furnish(app, settings, store, store.keys)
    return TestHouse(app, store, settings)


def _opened(folder: Path, database_url: str, more: Mapping[str, str]) -> tuple[Settings, Store]:
    environ = {
        "YIZHAO_DATA": str(folder),
        "YIZHAO_SECRET": "a secret for tests 0123456789 abcdef",
        **more,
    }
    settings = read_settings(environ | ({"DATABASE_URL": database_url} if database_url else {}))
    keys = load_or_make_keys(settings.keys_dir)
    return settings, open_store(settings.database_url, settings.files_dir, keys)


def post(client: FlaskClient, path: str, **fields):
    """POST as a page of ours would: same origin, with the token of this session."""
    return client.post(path, data={"csrf": token_of(client), **fields})


def token_of(client: FlaskClient) -> str:
    """The CSRF token that the pages of this browser carry now."""
    html = client.get("/account/login").text
    return html.split('"X-CSRF-Token": "')[1].split('"')[0]
