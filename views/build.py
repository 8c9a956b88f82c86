"""The builder: a department's forms, one of them opened on a canvas, one question of it in the panel."""

from flask import Blueprint, Response, request

from storage.errors import NotFound
from views.build_draft import Working, working
from views.build_forms import forms_page
from views.build_scene import everything, facts, first_path
from views.fragments import either, fragment, page
from views.hx import is_htmx
from views.languages import counted
from views.policy import policy
from views.session import actor

room = Blueprint("build", __name__)


@room.get("/build")
@policy("permit.list")
def forms() -> Response:
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    return forms_page(who.department)


@room.get("/build/<permit>")
@policy("permit.build", working)
def builder(draft: Working) -> Response:
    return page("build/builder.html", **everything(draft, chosen_path(draft)))


@room.get("/build/<permit>/panel")
@policy("permit.build", working)
def panel(draft: Working) -> Response:
    path = chosen_path(draft)
    if is_htmx():
        said = facts(draft, path) | {"into": request.args.get("into", "")}
        alone = "beside" not in request.args
        return fragment("build/_panel.html", **said, take_focus=bool(path) and alone)
    return page("build/builder.html", **everything(draft, path), take_focus=bool(path))


@room.get("/build/<permit>/elements")
@policy("permit.build", working)
def elements(draft: Working) -> Response:
    shown = everything(draft, chosen_path(draft))
    count = len(shown["found"])
    return either(
        "build/builder.html",
        "build/_elements.html",
        said=counted("找到 %(n)s 个数据元。", count),
        **shown,
    )


@room.get("/build/<permit>/find")
@policy("permit.build", working)
def find(draft: Working) -> Response:
    shown = everything(draft, chosen_path(draft))
    count = len(shown["hits"])
    return either(
        "build/builder.html",
        "build/_hits.html",
        said=counted("找到 %(n)s 题。", count) if shown["sought"] else "",
        **shown,
    )


def chosen_path(draft: Working) -> str:
    """The question the address names; the first one when it names none that is there."""
    if request.args.get("into"):
        return ""
    wanted = request.args.get("field", "").replace(".", "/")
    owner = wanted.partition("/")[0]
    return wanted if owner in draft.form["properties"] else first_path(draft)
