"""Speaking with htmx: redirects it follows, and the way to the login page and back."""

from urllib.parse import quote, urlsplit

from flask import Response, redirect, request, url_for
from htmx_flask import make_response
from werkzeug.exceptions import Unauthorized


def is_htmx() -> bool:
    """Does htmx ask, and for a fragment? A restored history entry wants the whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request


def source_id() -> str:
    """The id of the element that asked: htmx 4 sends it as `HX-Source: input#name`."""
    return request.headers.get("HX-Source", "").partition("#")[2]


def go(address: str) -> Response:
    """On to another page: 303 for a browser, HX-Redirect for htmx, which would swap a redirect in place."""
    if is_htmx():
        answer: Response = make_response("", 204, redirect=address)
        return answer
    return redirect(address, 303)  # type: ignore[return-value]


def ask_to_sign_in() -> Response:
    """To the login page, and afterwards back to where the person was.

    A download that goes on where it broke off is refused: a browser would keep the login page as the file.
    """
    if "Range" in request.headers:
        raise Unauthorized
    return go(f"{url_for('account.login')}?next={quote(this_page())}")


def local_path(address: str | None) -> str | None:
    """`address` if it is a path of ours: never another site, a scheme or a //host."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    odd = parts.scheme or parts.netloc or any(ord(c) < 32 or c == "\\" for c in address)
    return None if odd else address


def this_page() -> str:
    """Where the person is, to come back to: the page itself; for a form the `back` in its address, or like
    for a fragment the page it is on."""
    if request.method == "GET" and not is_htmx():
        return request.full_path.rstrip("?")
    if named := local_path(request.args.get("back")):
        return named
    came = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    path = f"{came.path}?{came.query}" if came.query else came.path
    return local_path(path) or "/" if came.netloc == request.host else "/"
