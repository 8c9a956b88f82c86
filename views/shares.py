"""Sharing links: a holder shows the certificates to somebody, for a purpose and a time, and sees every look."""

import secrets
from datetime import timedelta

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from schemas.share import Share
from storage.errors import NotFound
from views.certificates import name_of
from views.clock import now, today
from views.fragments import page
from views.hx import go
from views.limits import address, limit
from views.policy import policy
from views.session import actor
from views.store import settings, store
from views.verify import listed

room = Blueprint("shares", __name__)

DAYS = {"1": 1, "7": 7, "30": 30}
MOST_SHOWN = 200  # a link opens one page
USES = {"1": 1, "5": 5, "": None}


def share_by_id(share_id: str) -> Share:
    return store().shares.get(share_id)


@room.get("/certificates/shares")
@policy("share.list")
def mine() -> Response:
    return _shares()


@room.post("/certificates/shares")
@policy("share.list")
def make() -> Response:
    """A new link, shown once: its secret is kept nowhere."""
    who = actor()
    assert who is not None  # noqa: S101 the policy let only applicants in
    mine = {h.id for h in store().holders.of_account(who.id)}
    form = request.form
    purpose, holder = form.get("purpose", "").strip()[:100], form.get("holder", "")
    uses = form.get("uses")
    if not purpose or holder not in mine or form.get("days") not in DAYS or uses not in USES:
        return _shares(422, problem=_("请写明给谁、做什么用，再选期限。"))
    limit("share", who.id, times=30, seconds=86400)
    secret = secrets.token_urlsafe(18)
    share = Share(
        secrets.token_hex(8),
        who.id,
        holder,
        purpose,
        now(),
        today() + timedelta(days=DAYS[form["days"]] - 1),
        USES[uses],
    )
    with store().transaction():
        store().shares.add(share, secret)
        store().audit.add(who.id, "share.make", f"share:{share.id}", now=now())
    return _shares(201, made=f"{settings().base_url}/s/{secret}")


@room.get("/certificates/shares/<share_id>")
@policy("share.read", share_by_id)
def one(share: Share) -> Response:
    uses = store().shares.uses_of(share.id)
    return page("certificates/share.html", share=share, uses=uses, open=share.is_open(today()))


@room.post("/certificates/shares/<share_id>/revoke")
@policy("share.read", share_by_id)
def revoke(share: Share) -> Response:
    with store().transaction():
        store().shares.revoke(share.id, now())
        store().audit.add(share.account, "share.revoke", f"share:{share.id}", now=now())
    return go(url_for("shares.one", share_id=share.id))


@room.get("/s/<secret>")
@policy("verify.read")
def opened(secret: str) -> Response:
    """Asks first: a messenger's preview of the link must not use it up."""
    limit("share-use", address(), times=60, seconds=600)
    return page("certificates/share_ask.html", secret=secret[:60])


@room.post("/s/<secret>")
@policy("verify.read")
def used(secret: str) -> Response:
    limit("share-use", address(), times=60, seconds=600)
    try:
        share = store().shares.use(
            secret[:60], day=today(), at=now(), seen_from=_network(address())
        )
    except NotFound:
        return page("certificates/share_over.html", 404)
    holder = store().holders.get(share.holder)
    return page(
        "certificates/share_shown.html",
        share=share,
        name=name_of(holder),
        holder=holder,
        listed=listed(holder.id, most=MOST_SHOWN),
    )


def _shares(status: int = 200, *, problem: str = "", made: str = "") -> Response:
    who = actor()
    account = who.id if who else ""
    turned = store().shares.of_account(account, request.args.get("after") or None)
    return page(
        "certificates/shares.html",
        status,
        shares=[(s, s.is_open(today())) for s in turned.items],
        after=turned.after,
        holders=_shops(account),
        problem=problem,
        made=made,
        typed={"days": "1", "uses": "1"} | ({} if made else request.form.to_dict()),
    )


def _shops(account: str) -> dict[str, str]:
    """The names of those whose certificates this person may show, by id."""
    return {h.id: name_of(h) for h in store().holders.of_account(account)}


def _network(address: str) -> str:
    """The network a look came from, without the machine: 203.0.113.*, 2001:db8:*."""
    if ":" in address:
        return ":".join(address.split(":")[:2]) + ":*"
    return ".".join(address.split(".")[:3]) + ".*"
