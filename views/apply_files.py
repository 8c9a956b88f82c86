"""Files of a material: taken in, shown back, taken away."""

import secrets

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from documents.uploads import Limits, Refused, Upload, cleaned
from schemas.case import Draft, Evidence
from schemas.field_types import ABSENT
from schemas.merged import MergedField, MergedSection
from views.apply_sections import section_page
from views.asking import dom_id
from views.clock import now
from views.drafts import keep, own_draft
from views.filling import filling
from views.fragments import fragment
from views.hx import go, is_htmx
from views.languages import counted
from views.late import too_late
from views.moving import known_value, placed, question
from views.one_form import one_form
from views.policy import policy
from views.questions import Questions, Where
from views.sending import send_file
from views.store import settings, store

MOST = 10
MOST_PAGES = 1000  # of a whole application: a package of 2,000 takes the worker its whole minute
room = Blueprint("apply_files", __name__)


@room.post("/apply/<draft>/files/<key>")
@policy("draft.write", own_draft)
def add(draft: Draft, key: str) -> Response:
    field, section, asked = _material(draft, key)
    if "remove" in request.form:
        return _answer(_removed(draft, field, request.form["remove"]), field, section, ())
    refused = []
    for sent in request.files.getlist("file"):
        draft, sentence = _taken(draft, field, sent)
        refused += [sentence] if sentence else []
    if not request.files.getlist("file"):
        refused.append(_("请先选择文件，再按“上传”。"))
    if not asked:
        return too_late(draft, field)
    return _answer(draft, field, section, refused)


@room.get("/apply/<draft>/files/<key>/<evidence>")
@policy("draft.read", own_draft)
def read(draft: Draft, key: str, evidence: str) -> Response:
    piece = _piece(draft, key, evidence)
    data = store().files.get(piece.sha256)
    return send_file(data, piece.name, piece.media_type)


@room.post("/apply/<draft>/files/<key>/<evidence>")
@policy("draft.write", own_draft)
def remove(draft: Draft, key: str, evidence: str) -> Response:
    field, section, _asked = _material(draft, key)
    return _answer(_removed(draft, field, evidence), field, section, ())


def _taken(draft: Draft, field: MergedField, sent: FileStorage) -> tuple[Draft, str | None]:
    name = sent.filename or ""
    if not name:
        return draft, _("请先选择文件，再按“上传”。")
    most = int(field.schema.get("maxItems", MOST))
    if len(known_value(draft, field.key) or ()) >= most:
        return draft, counted("“%(name)s”没有收下：最多 %(n)s 份。", most, name=name)
    limits = Limits(size=settings().max_upload_mb << 20)
    original = sent.read()
    upload = cleaned(name, original, limits=limits, _=_)
    if isinstance(upload, Refused):
        return draft, _("“%(name)s”没有收下：%(why)s", name=name, why=upload.sentence)
    there = sum(piece.pages for piece in store().evidence.of_draft(draft.id))
    if there + upload.pages > MOST_PAGES:
        return draft, counted(
            "“%(name)s”没有收下：整份申请的材料合起来最多 %(n)s 页。", MOST_PAGES, name=name
        )
    return _kept(draft, field, upload, original), None


def _kept(draft: Draft, field: MergedField, upload: Upload, original: bytes) -> Draft:
    """The clean copy is shown and printed; the bytes as sent stay beside it, for whoever must prove them."""
    if upload.sha256 in (known_value(draft, field.key) or ()):
        return draft
    with store().transaction():
        store().files.put(upload.data)
        store().files.put(original)
        store().evidence.add(_evidence(draft, field, upload))
        return keep(draft, lambda d: _with_file(d, field.key, upload.sha256))


def _evidence(draft: Draft, field: MergedField, upload: Upload) -> Evidence:
    return Evidence(
        id=secrets.token_urlsafe(16),
        draft=draft.id,
        key=field.key,
        name=upload.name,
        media_type=upload.media_type,
        size=len(upload.data),
        pages=upload.pages,
        sha256=upload.sha256,
        original_sha256=upload.original_sha256,
        created_at=now(),
    )


def _with_file(draft: Draft, key: str, sha256: str) -> Draft:
    named = [*(known_value(draft, key) or ()), sha256]
    return placed(draft, {key: list(dict.fromkeys(named))})


def _removed(draft: Draft, field: MergedField, evidence: str) -> Draft:
    """Taken out of the answers. What belongs to a case already sent stays on file for its departments."""
    piece = _piece(draft, field.key, evidence)
    with store().transaction():
        if not draft.corrects:
            store().evidence.remove(piece.id)
        return keep(draft, lambda d: _without_file(d, field.key, piece.sha256))


def _without_file(draft: Draft, key: str, sha256: str) -> Draft:
    left = [s for s in known_value(draft, key) or () if s != sha256]
    return placed(draft, {key: left or ABSENT})


def _answer(
    draft: Draft, field: MergedField, section: MergedSection, refused: list[str] | tuple[()]
) -> Response:
    state = filling(one_form(draft), draft)
    questions = Questions(draft, state)
    errors = {(): " ".join(refused)} if refused else None
    if is_htmx():
        count = len(known_value(draft, field.key) or ())
        said = (
            errors[()] if errors else counted("“%(name)s”已收到 %(n)s 份", count, name=field.label)
        )
        return fragment(
            "apply/_saved.html",
            said=said,
            draft=draft,
            state=state,
            section=section,
            slot=questions.slot(field, errors=errors, focus="here"),
            others=(),
            where=questions.where,
            saved_at="",
        )
    if errors:
        slots = tuple(
            questions.slot(f, errors=errors) if f is field else questions.slot(f)
            for f in section.fields
        )
        return section_page(draft, state, section, slots, status=422)
    return go(Where(draft.id).section(section.key, _anchor=f"field-{dom_id(field.key)}"))


def _material(draft: Draft, key: str) -> tuple[MergedField, MergedSection, bool]:
    found = question(draft, key)
    if found is None or found[0].type != "material":
        raise NotFound
    return found


def _piece(draft: Draft, key: str, evidence: str) -> Evidence:
    """A file of this draft that answers `key`, also one uploaded when the question had another key."""
    piece = store().evidence.get(evidence)
    answers_it = piece.key == key or piece.sha256 in (known_value(draft, key) or ())
    if piece.draft != draft.id or not answers_it:
        raise NotFound
    return piece
