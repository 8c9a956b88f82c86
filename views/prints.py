"""What the worker prints when first asked for: the file, or a page that looks again until it is there."""

from typing import Any

from flask import Response

from views.clock import now
from views.fragments import page
from views.sending import send_file
from views.store import store


def printed(
    job: str, payload: dict[str, Any], key: str, name: str, *, shown: bool = False
) -> Response:
    """The file called `name` that a `job` prints under `key`, once for all who ask; `shown` opens it in the page."""
    digest = store().prints.find(key)
    if digest:
        return send_file(store().files.get(digest), name, "application/pdf", shown=shown)
    with store().transaction():
        waiting = store().jobs.enqueue(job, payload, key=key, now=now())
    answer = page("letters/waiting.html", 202, name=name, is_stuck=waiting.state == "dead")
    if waiting.state != "dead":
        answer.headers["Refresh"] = "2"
    return answer
