"""The verifying room: anyone may scan a code, type a number or show a file, and sees no personal data."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from schemas.certificate import CERTIFICATE_STATES, Certificate
from storage.errors import NotFound
from views.certificates import name_of
from views.clock import now, today
from views.fragments import page
from views.headers import ALWAYS
from views.hx import go
from views.languages import language
from views.limits import address, limit
from views.policy import policy
from views.published import permits
from views.store import store
from views.verdicts import VERDICTS, badge
from views.verifying import ID_LETTERS, Finding, by_id, by_number, by_token
from views.verifying_files import by_file

room = Blueprint("verify", __name__)

LARGEST_FILE = 5 << 20
LONGEST_ADDRESS = 400
PER_PAGE, FIRST_FEW = 30, 10
# What a scanner types into the field for numbers: the address in a code.
OURS = re.compile(r"/([CHch])/([A-Za-z2-7]+)$")


@room.get("/verify")
@policy("verify.read")
def check() -> Response:
    number = request.args.get("number", "").strip()[:LONGEST_ADDRESS]
    if not number:
        return _ask()
    scanned = OURS.search(number)
    if scanned:
        kind, text = scanned[1].lower(), scanned[2].upper()
        return go(f"/{kind}/{text}")
    _count()
    return _show(by_number(number), number=number)


@room.post("/verify/file")
@policy("verify.read")
def file() -> Response:
    limit("verify-file", address(), times=30, seconds=600)
    sent = request.files.get("file")
    data = sent.stream.read(LARGEST_FILE + 1) if sent else b""
    if not data:
        return _ask(422, problem=_("请选一个 PDF 文件。"))
    if len(data) > LARGEST_FILE:
        return too_large()
    found = by_file(data)
    return page(
        "verify/file.html",
        finding=found,
        certificate=found.certificate,
        said=_said(found.certificate),
        answer=VERDICTS[found.verdict],
        newer=_newer(found.certificate),
        named_state=_state_words(found.named),
        checked=now(),
    )


@room.errorhandler(413)
def too_large(_error: object = None) -> Response:
    """Also of what is refused before it is read: to make a certificate's file smaller would break its seal."""
    return _ask(413, problem=_("证照文件不会超过 5 MB，这个不是。"))


# A QR packs tighter in capitals, so the printed address is /C/…
@room.get("/c/<token>")
@room.get("/C/<token>")
@policy("verify.read")
def code(token: str) -> Response:
    _count()
    return _show(by_id(token) if len(token) == ID_LETTERS else by_token(token[:400]))


@room.get("/h/<code>")
@room.get("/H/<code>")
@policy("verify.read")
def holder(code: str) -> Response:
    _count()
    try:
        found = store().holders.by_code(code[:60].upper())
    except NotFound:
        return _show(Finding("unknown"))
    return page(
        "verify/holder.html",
        holder=found,
        name=name_of(found),
        listed=listed(found.id, request.args.get("after") or None),
    )


@dataclass(frozen=True)
class Listed:
    """Some of a holder's certificates, each with its permit's name in the reader's language ("" in Chinese) and
    the word and look of its state today; `after` leads on."""

    rows: tuple[tuple[Certificate, str, str, str], ...]
    after: str | None


def listed(holder_id: str, after: str | None = None, most: int = PER_PAGE) -> Listed:
    """The holder's certificates that were not replaced, newest first."""
    turned = store().certificates.of_holder(holder_id, after, most)
    said = translated(turned.items)
    rows = tuple((c, said[c.id], _state_words(c), badge(c.state_on(today()))) for c in turned.items)
    return Listed(rows, turned.after)


def translated(kept: Iterable[Certificate]) -> dict[str, str]:
    """What their permits are called in the reader's language, by certificate; "" for who reads Chinese."""
    known = {} if language().startswith("zh") else permits()
    said = {id: permit.named(language()) for id, permit in known.items()}
    names = {id: name for id, name in said.items() if name != known[id].name}
    return {c.id: names.get(c.permit, "") for c in kept}


def _ask(status: int = 200, *, problem: str = "") -> Response:
    answer = page("verify/ask.html", status, number="", problem=problem)
    answer.headers["Permissions-Policy"] = ALWAYS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    )
    return answer


def _show(finding: Finding, *, number: str = "") -> Response:
    kept = finding.certificate
    return page(
        "verify/finding.html",
        200 if kept else 404,
        finding=finding,
        certificate=kept,
        said=_said(kept),
        number=number,
        answer=VERDICTS[finding.verdict],
        newer=_newer(kept),
        listed=listed(kept.holder, most=FIRST_FEW) if kept else None,
        holder=store().holders.get(kept.holder) if kept and kept.holder else None,
        checked=now(),
    )


def _said(kept: Certificate | None) -> str:
    return translated((kept,))[kept.id] if kept else ""


def _newer(kept: Certificate | None) -> Certificate | None:
    """What is in the place of a certificate that was corrected, renewed, changed or replaced: the last of them."""
    return store().certificates.by_number(kept.number) if kept and kept.replaced_by else None


def _state_words(kept: Certificate | None) -> str:
    return CERTIFICATE_STATES[kept.state_on(today())] if kept else ""


def _count() -> None:
    limit("verify", address(), times=300, seconds=600)
