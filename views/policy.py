"""The one policy: who may do what to which thing. What is denied looks exactly like what is missing."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import NotFound as NoPage

from schemas.user import Account
from views.hx import ask_to_sign_in
from views.rights import RIGHTS, is_public
from views.session import actor

View = TypeVar("View", bound=Callable[..., Any])


def policy(action: str, loader: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Declare what a view does: `action` is a key of RIGHTS, `loader` gets the thing it is done to.

    The loader takes the URL's arguments it names; the view gets what it returns as its first argument,
    and the URL's other arguments by name. Loaders raise storage's NotFound for what does not exist.
    """
    if action not in RIGHTS:
        raise KeyError(f"views/rights.py has no action {action!r}")

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            who = actor()
            if who is None and not is_public(action):
                return ask_to_sign_in()
            things = (loader(**_take(loader, url)),) if loader else ()
            if not allow(who, action, *things):
                raise NoPage
            return view(*things, **url)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def allow(who: Account | None, action: str, resource: Any = None) -> bool:
    """May `who` (None: the public) do `action` to `resource`? Without a resource: at all, to any of their own."""
    return RIGHTS[action](who, resource)


def enforce(app: Flask) -> None:
    """No endpoint answers without a declared policy; templates may ask `allowed("part.decide", part)`."""
    app.view_functions["static"] = policy("static.read")(app.view_functions["static"])
    app.before_request(_refuse_undeclared)
    app.jinja_env.globals["allowed"] = lambda action, *thing: allow(actor(), action, *thing)


def action_of(app: Flask, endpoint: str) -> str | None:
    """The action an endpoint declares, None when it declares nothing."""
    return getattr(app.view_functions[endpoint], "action", None)


def _refuse_undeclared() -> None:
    if request.endpoint and action_of(current_app, request.endpoint) is None:
        raise NoPage


def _take(loader: Callable[..., Any], url: dict[str, Any]) -> dict[str, Any]:
    names = inspect.signature(loader).parameters
    return {name: url.pop(name) for name in tuple(url) if name in names}
