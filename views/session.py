"""Who is here: server-side sessions behind a random cookie, ended by idleness, by age or by hand."""

import hashlib
import secrets
from datetime import timedelta

from flask import Response, g, request

from schemas.user import STAFF, Account, Session
from storage.errors import NotFound
from storage.sessions import IDLE, IDLE_STAFF
from views.clock import now
from views.store import settings, store

TOUCH_EVERY = timedelta(minutes=1)


def load_session() -> None:
    """Before each request: the live session of the cookie, if there is one, into `g`."""
    g.session = _live(request.cookies.get(_cookie(), ""))


def session() -> Session | None:
    found: Session | None = g.get("session")
    return found


def actor() -> Account | None:
    """The account that is signed in, or None for the public."""
    here = session()
    return here.account if here else None


def idle_seconds() -> int:
    """How long this session lasts without a request; 0 for the public."""
    who = actor()
    if who is None:
        return 0
    return int((IDLE_STAFF if who.role in STAFF else IDLE).total_seconds())


def sign_in(account: Account, response: Response) -> Response:
    """Open a new session (a cookie from before the login is worth nothing) and hand over its cookie."""
    here = session()
    if here:
        store().sessions.close(here.token_hash)
    token = secrets.token_urlsafe(32)
    store().sessions.open(account.id, fingerprint(token), secrets.token_urlsafe(24), now())
    set_cookie(response, _cookie(), token)
    return response


def sign_out(response: Response) -> Response:
    """End this session and clear what the browser kept of it."""
    here = session()
    if here:
        store().sessions.close(here.token_hash)
    response.delete_cookie(_cookie(), secure=settings().https, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def set_cookie(response: Response, name: str, value: str, *, days: int | None = None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=days * 86_400 if days else None,
        secure=settings().https,
        httponly=True,
        samesite="Lax",
    )


def cookie_name(name: str) -> str:
    """`name` with the prefix that ties a cookie to this host, where https allows it."""
    return f"__Host-{name}" if settings().https else name


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _cookie() -> str:
    return cookie_name("yizhao")


def _live(token: str) -> Session | None:
    if not token:
        return None
    try:
        found = store().sessions.get(fingerprint(token), now())
    except NotFound:
        return None
    if now() - found.seen_at > TOUCH_EVERY:
        store().sessions.touch(found.token_hash, now())
    return found
