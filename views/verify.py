"""The verifying room: anyone may scan a code or type a number, and sees no personal data."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from schemas.certificate import CERTIFICATE_STATES, Certificate
from views.clock import now, today
from views.fragments import page
from views.limits import address, limit
from views.policy import policy
from views.store import store
from views.verifying import Finding, by_number, by_token

room = Blueprint("verify", __name__)

BADGES = {"valid": "is-done", "revoked": "is-wrong", "expired": "is-waiting"}


@room.get("/verify")
@policy("verify.read")
def check() -> Response:
    number = request.args.get("number", "").strip()[:60]
    if not number:
        return page("verify/ask.html", number="")
    _count()
    return _show(by_number(number), number=number)


# A QR packs tighter in capitals, so the printed address is /C/…
@room.get("/c/<token>")
@room.get("/C/<token>")
@policy("verify.read")
def code(token: str) -> Response:
    _count()
    return _show(by_token(token[:400]))


@room.get("/h/<code>")
@room.get("/H/<code>")
@policy("verify.read")
def holder(code: str) -> Response:
    _count()
    found = store().holders.by_code(code[:60])
    return page("verify/holder.html", holder=found, listed=_listed(found.id))


def _show(finding: Finding, *, number: str = "") -> Response:
    kept = finding.certificate
    return page(
        "verify/finding.html",
        200 if kept else 404,
        finding=finding,
        certificate=kept,
        number=number,
        answer=_answers()[finding.verdict],
        listed=_listed(kept.holder) if kept else (),
        checked=now(),
    )


def _listed(holder_id: str) -> tuple[tuple[Certificate, str, str], ...]:
    """The holder's certificates, each with the word and the colour of its state today."""
    return tuple(
        (c, CERTIFICATE_STATES[c.state_on(today())], BADGES[c.state_on(today())])
        for c in store().certificates.of_holder(holder_id)
    )


def _answers() -> dict[str, tuple[str, str]]:
    """The answer in two words, and what it means."""
    return {
        "valid": (_("真实有效"), ""),
        "revoked": (_("已撤销"), _("这张证是真的，但发证机关已经撤销，现在不能再用。")),
        "expired": (_("已过期"), _("这张证是真的，但有效期已过，现在不能再用。")),
        "unknown": (
            _("查无此证"),
            _("登记簿里没有这张证。请核对号码或重新扫码；仍查不到，请向发证机关反映。"),
        ),
        "tampered": (
            _("印章不符"),
            _("这个二维码被改动过，或不是平台签发的。请不要相信这张证，并拨打 12345 反映。"),
        ),
    }


def _count() -> None:
    limit("verify", address(), times=300, seconds=600)
