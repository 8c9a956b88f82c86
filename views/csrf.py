"""Requests that change something must come from our own pages: fetch metadata, origin and a token."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from views.session import cookie_name, session, set_cookie
from views.store import settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
VISIT = "yizhao-visit"


class Forged(HTTPException):
    """The request did not come from a page of ours, or the page is too old."""

    code = 400


def guard(app: Flask) -> None:
    app.before_request(check)
    app.after_request(remember_visit)
    app.jinja_env.globals.update(csrf=hidden_field, csrf_token=token)


def check() -> None:
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forged
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        raise Forged
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf", "")
    if not hmac.compare_digest(sent.encode(), token().encode()):
        raise Forged


def token() -> str:
    """The token of this session; before login, of this visit."""
    here = session()
    if here:
        return here.csrf
    secret = settings().secret_key.encode()
    return hmac.new(secret, b"csrf:" + _visit().encode(), hashlib.sha256).hexdigest()


def hidden_field() -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token())


def remember_visit(response: Response) -> Response:
    if "new_visit" in g:
        set_cookie(response, cookie_name(VISIT), g.new_visit)
    return response


def _visit() -> str:
    known = request.cookies.get(cookie_name(VISIT), "")
    if known:
        return known
    if "new_visit" not in g:
        g.new_visit = secrets.token_urlsafe(24)
    fresh: str = g.new_visit
    return fresh
