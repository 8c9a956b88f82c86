"""What the builder shows: the canvas as it stands at a revision, and what changed since the one a page shows."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import gettext as _

from form_builder.drift import drift
from form_builder.new_element import can_be_shared
from form_builder.place import order
from schemas.field_types import FIELD_TYPES
from schemas.form import TREATMENTS, Field, Form
from storage.errors import NotFound
from views.build_cards import Card, Stack, field_at, shown_when
from views.build_dictionary import dictionary, kinds_found, search, ticked
from views.build_draft import Working, is_same, step_words
from views.build_drawing import Drawn, draw
from views.build_finding import found_in
from views.build_panel import CHOICES, limits, options_of, row, rows_of, settings
from views.build_reading import form_of, permit_kept
from views.build_standing import standing_of
from views.languages import language
from views.session import actor
from views.store import store

IN_TABLES = tuple(n for n, kind in FIELD_TYPES.items() if kind.in_tables)
MANY = 60


@dataclass(frozen=True)
class Changes:
    """What a page that shows an older revision must swap. `order` is "" when everything stands where it did."""

    cards: tuple[Card, ...] = ()
    fresh: tuple[tuple[str, Card], ...] = ()
    gone: tuple[Card, ...] = ()
    heads: tuple[Stack, ...] = ()
    new_stacks: tuple[Stack, ...] = ()
    gone_stacks: tuple[str, ...] = ()
    order: str = ""


def drawn(draft: Working) -> Drawn:
    """The canvas as this draft stands, in the reader's language."""
    return draw(draft.digest, lambda: draft.read)


def changes(draft: Working, seen: int | None) -> Changes | None:
    """What changed on the canvas since the revision `seen`; None when that is not known."""
    if seen is None:
        return None
    catalogue = store().catalogue
    try:
        digest = catalogue.digest_at(draft.department, "permits", draft.id, seen)
    except NotFound:
        return None
    old = draw(digest, lambda: form_of(permit_kept(digest)["form"]))
    return _compared(old.stacks, drawn(draft).stacks)


def everything(draft: Working, path: str) -> dict[str, Any]:
    """What the whole page needs."""
    sought = request.args.get("find", "").strip()[:100]
    shown = facts(draft, path)
    return {
        **shown,
        **palette(draft, shown["types"]),
        "into": request.args.get("into", ""),
        "clip": on_clipboard(),
        "sought": sought,
        "hits": found_in(draft.read, sought),
    }


def palette(draft: Working, types: dict[str, str]) -> dict[str, Any]:
    """What the dictionary and the kinds of questions have for what is searched."""
    wanted = request.values.get("q", "").strip()[:100]
    own = {p.get("x-element") for p in draft.form["properties"].values()} - {None}
    kept = ticked(request.values.getlist("pick"), own)
    ids = {h.element["id"] for h in kept}
    return {
        "wanted": wanted,
        "ticked": kept,
        "kinds": kinds_found(wanted, types),
        "found": tuple(h for h in search(wanted, own) if h.element["id"] not in ids),
        "departments": {d.id: d.named(language()) for d in store().catalogue.departments()},
    }


