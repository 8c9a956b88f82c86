"""A whole city on a free port: web and worker as `run.sh` starts them, on an empty database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 90
STOP_SECONDS = 40


@dataclass(frozen=True)
class City:
    """A running city: its address, its folder, and the settings it was started with."""

    url: str
    data: Path
    environ: dict[str, str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def city_environ(data: Path, database_url: str | None, processes: int) -> dict[str, str]:
    """The settings of a demonstration city in `data`, on a free port."""
    port = free_port()
    return {
        **os.environ,
        "YIZHAO_DEMO": "1",
        "YIZHAO_DATA": str(data),
        "YIZHAO_PORT": str(port),
        "YIZHAO_BASE_URL": f"http://127.0.0.1:{port}",
        "YIZHAO_WEB_PROCESSES": str(processes),
        "DATABASE_URL": database_url or f"sqlite:///{data / 'yizhao.db'}",
        "YIZHAO_SECRET": "",
    }


@contextmanager
def running_city(
    data: Path, *, database_url: str | None = None, processes: int = 2
) -> Iterator[City]:
    """Start, wait until it answers, stop it as Ctrl-C would; what it said is shown if it would not start.
    A second of the web's `processes` learns and compiles everything again."""
    environ = city_environ(data, database_url, processes)
    data.mkdir(parents=True, exist_ok=True)
    said = (data / "said.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "app.py", "start"], cwd=ROOT, env=environ, stdout=said, stderr=said
    )
    try:
        _wait(process, data)
        yield City(environ["YIZHAO_BASE_URL"], data, environ)
    finally:
        _stop(process)
        said.close()


def _wait(process: "subprocess.Popen[bytes]", data: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if "Ctrl-C" in (data / "said.txt").read_text("utf-8", "replace"):
            return
        time.sleep(0.1)
    raise AssertionError(
        "The city did not start:\n" + (data / "said.txt").read_text("utf-8", "replace")
    )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C would; a city that does not heed it, also while it starts, is killed with all it started."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for number in [process.pid, *_started_by(process.pid)]:
            os.kill(number, signal.SIGKILL)
        process.wait()


def _started_by(number: int) -> Iterator[int]:
    for child in Path(f"/proc/{number}/task/{number}/children").read_text().split():
        yield int(child)
        yield from _started_by(int(child))
