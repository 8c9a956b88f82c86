"""The papers of a part: evidence inline beside the data, the department's package to take along."""

from flask import Blueprint, Response, request

from schemas.case import Part
from storage.errors import NotFound
from views.clock import now
from views.desk import load_part
from views.desk_data import document
from views.policy import policy
from views.sending import send_file
from views.session import actor
from views.store import store

room = Blueprint("desk_files", __name__)


@room.get("/desk/parts/<part_id>/files/<evidence>")
@policy("evidence.read", load_part)
def file(part: Part, evidence: str) -> Response:
    """A cleaned copy, shown in place; `?save` hands it over as a download."""
    piece = document(store(), part, evidence)
    data = store().files.get(piece.sha256)
    save = "save" in request.args
    if save and request.method == "GET":
        _note("evidence.read", piece.id)
    return send_file(data, piece.name, piece.media_type, shown=not save)


@room.get("/desk/parts/<part_id>/package.pdf")
@policy("package.read", load_part)
def package(part: Part) -> Response:
    if not part.package_sha256:
        raise NotFound("This package is not printed yet.")
    if request.method == "GET":
        _note("package.read", part.id)
    name = f"{part.case_number}-{part.permit_name}.pdf"
    return send_file(store().files.get(part.package_sha256), name, "application/pdf")


def _note(action: str, thing: str) -> None:
    """Who took which file, and when."""
    who = actor()
    with store().transaction():
        store().audit.add(who.id if who else "", action, thing, now=now())
