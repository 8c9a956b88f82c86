"""A city whose web and worker are started with the program's own commands, and killed with -9."""

import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import sqlalchemy as sa

from config import Settings, read_settings
from schemas.case import Draft
from starting import _gunicorn
from storage.store import Store
from storage.tables import jobs
from tests.journey.applicant import fill, merged_form
from tests.live import ROOT, city_environ
from tests.visitor import Visitor
from views.admin_commands import prepare
from views.opening import open_house

ANSWER_SECONDS = 60
Process = subprocess.Popen[bytes]


@dataclass(frozen=True)
class BareCity:
    """A prepared city of which nothing runs yet; `store` looks at the same database from outside."""

    settings: Settings
    environ: Mapping[str, str]
    store: Store

    def web(self) -> Process:
        """gunicorn with its processes, answering."""
        process = self._spawn(_gunicorn(self.settings))
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.settings.base_url}/healthz", timeout=10).close()
                return process
            except OSError:
                time.sleep(0.02)
        raise AssertionError((self.settings.data_dir / "said.txt").read_text("utf-8", "replace"))

    def worker(self) -> Process:
        return self._spawn([sys.executable, str(ROOT / "worker.py")])

    def _spawn(self, command: list[str]) -> Process:
        with (self.settings.data_dir / "said.txt").open("ab") as said:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environ,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


@contextmanager
def bare_city(
    folder: Path, database_url: str | None = None, *, processes: int = 2
) -> Iterator[BareCity]:
    environ = city_environ(folder, database_url, processes)
    settings = read_settings(environ)
    store = open_house(settings)
    prepare(store, settings)
    try:
        yield BareCity(settings, environ, store)
    finally:
        store.close()


def kill(process: Process) -> None:
    """-9 to the process and everyone it started; nobody gets a moment to tidy up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def filled_draft(city: BareCity, visitor: Visitor, permits: tuple[str, ...]) -> Draft:
    """One draft filled in over HTTP, ready to be submitted, and to be copied."""
    page = visitor.get("/apply")
    fields = [("csrf", csrf_of(visitor)), *(("permits", permit) for permit in permits)]
    assert page.status == 200, page.words
    draft = visitor.post("/apply", fields).path.split("/")[2]
    fill(visitor, draft, merged_form(city.store, draft), Random(1))
    return city.store.drafts.get(draft)


def copies(store: Store, draft: Draft, count: int) -> list[Draft]:
    """The same answers and files again, in drafts of their own."""
    files = store.evidence.of_draft(draft.id)
    made = [replace(draft, id=secrets.token_urlsafe(12)) for _ in range(count)]
    with store.transaction():
        for copy in made:
            store.drafts.add(copy)
            for piece in files:
                store.evidence.add(replace(piece, id=secrets.token_urlsafe(16), draft=copy.id))
    return made


def csrf_of(visitor: Visitor) -> str:
    forms = visitor.get("/account/sessions").forms()
    return next(value for form in forms for name, value in form.fields if name == "csrf")


@dataclass(frozen=True)
class Sender:
    """A signed-in browser reduced to its button: it presses "submit" and reads what it is told."""

    address: tuple[str, int]
    cookie: str
    csrf: str
    commitments: tuple[str, ...]

    def submit(self, draft: Draft) -> str | int | None:
        """The case number that was acknowledged, another status, or None when the line went dead."""
        fields = [("csrf", self.csrf), ("revision", str(draft.revision))]
        fields += [("commit", permit) for permit in self.commitments]
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line = http.client.HTTPConnection(*self.address, timeout=30)
        try:
            line.request("POST", f"/apply/{draft.id}/submit", urlencode(fields), headers)
            reply = line.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()
        said = reply.headers.get("Location", "")
        return said.removeprefix("/cases/") if "/cases/" in said else reply.status


def sender(city: BareCity, visitor: Visitor, draft: Draft) -> Sender:
    cookie = "; ".join(f"{c.name}={c.value}" for c in visitor.cookies)
    check = visitor.get(f"/apply/{draft.id}/check").form("/submit")
    address = (city.settings.host, city.settings.port)
    promised = tuple(pin for pin in draft.pins if f'value="{pin}"' in _check_text(visitor, draft))
    assert dict(check.fields)["revision"] == str(draft.revision)
    return Sender(address, cookie, csrf_of(visitor), promised)


def _check_text(visitor: Visitor, draft: Draft) -> str:
    return visitor.get(f"/apply/{draft.id}/check").text


def age_leases(store: Store) -> None:
    """Let the 90 seconds of every running job be over, as if they had been waited for."""
    over = sa.update(jobs).where(jobs.c.state == "running").values(run_at=datetime.now(UTC))
    with store.transaction(), store._disk.writing() as connection:
        connection.execute(over)
