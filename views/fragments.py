"""Pages and fragments: the same file is included by the page and returned alone to htmx."""

from typing import Any

from flask import Response, current_app, render_template

from views.hx import is_htmx


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A whole page."""
    response = current_app.make_response(render_template(template, **values))
    response.status_code = status
    return response


def fragment(template: str, status: int = 200, *, said: str = "", **values: Any) -> Response:
    """One fragment; `said` is also put in the page's status line, where screen readers hear it."""
    html = render_template(template, **values)
    if said:
        html += render_template("_status.html", said=said)
    response = current_app.make_response(html)
    response.status_code = status
    return response


def either(
    whole: str, part: str, /, status: int = 200, *, said: str = "", **values: Any
) -> Response:
    """The fragment `part` for htmx, the page `whole` that includes it for everyone else."""
    if is_htmx():
        return fragment(part, status, said=said, **values)
    return page(whole, status, **values)
