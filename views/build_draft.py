"""The form a department is working on: read, change against the revision that was read, keep."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from flask_babel import gettext as _

from form_builder.place import property_at
from schemas.form import Form, read_form
from schemas.problem import Problem
from storage.errors import ChangedMeanwhile, NotFound
from views.clock import now
from views.session import actor
from views.store import store

Facts = Mapping[str, Any]
Document = dict[str, Any]
Edit = Callable[[Document], Document | Problem]


@dataclass(frozen=True)
class Working:
    """A permit's draft as it stands at `revision` of its department's catalogue."""

    id: str
    department: str
    revision: int
    permit: Document

    @property
    def form(self) -> Document:
        form: Document = self.permit["form"]
        return form

    @property
    def read(self) -> Form:
        return read_form(self.form)


@dataclass(frozen=True)
class Clash:
    """Someone else changed the same thing: `theirs` is kept now, `mine` is not kept yet."""

    about: str
    base: Document
    theirs: Document
    mine: Document
    author: str


def working(permit: str) -> Working:
    """The draft of a permit of one's own department; NotFound for any other."""
    who = actor()
    if who is None or who.department is None:
        raise NotFound("There is no such permit here.")
    catalogue = store().catalogue.load(who.department)
    if permit not in catalogue.permits:
        raise NotFound("There is no such permit here.")
    return Working(permit, who.department, catalogue.revision, catalogue.permits[permit])


def keep(draft: Working, edit: Edit, *, about: str, note: str) -> Working | Problem | Clash:
    """The draft with `edit` made and kept, or what stood in the way.

    Changes by others to other things are kept beside this one; a change to the same thing (`about`:
    a field's path, "sections", or "" for what cannot clash) is shown, never overwritten.
    """
    for _attempt in range(5):
        edited = edit(draft.form)
        if isinstance(edited, Problem):
            return edited
        if is_same(edited, draft.form):
            return draft
        clash = _clash(draft, edited, about)
        if clash:
            return clash
        try:
            return _kept(draft, edited, note)
        except ChangedMeanwhile:
            draft = working(draft.id)
    raise ChangedMeanwhile(draft.revision)


def is_same(one: Document, other: Document) -> bool:
    """Equal to the order of keys too, which is the order of questions and columns."""
    return json.dumps(one) == json.dumps(other)


def restore(draft: Working, revision: int, note: str) -> Working:
    """The form as it was at an earlier revision, kept as a new one."""
    old = store().catalogue.load_at(draft.department, revision).permits[draft.id]["form"]
    return _kept(draft, old, note)


def previous(draft: Working) -> int | None:
    """The revision that undoing leads back to; None at the beginning.

    An undo is a revision that says which one it went back to, so undoing again goes further back.
    """
    own = [r for r in store().catalogue.history(draft.department) if concerns(r.note, draft.id)]
    if not own:
        return None
    here = _meaning(own, own[0].revision)
    earlier = [r.revision for r in own if r.revision < here]
    return _meaning(own, earlier[0]) if earlier else None


def said(note: str) -> str:
    """The words of a revision's note, without what only the program reads."""
    words = note.partition(" ")[2] or note
    return _("撤销") if words.startswith("undo ") else _(words)


def undo_note(draft: Working, revision: int) -> str:
    return f"{draft.id} undo {revision}"


def concerns(note: str, permit: str) -> bool:
    """A note begins with the permit it is about; what has no such beginning was about all of them."""
    return note.startswith(f"{permit} ") or " " not in note


def author_name(account: str) -> str:
    """Who it was, for history; the platform itself has no account."""
    try:
        return store().accounts.get(account).name
    except NotFound:
        return _("平台")


def _kept(draft: Working, form: Document, note: str) -> Working:
    who = actor()
    permit = {**draft.permit, "form": form}
    revision = store().catalogue.save_permit(
        draft.department,
        permit,
        expecting=draft.revision,
        author=who.id if who else "",
        now=now(),
        note=note if note.startswith(f"{draft.id} ") else f"{draft.id} {note}",
    )
    return replace(draft, revision=revision, permit=permit)


def _clash(draft: Working, mine: Document, about: str) -> Clash | None:
    seen = request.form.get("revision", "")
    if not about or not is_number(seen) or int(seen) >= draft.revision:
        return None
    base = _base(draft, int(seen))
    if base is None or not _takes_back(
        _facts(base, about), _facts(draft.form, about), _facts(mine, about)
    ):
        return None
    return Clash(about, base, draft.form, mine, _last_author(draft, int(seen)))


def _base(draft: Working, revision: int) -> Document | None:
    try:
        old = store().catalogue.load_at(draft.department, revision)
    except NotFound:
        return None
    form: Document | None = old.permits.get(draft.id, {}).get("form")
    return form


def is_number(text: str) -> bool:
    """A revision as our own pages write it; five thousand digits are no number to Python."""
    return text.isascii() and text.isdigit() and len(text) < 10


def _takes_back(base: Facts, theirs: Facts, mine: Facts) -> bool:
    """Whether mine, begun from base, would lose anything of what theirs has changed meanwhile."""
    changed = {k for k in base.keys() | theirs.keys() if base.get(k) != theirs.get(k)}
    return any(mine.get(k) != theirs.get(k) for k in changed)


def _facts(form: Document, about: str) -> Facts:
    """What can be changed about it, one by one; nothing when it is gone."""
    if about == "sections":
        return {"sections": form.get("x-sections")}
    try:
        return {**property_at(form, about), "needed": about in form.get("required", ())}
    except KeyError:
        return {}


def _last_author(draft: Working, since: int) -> str:
    for revision in store().catalogue.history(draft.department):
        if revision.revision > since and concerns(revision.note, draft.id):
            return author_name(revision.author)
    return _("另一位管理员")


def _meaning(own: list[Any], revision: int) -> int:
    """The revision whose form this one has: its own, or the one an undo went back to."""
    notes = {r.revision: r.note for r in own}
    while notes.get(revision, "").partition(" ")[2].startswith("undo "):
        revision = int(notes[revision].rpartition(" ")[2])
    return revision
