"""What the law makes public: permits granted, changed, renewed, revoked and cancelled, as JSON and Atom."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for

from casework.certificate_life import ACTIONS
from documents.certificate_data import public_code
from documents.paper import clean
from schemas.certificate import Certificate, CertificateEvent
from views.limits import address, limit
from views.policy import policy
from views.store import settings, store

room = Blueprint("feed", __name__)

PUBLIC = ("issue", "change", "renew", "revoke", "cancel")
PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One public event; a natural person's name is not written out."""

    event: CertificateEvent
    certificate: Certificate

    @property
    def words(self) -> str:
        return ACTIONS[self.event.action]

    @property
    def holder(self) -> str:
        name = clean(self.certificate.holder_name)
        return name if public_code(self.certificate) else name[:1] + "*" * max(len(name) - 1, 1)

    @property
    def address(self) -> str:
        return f"{settings().base_url}/verify?number={quote(self.certificate.number)}"

    @property
    def id(self) -> str:
        return f"{settings().base_url}/feed/certificates#{self.event.id}"


@room.get("/feed/certificates.json")
@policy("verify.read")
def as_json() -> Response:
    """JSON Feed 1.1; `next_url` leads to older events."""
    entries, after = _entries()
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "证照公示",
        "language": "zh-Hans",
        "home_page_url": f"{settings().base_url}/verify",
        "feed_url": f"{settings().base_url}/feed/certificates.json",
        "items": [_item(entry) for entry in entries],
    }
    if after:
        feed["next_url"] = settings().base_url + url_for("feed.as_json", after=after)
    response = jsonify(feed)
    response.mimetype = "application/feed+json"
    return response


@room.get("/feed/certificates.atom")
@policy("verify.read")
def as_atom() -> Response:
    entries, after = _entries()
    base = settings().base_url
    older = base + url_for("feed.as_atom", after=after) if after else ""
    xml = render_template("verify/feed.xml", entries=entries, base=base, older=older)
    return current_app.response_class(xml, mimetype="application/atom+xml")


def _entries() -> tuple[list[Entry], str | None]:
    limit("feed", address(), times=120, seconds=600)
    turned = store().certificates.happenings(PUBLIC, request.args.get("after") or None, PER_PAGE)
    entries = [Entry(e, store().certificates.get(e.certificate)) for e in turned.items]
    return entries, turned.after


def _item(entry: Entry) -> dict[str, object]:
    kept = entry.certificate
    return {
        "id": entry.id,
        "url": entry.address,
        "title": f"{entry.words}：{kept.permit_name}",
        "content_text": f"{entry.holder}，{kept.number}",
        "date_published": entry.event.at.isoformat(),
        "_yizhao": {
            "action": entry.event.action,
            "permit": kept.permit,
            "permit_name": kept.permit_name,
            "number": kept.number,
            "holder": entry.holder,
            "uscc": public_code(kept),
            "department": kept.department_name,
            "issued_on": kept.issued_on.isoformat(),
            "valid_from": kept.valid_from.isoformat(),
            "valid_to": kept.valid_to.isoformat() if kept.valid_to else None,
        },
    }
