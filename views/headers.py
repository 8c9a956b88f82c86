"""Headers every answer carries: a strict content policy with a nonce, and nothing kept by shared browsers."""

import secrets

from flask import Flask, Response, g, request
from markupsafe import Markup

from views.session import session
from views.store import settings

CONTENT = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self'; object-src 'none'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types htmx"
)
DOWNLOAD = "sandbox; default-src 'none'; frame-ancestors 'none'"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def send_headers(app: Flask) -> None:
    app.before_request(_new_nonce)
    app.after_request(_add)
    app.jinja_env.globals.update(nonce=nonce, hx=hx_nonce)


def in_frame(response: Response) -> Response:
    """An answer that our own pages, and nobody else's, may show in a frame."""
    policy = CONTENT.format(nonce=nonce())
    framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = framed
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def nonce() -> str:
    """The nonce of this answer; scripts and htmx elements without it do nothing."""
    if "nonce" not in g:
        _new_nonce()
    value: str = g.nonce
    return value


def hx_nonce() -> Markup:
    """What every htmx element of ours carries: `<form hx-get="…" {{ hx() }}>`."""
    return Markup('hx-nonce="{}"').format(nonce())


def _new_nonce() -> None:
    g.nonce = secrets.token_urlsafe(18)


def _add(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", CONTENT.format(nonce=nonce()))
    if settings().https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        kept = "no-store" if session() else "private, no-cache"
        response.headers["Cache-Control"] = kept
        response.vary.update(("Cookie", "HX-Request"))
    return response
