"""The log: one JSON line per event, from a list of allowed fields, with long digit runs masked."""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from views.session import actor

FIELDS = ("method", "path", "status", "ms", "role", "reference")
_DIGITS = re.compile(r"[0-9]{14,17}[0-9Xx]|(?<![0-9])1[0-9]{10}(?![0-9])")
SECRET = re.compile(r"^/s/.+")  # whoever reads the log must not be able to open a holder's link
log = logging.getLogger("yizhao")


class JsonLine(logging.Formatter):
    """Time, level, message and the allowed extra fields; nothing a person typed."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname,
            "event": record.getMessage(),
        }
        line |= {f: getattr(record, f) for f in FIELDS if hasattr(record, f)}
        if record.exc_info and record.exc_info[1]:
            line["where"] = _where(record.exc_info[1])
        return masked(json.dumps(line, ensure_ascii=False))


def masked(text: str) -> str:
    """`text` with identity numbers and mobile numbers made unreadable."""
    return _DIGITS.sub(lambda m: m[0][:4] + "*" * (len(m[0]) - 4), text)


def keep_log(app: Flask) -> None:
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLine())
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    app.before_request(_begin)
    app.after_request(_note)


def reference() -> str:
    """A short number for this request, shown on error pages and written in the log."""
    if "reference" not in g:
        _begin()
    number: str = g.reference
    return number


def _begin() -> None:
    g.began, g.reference = time.perf_counter(), secrets.token_hex(4).upper()


def _note(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    who = actor()
    fields = {
        "method": request.method,
        "path": SECRET.sub("/s/…", request.path),
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000),
        "role": who.role if who else "public",
        "reference": reference(),
    }
    log.info("request", extra=fields)
    return response


def _where(problem: BaseException) -> list[str]:
    """Type and lines, never the message: messages quote what people typed."""
    lines, trace = [type(problem).__name__], problem.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        lines.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return lines
