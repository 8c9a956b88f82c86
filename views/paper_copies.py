"""Paper copies: the holder asks, the counter prints, the log remembers."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from schemas.share import PaperCopy
from views.certificate_life import certificate_page
from views.certificates import owned
from views.clock import now, today
from views.fragments import page
from views.hx import go
from views.limits import limit
from views.policy import policy
from views.rights import OwnedCertificate
from views.session import actor
from views.store import store

room = Blueprint("paper_copies", __name__)

MOST_COPIES = 5


def copy_by_id(copy_id: int) -> PaperCopy:
    return store().paper.get(copy_id)


@room.post("/certificates/<certificate_id>/paper")
@policy("paper.ask", owned)
def ask(found: OwnedCertificate) -> Response:
    kept = found.certificate
    purpose, number = request.form.get("purpose", "").strip()[:100], request.form.get("copies", "")
    if not purpose or number not in {str(n) for n in range(1, MOST_COPIES + 1)}:
        problem = _("请写明用途，一次 1 到 5 份。")
        return certificate_page(kept, 422, problem=problem, asked=request.form)
    if kept.state_on(today()) != "valid":
        return certificate_page(kept, 409, problem=_("这张证现在无效，不能打印副本。"))
    who = actor()
    limit("paper", who.id if who else "", times=10, seconds=86400)
    with store().transaction():
        store().paper.ask(kept.id, int(number), purpose, who.id if who else "", now())
        _note("paper.ask", kept.id)
    return go(url_for("certificate_life.show", certificate_id=kept.id) + "#paper")


@room.get("/desk/paper")
@policy("paper.print")
def waiting() -> Response:
    return _waiting()


@room.post("/desk/paper/<int(max=2147483647):copy_id>")
@policy("paper.print", copy_by_id)
def printed(copy: PaperCopy) -> Response:
    who = actor()
    assert who is not None  # noqa: S101 the policy let only clerks in
    if store().certificates.get(copy.certificate).state_on(today()) != "valid":
        return _waiting(409, problem=_("这张证现在无效，不能打印副本。"))
    with store().transaction():
        if store().paper.printed(copy.id, who.id, who.name, now()):
            _note("paper.print", copy.certificate)
    return go(url_for("paper_copies.waiting"))


def _waiting(status: int = 200, *, problem: str = "") -> Response:
    turned = store().paper.waiting(today(), request.args.get("after") or None)
    listed = [(copy, store().certificates.get(copy.certificate)) for copy in turned.items]
    return page(
        "certificates/paper.html", status, listed=listed, after=turned.after, problem=problem
    )


def _note(action: str, certificate: str) -> None:
    who = actor()
    store().audit.add(who.id if who else "", action, f"certificate:{certificate}", now=now())
