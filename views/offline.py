"""The offline verifier: one file to keep, with the public keys and what was withdrawn by its day."""

import base64
import hashlib
import json

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from schemas.wording import N_
from views.clock import today
from views.inlined import pieces
from views.limits import address, limit
from views.policy import policy
from views.sending import send_file
from views.store import keys, settings, store
from views.verdicts import VERDICTS, Answer
from views.verifying import public_keys

room = Blueprint("offline", __name__)

FROM_REGISTER = ("suspended", "replaced", "revoked", "cancelled", "expired", "tampered")
OWN = {
    "valid": Answer(
        N_("印章有效"), N_("印章是真的，到这一页的日期为止没有撤销、暂停或换证。"), "done"
    ),
    "newer": Answer(
        N_("印章有效，但比这一页新"),
        N_("这张证是这一页之后发的，请上网查它现在的状态。"),
        "waiting",
    ),
    "unreadable": Answer(
        N_("不是证照的码"), N_("这些文字不是本平台的证照码，请重新扫码。"), "unsure"
    ),
    "small": Answer(
        N_("小码要上网查"), N_("这是窄处用的小码，里面没有印章，只能上网核对。"), "unsure"
    ),
    "holder": Answer(
        N_("一码要上网查"),
        N_("这是持证人的一码，不是一张证照的码，只能上网查看全部许可。"),
        "unsure",
    ),
    "key": Answer(
        N_("不认识这个印章"),
        N_("盖章的密钥不在这一页里。请下载新的离线核验页再试；仍不认识，请不要相信这张证。"),
        "unsure",
    ),
}
DATED = frozenset({"valid", "newer", "expired", "suspended", "replaced", "revoked", "cancelled"})


@room.get("/verify/offline.html")
@policy("verify.read")
def download() -> Response:
    limit("verify-offline", address(), times=20, seconds=600)
    scripts, style = pieces()
    html = render_template(
        "verify/offline.html",
        answers=OWN | {word: VERDICTS[word] for word in FROM_REGISTER},
        dated=DATED,
        known=Markup(_known().replace("<", "\\u003c")),  # noqa: S704 JSON without any <
        known_day=today(),
        age=Markup("<strong data-age>0</strong>"),
        address=f"{settings().base_url}/verify",
        scripts=[Markup(script) for script in scripts],  # noqa: S704 our own files
        style=Markup(style),  # noqa: S704
        hashes={"scripts": " ".join(map(_hash, scripts)), "style": _hash(style)},
    )
    name = _("离线核验") + f" {today().isoformat()}.html"
    return send_file(html.encode(), name, "text/html")


def _known() -> str:
    public = {id: key.public_bytes_raw().hex() for id, key in public_keys(keys()).items()}
    withdrawn = {
        base64.b32decode(id + "=" * (-len(id) % 8)).hex(): state
        for id, state in store().certificates.withdrawn(today())
    }
    return json.dumps({"day": today().isoformat(), "keys": public, "withdrawn": withdrawn})


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
