"""What a system administrator does from the terminal: migrate, load, accounts, audit."""

import argparse
import getpass
import os
import secrets
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from config import Settings, SettingsError, read_settings
from form_builder.exports.catalogue import NotACatalogue, unpacked
from schemas.user import DEPARTMENTAL, ROLES, Account
from storage.errors import NotFound, Taken
from storage.loading import Loaded, load_catalogue
from storage.store import Store
from views.opening import open_house
from views.passwords import hashed

CATALOGUE = Path(__file__).parent.parent / "catalogue"
DEMO_PASSWORD = "yizhao-demo"  # noqa: S105 shown on the demonstration's own login page
DEMO_PREFIX = "demo-"
DEMO_PEOPLE: tuple[tuple[str, str, str, str | None], ...] = (
    ("lin", "林小满", "applicant", None),
    ("counter", "综合窗口", "clerk", None),
    ("admin", "平台管理员", "platform_admin", None),
    ("auditor", "审计员", "auditor", None),
)


class BadInput(Exception):
    """What was typed cannot be used; the message says what to type instead."""


def prepare(store: Store, settings: Settings) -> str:
    """Load the shipped catalogue and, in demo mode only, the demo accounts; returns the greeting."""
    report = load_catalogue(store, CATALOGUE, now=datetime.now(UTC), author="system")
    if settings.demo:
        _add_demo_people(store)
    else:
        _refuse_demo_people(store)
    return _greeting(settings, report)


def migrate(_arguments: argparse.Namespace) -> int:
    open_house(read_settings(os.environ))
    print("数据库已是最新。The database is up to date.")
    return 0


def load(arguments: argparse.Namespace) -> int:
    """A folder, or the ZIP that another installation exported."""
    store = open_house(read_settings(os.environ))
    with tempfile.TemporaryDirectory() as room:
        folder = (
            _unpacked(arguments.folder, Path(room))
            if arguments.folder.is_file()
            else arguments.folder
        )
        report = load_catalogue(store, folder, now=datetime.now(UTC), author="terminal")
    print(_loaded_words(report))
    return 0


def _unpacked(packed: Path, room: Path) -> Path:
    try:
        files = unpacked(packed.read_bytes())
    except NotACatalogue as problem:
        raise BadInput(f"{packed}: {problem}") from problem
    for name, data in files.items():
        (room / name).parent.mkdir(exist_ok=True)
        (room / name).write_bytes(data)
    return room


def create_account(arguments: argparse.Namespace) -> int:
    """Create one account; the password is typed twice, or read from standard input when piped."""
    if arguments.role not in ROLES:
        raise BadInput(f"--role: choose one of {', '.join(ROLES)}.")
    if (arguments.role in DEPARTMENTAL) != bool(arguments.department):
        raise BadInput("--department: approvers and form admins need one, the others have none.")
    store = open_house(read_settings(os.environ))
    if arguments.department not in {None, *(d.id for d in store.catalogue.departments())}:
        raise BadInput(f"--department: there is no department {arguments.department!r}.")
    account = _account(
        secrets.token_hex(8), arguments.login, arguments.name, arguments.role, arguments.department
    )
    try:
        store.accounts.add(account, hashed(_password()))
    except Taken as problem:
        raise BadInput(f"The login {arguments.login!r} is taken.") from problem
    return 0


def audit(_arguments: argparse.Namespace) -> int:
    store = open_house(read_settings(os.environ))
    broken = store.audit.verify()
    print(
        "The audit log is whole." if broken is None else f"The audit log is broken at row {broken}."
    )
    return int(broken is not None)


def _password() -> str:
    if not sys.stdin.isatty():
        typed = again = sys.stdin.readline().rstrip("\n")
    else:
        typed, again = getpass.getpass("Password: "), getpass.getpass("Again: ")
    if typed != again or len(typed) < 8:
        raise BadInput("The password needs at least 8 characters, typed the same twice.")
    return typed


def _account(key: str, login: str, name: str, role: str, department: str | None) -> Account:
    return Account(key, login, name, role, department, created_at=datetime.now(UTC))


def _add_demo_people(store: Store) -> None:
    people = list(DEMO_PEOPLE)
    for d in store.catalogue.departments():
        people.append((f"{d.id}_approver", f"{d.name}审批人", "approver", d.id))
        people.append((f"{d.id}_admin", f"{d.name}表单管理员", "form_admin", d.id))
    missing = [p for p in people if not _has_account(store, DEMO_PREFIX + p[0])]
    if not missing:
        return
    password = hashed(DEMO_PASSWORD)
    with store.transaction():
        for login, name, role, department in missing:
            store.accounts.add(
                _account(DEMO_PREFIX + login, login, name, role, department), password
            )


def _refuse_demo_people(store: Store) -> None:
    if _has_account(store, DEMO_PREFIX + DEMO_PEOPLE[0][0]):
        raise SettingsError(
            "YIZHAO_DEMO: this database holds demo accounts, whose password is public. "
            "Point DATABASE_URL to another database, or set YIZHAO_DEMO=1."
        )


def _has_account(store: Store, account: str) -> bool:
    try:
        store.accounts.get(account)
    except NotFound:
        return False
    return True


def _loaded_words(report: Loaded) -> str:
    words = {"added": "新增", "updated": "更新", "unchanged": "未变", "kept": "保留本地修改"}
    return "，".join(f"{word} {len(getattr(report, name))}" for name, word in words.items())


def _greeting(settings: Settings, report: Loaded) -> str:
    lines = ["", f"  一照通 Yizhao   {settings.base_url}", f"  目录：{_loaded_words(report)}"]
    if settings.demo:
        lines += [
            f"  演示账号 demo accounts, password {DEMO_PASSWORD}:",
            "    lin 申请人 · counter 综合窗口 · market_approver 审批人 · market_admin 表单管理员",
            "    (<department>_approver, <department>_admin) · admin 平台管理员 · auditor 审计员",
        ]
    return "\n".join([*lines, "  Ctrl-C stops.", ""])