def facts(draft: Working, path: str) -> dict[str, Any]:
    """What the bar, the canvas and the panel need."""
    scene, live = drawn(draft), live_version(draft)
    undo, redo = step_words(draft)
    return {
        "draft": draft,
        "form": draft.read,
        "stacks": scene.stacks,
        "problems": scene.problems,
        "live": live,
        "is_changed": is_changed(draft, live),
        "undo": undo,
        "redo": redo,
        "types": {name: _(kind.words) for name, kind in FIELD_TYPES.items()},
        "column_types": IN_TABLES,
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
    join, rows = rows_of(form, field) if "/" not in path else ("any", ())
    element = dictionary().get(field.element or "")
    mates = form.in_section(field.section) if "/" not in path else ()
    return {
        "field": field,
        "path": path,
        "place": next((n for n, f in enumerate(mates, 1) if f.key == field.key), 0),
        "mates": len(mates),
        "limits": limits(field),
        "settings": settings(form, field),
        "options": options_of(field) if field.type in CHOICES else None,
        "condition": rows,
        "join": join,
        "blank": row(form, "", "", ""),
        "said_condition": shown_when(form, field),
        "askable": askable(form, path, {r.field for g in rows or () for r in g}),
        "is_long": len(form.fields) > MANY,
        "element": element,
        "drifted": drift(field.schema, element, _=_) if element else (),
        "shareable": field.element is None and can_be_shared(field.schema),
        "standing": None if field.element else standing_of(draft, path),
    }


def askable(form: Form, path: str, asked: set[str], sought: str = "") -> tuple[Field, ...]:
    """The questions whose answers a condition of this one can look at. Of a long form those it asks already,
    those that were sought, and those that stand before it: nobody looks through 500."""
    unfit = ("statement", "table", "material")
    fit = [f for f in form.fields if f.key != path and f.type not in unfit]
    if len(fit) <= MANY:
        return tuple(fit)
    hits = {h.path for h in found_in(form, sought)}
    keys = [f.key for f in form.fields]
    at = keys.index(path) if path in keys else 0
    near = set() if hits else set(keys[max(at - MANY // 2 + 1, 0) : at])
    return tuple(f for f in fit if f.key in asked | hits | near)


def on_clipboard() -> tuple[int, str]:
    """(how many questions, from which form) the reader has put aside; (0, "") for none."""
    who = actor()
    clipped = store().clipboards.get(who.id) if who else None
    return (len(clipped["fields"]), clipped["name"]) if clipped else (0, "")


def live_version(draft: Working) -> Any:
    """The version applicants get now, None before the first."""
    version = store().published.heads("permit").get(draft.id)
    return _version(version) if version else None


def is_changed(draft: Working, live: Any) -> bool:
    """Whether applicants are asked something else than the draft asks."""
    return live is None or _differs(live.id, draft.digest, draft)


def first_path(draft: Working) -> str:
    """The question that is open when the address names none."""
    return next(iter(order(draft.form)), "")


def _compared(old: tuple[Stack, ...], new: tuple[Stack, ...]) -> Changes:
    before = {c.path: c for s in old for c in s.cards}
    heads = {s.key: (s.title, len(s.cards)) for s in old}
    shown = {s.key for s in new}
    here = {c.path for s in new for c in s.cards}
    return Changes(
        cards=tuple(
            c for s in new for c in s.cards if c.path in before and _differ(before[c.path], c)
        ),
        fresh=tuple((s.key, c) for s in new for c in s.cards if c.path not in before),
        gone=tuple(c for p, c in before.items() if p not in here),
        heads=tuple(s for s in new if s.key in heads and heads[s.key] != (s.title, len(s.cards))),
        new_stacks=tuple(s for s in new if s.key not in heads),
        gone_stacks=tuple(k for k in heads if k not in shown),
        order=_order(old, new),
    )


def _differ(old: Card, new: Card) -> bool:
    # A card that did not change is most often the very same object.
    return old is not new and old != new


def _order(old: tuple[Stack, ...], new: tuple[Stack, ...]) -> str:
    """ "s1:area,name;s2:staff": where everything stands now in the sections whose order changed, for the
    script that puts cards in place; all sections, most of them bare, when these moved themselves."""
    before = {s.key: [c.path for c in s.cards] for s in old}
    moved = [s.key for s in new] != list(before)
    said = []
    for s in new:
        changed = before.get(s.key) != [c.path for c in s.cards]
        if changed or moved:
            said.append(f"{s.key}:{','.join(c.name for c in s.cards) if changed else ''}")
    return ";".join(said)


# A version never changes, so it is read once; only its form is looked at, and nobody changes that.
@lru_cache(maxsize=64)
def _version(id: str) -> Any:
    return store().published.get(id)


_COMPARED: dict[tuple[str, str], bool] = {}


def _differs(version: str, digest: str, draft: Working) -> bool:
    if (version, digest) not in _COMPARED:
        if len(_COMPARED) > 200:
            _COMPARED.clear()
        _COMPARED[version, digest] = not is_same(_version(version).document["form"], draft.form)
    return _COMPARED[version, digest]
