"""Starting the house: prepare the store, then keep web and worker running until told to stop."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from config import Settings, read_settings
from views.admin_commands import prepare
from views.opening import open_house

HERE = Path(__file__).parent
ANSWER_SECONDS = 30


class CannotStart(Exception):
    """The program cannot start; the message says why and what to do."""


def start(_arguments: argparse.Namespace) -> int:
    """Everything `sh run.sh` does after installing: one Ctrl-C stops both processes cleanly."""
    settings = read_settings(os.environ)
    _port_is_free(settings)
    store = open_house(settings)
    greeting = prepare(store, settings)
    store.close()
    children: list[subprocess.Popen[bytes]] = []
    # Both stop us the same way, also where a shell started us in the background with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        children.append(_spawn(_gunicorn(settings)))
        children.append(_spawn([sys.executable, str(HERE / "worker.py")]))
        _answers(settings, children[0])
        print(greeting, flush=True)
        return _watch(children)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)


def serve(_arguments: argparse.Namespace) -> int:
    """The web alone, for machines where the worker runs elsewhere."""
    settings = read_settings(os.environ)
    _port_is_free(settings)
    os.execv(sys.executable, _gunicorn(settings))


def worker(_arguments: argparse.Namespace) -> int:
    """One worker alone; start as many as there are cores."""
    os.execv(sys.executable, [sys.executable, str(HERE / "worker.py")])


def _gunicorn(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "app:create_app()", "--chdir", str(HERE),
        "--config", str(HERE / "gunicorn.conf.py"),
        "--worker-class", "gthread", "--workers", str(settings.web_processes), "--threads", "8",
        "--max-requests", "2000", "--max-requests-jitter", "200", "--timeout", "60",
        "--graceful-timeout", "20", "--bind", f"{settings.host}:{settings.port}",
        "--log-level", "warning",
    ]  # fmt: skip


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches us alone, and we stop the children in order.
    return subprocess.Popen(command, cwd=HERE, start_new_session=True)


def _port_is_free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as problem:
            raise CannotStart(
                f"Port {settings.port} on {settings.host} cannot be used ({problem.strerror}). "
                "Stop what uses it, or choose another: YIZHAO_PORT=8001 sh run.sh"
            ) from problem


def _answers(settings: Settings, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            socket.create_connection((settings.host, settings.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise CannotStart("The web server did not answer; its own words are above.")


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Until one of the two ends; a worker that died is started again, a web server is not."""
    while children[0].poll() is None:
        time.sleep(0.5)
        if children[1].poll() is not None:
            children[1] = _spawn([sys.executable, str(HERE / "worker.py")])
    raise CannotStart("The web server stopped; its own words are above.")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=25)
        except subprocess.TimeoutExpired:
            child.kill()
