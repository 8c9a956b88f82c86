"""Rate limits, counted in the database so that every process counts together."""

import hashlib
import hmac

from flask import request
from werkzeug.exceptions import TooManyRequests

from views.clock import now
from views.store import settings, store


def limit(name: str, *about: str, times: int, seconds: int) -> None:
    """Count one `name` about these words; the one too many is refused. No address or login is kept in clear."""
    words = "\0".join((name, *about)).encode()
    digest = hmac.new(settings().secret_key.encode(), words, hashlib.sha256).hexdigest()
    if not store().limits.hit(f"{name}:{digest[:32]}", limit=times, seconds=seconds, now=now()):
        raise TooManyRequests


def address() -> str:
    return request.remote_addr or ""
