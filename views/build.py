"""The builder: a department's forms, one of them opened on a canvas, one question of it in the panel."""

from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from form_builder.check import mistakes
from form_builder.place import order
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS
from storage.errors import NotFound
from views.asking import ask
from views.build_cards import canvas, field_at, shown_when
from views.build_draft import Working, author_name, concerns, is_same, previous, said, working
from views.build_panel import CHOICES, limits, options_of, row, rows_of
from views.fragments import either, page
from views.languages import counted, language
from views.policy import policy
from views.session import actor
from views.store import store

room = Blueprint("build", __name__)
FOUND, USUAL = 12, 5
IN_TABLES = tuple(n for n, kind in FIELD_TYPES.items() if kind.in_tables)


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
        "build/builder.html", "build/_panel.html", **everything(draft, path), take_focus=bool(path)
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
    """What the page and each of its fragments need."""
    form, known = draft.read, dictionary()
    found = mistakes(draft.form, _=_)
    live = live_version(draft)
    return {
        "draft": draft,
        "form": form,
        "stacks": canvas(form, known, found),
        "problems": found,
        "live": live,
        "is_changed": _is_changed(draft, live),
        "can_undo": previous(draft) is not None,
        "types": {name: _(kind.words) for name, kind in FIELD_TYPES.items()},
        "column_types": IN_TABLES,
        "wanted": request.args.get("q", "").strip()[:100],
        "found": search(request.args.get("q", "").strip()[:100], draft),
        "wrong": {},
        "rows": None,
        "treatments": {k: _(words) for k, words in TREATMENTS.items()},
        **panel_facts(draft, path),
    }


def panel_facts(draft: Working, path: str) -> dict[str, Any]:
    """What the panel shows of the chosen question; nothing when none is chosen."""
    form = draft.read
    try:
        field = field_at(form, path)
    except (KeyError, StopIteration):
        return {"field": None, "path": ""}
    rows = rows_of(form, field) if "/" not in path else ()
    return {
        "field": field,
        "path": path,
        "limits": limits(field),
        "options": options_of(field) if field.type in CHOICES else None,
        "condition": rows,
        "blank": row(form, "", "", ""),
        "said_condition": shown_when(form, field),
        "askable": [
            f
            for f in form.fields
            if f.key != path and f.type not in ("statement", "table", "material")
        ],
        "element": dictionary().get(field.element or ""),
    }


def chosen_path(draft: Working) -> str:
    """The question the address names; the first one when it names none that is there."""
    wanted = request.args.get("field", "").replace(".", "/")
    owner = wanted.partition("/")[0]
    return wanted if owner in draft.form["properties"] else next(iter(order(draft.form)), "")


def dictionary() -> dict[str, dict[str, Any]]:
    """The published elements by id, as documents."""
    version = store().published.latest("dictionary", "elements")
    return _elements(version.id)


def search(wanted: str, draft: Working) -> list[tuple[dict[str, Any], int]]:
    """Elements whose name holds the words, each with how many forms ask it; the most asked ones first."""
    used = usage()
    own = {p.get("x-element") for p in draft.form["properties"].values()}
    hits = [
        (element, used.get(key, 0))
        for key, element in dictionary().items()
        if key not in own and _matches(element, wanted)
    ]
    return sorted(hits, key=lambda hit: -hit[1])[: FOUND if wanted else USUAL]


def usage() -> dict[str, int]:
    """How many published forms ask each element, in a field or in a column."""
    return _usage(tuple(store().published.heads("permit").values()))


def live_version(draft: Working) -> Any:
    """The version applicants get now, None before the first."""
    try:
        return store().published.latest("permit", draft.id)
    except NotFound:
        return None


def _is_changed(draft: Working, live: Any) -> bool:
    return live is None or not is_same(live.document["form"], draft.form)


def _standing(draft: Working) -> tuple[Any, bool, Any]:
    """(live version, is the draft different, its last change) for the list."""
    live = live_version(draft)
    history = store().catalogue.history(draft.department)
    last = next((r for r in history if concerns(r.note, draft.id)), None)
    told = (author_name(last.author), last.at, said(last.note)) if last else None
    return live, _is_changed(draft, live), told


def _matches(element: dict[str, Any], wanted: str) -> bool:
    names = (element["name"], element["id"], element.get("note", ""), str(element.get("i18n", "")))
    return all(any(word.lower() in name.lower() for name in names) for word in wanted.split())


@lru_cache(maxsize=4)
def _elements(version: str) -> dict[str, dict[str, Any]]:
    return {e["id"]: e for e in store().published.get(version).document["elements"]}


@lru_cache(maxsize=16)
def _usage(versions: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for version in versions:
        for element in _asked(store().published.get(version).document["form"]):
            counts[element] = counts.get(element, 0) + 1
    return counts


def _asked(form: dict[str, Any]) -> set[str]:
    fields = form["properties"].values()
    columns = (
        c for f in fields if f.get("x-type") == "table" for c in f["items"]["properties"].values()
    )
    return {f["x-element"] for f in (*fields, *columns) if f.get("x-element")}
