"""What gunicorn does before it forks: the program is read once, not by every process again."""

import socket
from typing import Any

STALLED_MS = 60_000


def on_starting(_server: object) -> None:
    """A new or restarted process answers at once; the store is opened by each for itself."""
    import app  # noqa: F401


def when_ready(server: Any) -> None:
    """A line on which nothing arrives for a minute is given up: its thread would wait a quarter of an hour.

    Connections take the option over from the socket they come in by. A download goes on by its Range.
    """
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED_MS)
