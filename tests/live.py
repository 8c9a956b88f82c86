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


@contextmanager
def running_city(data: Path, *, database_url: str | None = None) -> Iterator[City]:
    """Start, wait until it answers, stop it as Ctrl-C would; what it said is shown if it would not start."""
    port = free_port()
    environ = {
        **os.environ,
        "YIZHAO_DEMO": "1",
        "YIZHAO_DATA": str(data),
        "YIZHAO_PORT": str(port),
        "YIZHAO_BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url or f"sqlite:///{data / 'yizhao.db'}",
        "YIZHAO_SECRET": "",
    }
    data.mkdir(parents=True, exist_ok=True)
    said = (data / "said.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "app.py", "start"], cwd=ROOT, env=environ, stdout=said, stderr=said
    )
    try:
        _wait(process, port, data)
        yield City(f"http://127.0.0.1:{port}", data, environ)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=40)
        said.close()


def _wait(process: "subprocess.Popen[bytes]", port: int, data: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if "Ctrl-C" in (data / "said.txt").read_text("utf-8", "replace"):
            return
        time.sleep(0.1)
    raise AssertionError(
        "The city did not start:\n" + (data / "said.txt").read_text("utf-8", "replace")
    )
