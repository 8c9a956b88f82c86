"""The form a department is working on: read, change against the revision that was read, keep."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import request
from flask_babel import gettext as _

from form_builder.place import property_at
from schemas.form import Form
from schemas.problem import Problem
from storage.errors import ChangedMeanwhile, NotFound
from storage.steps import Step
from views.build_reading import form_of, keep_permit, permit_kept
from views.clock import now
from views.session import actor
from views.store import store

Facts = Mapping[str, Any]
Document = dict[str, Any]
ATTEMPTS = 8


@dataclass(frozen=True)
class Working:
    """A permit's draft as it stands at `revision` of its department's catalogue; `kept` is its digest, if known."""

    id: str
    department: str
    revision: int
    permit: Document
    kept: str = ""

    @property
    def form(self) -> Document:
        form: Document = self.permit["form"]
        return form

    @cached_property
    def read(self) -> Form:
        return form_of(self.form)

    @cached_property
    def digest(self) -> str:
        """What this content is kept under."""
        return self.kept or _digest(self.department, self.id, self.revision)

    @property
    def about(self) -> str:
        """What its steps are about, in the words of storage."""
        return f"permits/{self.id}"


@dataclass(frozen=True)
class Clash:
    """Someone else changed the same thing: `theirs` is kept now, `mine` is not kept yet."""

    about: tuple[str, ...]
    base: Document
    theirs: Document
    mine: Document
    author: str


Edit = Callable[[Document], Document | Problem | Clash]


def working(permit: str) -> Working:
    """The draft of a permit of one's own department; NotFound for any other."""
    who = actor()
    if who is None or who.department is None:
        raise NotFound("There is no such permit here.")
    revision, digest = store().catalogue.find(who.department, "permits", permit)
    return Working(permit, who.department, revision, permit_kept(digest), digest)


def keep(
    draft: Working, edit: Edit, *, about: str | tuple[str, ...], note: str, kind: str = ""
) -> Working | Problem | Clash:
    """The draft with `edit` made and kept, or what stood in the way.

    Changes by others to other things are kept beside this one; a change to the same thing (`about`:
    paths of fields, "section:s1", "title"; () for what cannot clash) is shown, never overwritten.
    """
    paths = (about,) if isinstance(about, str) else about
    for _attempt in range(ATTEMPTS):
        edited = edit(draft.form)
        if isinstance(edited, Problem | Clash):
            return edited
        if is_same(edited, draft.form):
            return draft
        clash = _clash(draft, edited, tuple(p for p in paths if p))
        if clash:
            return clash
        try:
            return save(draft, edited, note, kind=kind)
        except ChangedMeanwhile:
            draft = working(draft.id)
    raise ChangedMeanwhile(draft.revision)


def save(draft: Working, form: Document, note: str, *, kind: str = "") -> Working:
    """The draft with this form, kept as one step; ChangedMeanwhile when anyone of the department saved since."""
    who = actor()
    permit = {**draft.permit, "form": form}
    revision = store().catalogue.save_permit(
        draft.department,
        permit,
        expecting=draft.revision,
        author=who.id if who else "",
        now=now(),
        note=note,
        kind=kind,
    )
    digest = _digest(draft.department, draft.id, revision)
    keep_permit(digest, permit)
    return replace(draft, revision=revision, permit=permit, kept=digest)


def is_same(one: Document, other: Document) -> bool:
    """Equal to the order of keys too, which is the order of questions and columns."""
    fields, others = one.get("properties", {}), other.get("properties", {})
    if list(fields) != list(others):
        return False
    # Edits leave what they do not touch in place: most questions are the very same object.
    pairs = [(fields[k], others[k]) for k in fields if fields[k] is not others[k]]
    rest = [{k: v for k, v in form.items() if k != "properties"} for form in (one, other)]
    pairs.append((rest[0], rest[1]))
    # Unequal is seen quickly; only what is equal is worth writing out, for the order of its keys.
    return all(a == b for a, b in pairs) and all(json.dumps(a) == json.dumps(b) for a, b in pairs)


def restore(draft: Working, revision: int, note: str) -> Working:
    """The form as it was at an earlier revision, kept as a new one."""
    return save(draft, form_at(draft, revision), note)


def form_at(draft: Working, revision: int) -> Document:
    """The form as it stood at a revision of the catalogue; NotFound when it was not there yet."""
    form: Document = permit_kept(_digest(draft.department, draft.id, revision))["form"]
    return form


def seen_revision(draft: Working, name: str = "revision") -> int | None:
    """The revision the sender's page shows; None when it says none, or one still to come."""
    text = request.form.get(name, "")
    return int(text) if is_number(text) and int(text) <= draft.revision else None


def is_number(text: str) -> bool:
    """A revision as our own pages write it; five thousand digits are no number to Python."""
    return text.isascii() and text.isdigit() and len(text) < 10


def last_author(draft: Working, since: int) -> str:
    """Who saved this form last after a revision, by name."""
    newer = store().steps.since(draft.department, draft.about, since)
    return author_name(newer[0].author) if newer else _("另一位管理员")


def author_name(account: str) -> str:
    """Who it was, for history; the platform itself has no account."""
    try:
        return store().accounts.get(account).name
    except NotFound:
        return _("平台")


def tops(draft: Working) -> tuple[Step | None, Step | None]:
    """(the step one's next undo takes back, the one one's next redo brings again)."""
    who = actor()
    return store().steps.stacks(draft.department, draft.about, who.id if who else "")


def step_words(draft: Working) -> tuple[str, str]:
    """What undo and redo would do, in words; "" for nothing."""
    undo, redo = tops(draft)
    return (undo.note if undo else "", redo.note if redo else "")


def said(revision: Any) -> str:
    """What a revision did, in words."""
    words = _(revision.note) if revision.note else ""
    if revision.kind == "undo":
        return _("撤销：%(what)s", what=words)
    return _("重做：%(what)s", what=words) if revision.kind == "redo" else words


def _digest(department: str, permit: str, revision: int) -> str:
    return store().catalogue.digest_at(department, "permits", permit, revision)


def _clash(draft: Working, mine: Document, about: tuple[str, ...]) -> Clash | None:
    seen = seen_revision(draft)
    if not about or seen is None or seen == draft.revision:
        return None
    try:
        base = form_at(draft, seen)
    except NotFound:
        return None
    lost = tuple(p for p in about if _takes_back(*(_facts(f, p) for f in (base, draft.form, mine))))
    return Clash(lost, base, draft.form, mine, last_author(draft, seen)) if lost else None


def _takes_back(base: Facts, theirs: Facts, mine: Facts) -> bool:
    """Whether mine, begun from base, would lose anything of what theirs has changed meanwhile."""
    changed = {k for k in base.keys() | theirs.keys() if base.get(k) != theirs.get(k)}
    return any(mine.get(k) != theirs.get(k) for k in changed)


def _facts(form: Document, about: str) -> Facts:
    """What can be changed about it, one by one; nothing when it is gone."""
    if about == "title":
        return {"title": form.get("title")}
    if about.startswith("section:"):
        return next((s for s in form.get("x-sections", ()) if f"section:{s['key']}" == about), {})
    try:
        return {**property_at(form, about), "needed": about in form.get("required", ())}
    except KeyError:
        return {}
