"""The builder: a department's forms, one of them opened on a canvas, one question of it in the panel."""

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from storage.errors import NotFound
from views.asking import ask
from views.build_cards import shown_when
from views.build_dictionary import search
from views.build_draft import Working, author_name, is_same, said, working
from views.build_finding import found_in
from views.build_scene import facts, first_path, live_version, on_clipboard
from views.fragments import either, page
from views.languages import counted, language
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build", __name__)


@room.get("/build")
@policy("permit.list")
def forms() -> Response:
    who = actor()
    if who is None or who.department is None:
        raise NotFound("Nobody is here.")
    catalogue = store().catalogue.load(who.department)
    drafts = [
        Working(k, who.department, catalogue.revision, d) for k, d in catalogue.permits.items()
    ]
    return page(
        "build/forms.html",
        department=store().catalogue.department(who.department),
        rows=[
            (draft, *_standing(draft)) for draft in sorted(drafts, key=lambda d: d.permit["name"])
        ],
    )


@room.get("/build/<permit>")
@policy("permit.build", working)
def builder(draft: Working) -> Response:
    return page("build/builder.html", **everything(draft, chosen_path(draft)))


@room.get("/build/<permit>/panel")
@policy("permit.build", working)
def panel(draft: Working) -> Response:
    path = chosen_path(draft)
    return either(
        "build/builder.html",
        "build/_panel.html",
        **everything(draft, path),
        take_focus=bool(path),
    )


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


@room.get("/build/<permit>/preview")
@policy("permit.build", working)
def preview(draft: Working) -> Response:
    """The form as applicants see it; nothing typed here is kept."""
    form = draft.read
    sections = [
        (
            section.i18n.get(language(), {}).get("title") or section.title,
            [
                (ask(f, {}, language=language()), shown_when(form, f))
                for f in form.in_section(section.key)
            ],
        )
        for section in form.sections
    ]
    return page("build/preview.html", draft=draft, sections=[s for s in sections if s[1]])


def everything(draft: Working, path: str) -> dict[str, Any]:
    """What the whole page needs."""
    wanted, sought = (request.args.get(n, "").strip()[:100] for n in ("q", "find"))
    own = {p.get("x-element") for p in draft.form["properties"].values()} - {None}
    return {
        **facts(draft, path),
        "wanted": wanted,
        "found": search(wanted, own),
        "clip": on_clipboard(),
        "sought": sought,
        "hits": found_in(draft.read, sought),
        "departments": {d.id: d.named(language()) for d in store().catalogue.departments()},
    }


def chosen_path(draft: Working) -> str:
    """The question the address names; the first one when it names none that is there."""
    wanted = request.args.get("field", "").replace(".", "/")
    owner = wanted.partition("/")[0]
    return wanted if owner in draft.form["properties"] else first_path(draft)


def _standing(draft: Working) -> tuple[Any, bool, Any]:
    """(live version, is the draft different, its last change) for the list."""
    live = live_version(draft)
    last = next(iter(store().steps.history(draft.department, draft.about, limit=1)), None)
    told = (author_name(last.author), last.at, said(last) or _("改了")) if last else None
    return live, live is None or not is_same(live.document["form"], draft.form), told
