"""Is it alive, and can it work?"""

from flask import Blueprint

from views.policy import policy
from views.store import store

room = Blueprint("health", __name__)


@room.get("/healthz")
@policy("health.read")
def alive() -> tuple[str, int, dict[str, str]]:
    return "ok\n", 200, {"Content-Type": "text/plain"}


@room.get("/readyz")
@policy("health.read")
def ready() -> tuple[str, int, dict[str, str]]:
    works = store().ready()
    return (
        "ready\n" if works else "not ready\n",
        200 if works else 503,
        {"Content-Type": "text/plain"},
    )
