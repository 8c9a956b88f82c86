"""A PostgreSQL of our own for the length of a test run: made, started, stopped and removed here.

Nothing is skipped: without the PostgreSQL programs the tests that need it fail and say what to install.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg


class NoPostgres(Exception):
    """The PostgreSQL programs are not on this machine: apt-get install postgresql."""


@dataclass(frozen=True)
class Cluster:
    """A running server; `socket` is the folder of its unix socket."""

    folder: Path
    socket: Path
    programs: Path
    owner: str

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{self.owner}@/{database}?host={self.socket}"

    def create(self, *, template: str = "template0") -> str:
        """A new database, a copy of `template`; its name."""
        name = f"t{uuid.uuid4().hex}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self._admin(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def begin(self) -> None:
        """Start the server, after a crash with recovery; returns when it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.socket} -c fsync=on"
        sizes = "-c shared_buffers=32MB -c max_connections=60"
        begin = [self.programs / "pg_ctl", "-D", self.folder, "-w", "-l", self.socket / "log"]
        _as_owner(self.owner, [*begin, "-o", f"{options} {sizes}", "start"])

    def crash(self) -> None:
        """Kill every process of the server at once, as when the machine stops: nothing is written out."""
        leader = int((self.folder / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for process in (leader, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        while Path(f"/proc/{leader}").exists():
            time.sleep(0.01)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        run = [self.programs / "pg_ctl", "-D", self.folder, "-m", "immediate", "-w", "stop"]
        _as_owner(self.owner, run, check=False)
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _admin(self, statement: str) -> None:
        where = {"host": str(self.socket), "user": self.owner, "dbname": "postgres"}
        with psycopg.connect(**where, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


def start() -> Cluster:
    """A fresh cluster on a unix socket only, fsync on. PostgreSQL refuses root, so root lends it to
    the user `postgres`."""
    programs = _programs()
    owner = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    home = Path(tempfile.mkdtemp(prefix="yizhao-pg-"))
    shutil.chown(home, owner)
    home.chmod(0o755)
    cluster = Cluster(home / "data", home, programs, owner)
    make = [programs / "initdb", "-D", cluster.folder, "-U", owner, "-A", "trust", "-E", "UTF8"]
    _as_owner(owner, [*make, "--locale=C.UTF-8", "--no-sync"])
    cluster.begin()
    return cluster


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoPostgres(NoPostgres.__doc__)
    return (found[-1] if found else Path(str(on_path))).parent


def _as_owner(owner: str, command: list, *, check: bool = True) -> None:
    user = {"user": owner, "group": owner, "extra_groups": []} if os.getuid() == 0 else {}
    done = subprocess.run(
        [str(word) for word in command],
        cwd="/tmp",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **user,
    )
    if check and done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr}")
