"""When something is wrong: a calm page that says what to do, with a number to quote and 12345 to call."""

from flask import Flask, Response
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, SecurityError

from storage.errors import ChangedMeanwhile, NotFound
from views.csrf import Forged
from views.fragments import page
from views.hx import is_htmx
from views.logs import log, reference


def answer_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Forged, lambda _e: problem(400, *stale_page()))
    app.register_error_handler(NotFound, lambda _e: problem(404, *missing()))
    app.register_error_handler(ChangedMeanwhile, lambda _e: problem(409, *changed()))
    app.register_error_handler(Exception, _crash)


def problem(status: int, title: str, advice: str) -> Response:
    """The error page; for htmx the same words above the page's main part, leaving what was typed alone."""
    template = "errors/_problem.html" if is_htmx() else "errors/problem.html"
    response = page(template, status, title=title, advice=advice, reference=reference())
    if is_htmx():
        response.headers["HX-Retarget"] = "#problem"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def missing() -> tuple[str, str]:
    return _("这一页不在这里"), _("网址可能写错了，或者这一页不对您开放。请从首页重新找。")


def changed() -> tuple[str, str]:
    return _("这里刚有人改过"), _(
        "您打开页面以后，另有人保存了新的内容。请刷新页面，看过最新内容再改。"
    )


def stale_page() -> tuple[str, str]:
    return _("页面放得太久了"), _("为了安全，这次没有保存。请返回上一页，刷新后再试一次。")


def _http(error: HTTPException) -> Response:
    # Under a host name that is not ours there are no addresses to build a page with.
    if isinstance(error, SecurityError) or error.response or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    words = {
        401: (_("请先登录"), _("登录已经过期。重新登录以后，下载可以接着进行。")),
        403: missing(),
        404: missing(),
        405: missing(),
        413: (_("文件太大了"), _("请把文件缩小或拆开，再传一次；一次选了几份的，请分几次传。")),
        429: (_("请稍等一会儿"), _("刚才试的次数太多了。请过几分钟再试。")),
    }
    status = 404 if error.code in (403, 405) else error.code or 500
    response = problem(status, *words.get(status, _unclear(status)))
    if status == 401:
        response.headers["WWW-Authenticate"] = (
            "Cookie"  # RFC 9110 wants one; no browser asks for it
        )
    return response


def _unclear(status: int) -> tuple[str, str]:
    if status >= 500:
        return _("我们这边出了问题"), _("您填过的内容都已保存。请过一会儿再试。")
    return _("这次请求没看懂"), _("请返回上一页，刷新后再试一次。")


def _crash(error: Exception) -> Response:
    log.error("crash", exc_info=error, extra={"reference": reference()})
    return problem(500, *_unclear(500))
