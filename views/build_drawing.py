"""Canvases that were drawn already: an edit draws one card anew and takes the others from the last drawing."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask_babel import gettext as _

from form_builder.check import mistakes
from schemas.form import Form
from schemas.problem import Problem
from views.build_cards import Card, Stack, canvas
from views.build_dictionary import dictionary, dictionary_version
from views.languages import language

MOST = 24


@dataclass(frozen=True)
class Drawn:
    """The canvas of a form with everything that is wrong on it, and the form it shows."""

    form: Form
    stacks: tuple[Stack, ...]
    problems: tuple[Problem, ...]


Key = tuple[str, str, str]
_kept: OrderedDict[Key, Drawn] = OrderedDict()
_lock = Lock()


def draw(digest: str, form: Callable[[], Form]) -> Drawn:
    """The drawing of the form kept under `digest`, in the reader's language; `form` is asked only when it
    was not drawn before. Equal content is one drawing, whoever looks and in whichever database."""
    key = (digest, language(), dictionary_version())
    with _lock:
        found, near = _kept.get(key), _nearest(key)
        if found:
            _kept.move_to_end(key)
            return found
    fresh = _drawn(form(), near)
    with _lock:
        _kept[key] = fresh
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return fresh


def _nearest(key: Key) -> tuple[Drawn, ...]:
    """The last drawings in the same words, of whichever form: cards say by themselves whether they still hold."""
    return tuple(drawn for kept, drawn in reversed(_kept.items()) if kept[1:] == key[1:])[:4]


def _drawn(form: Form, near: tuple[Drawn, ...]) -> Drawn:
    found = mistakes(form.schema, _=_)
    last = next((d for d in near if d.form.permit == form.permit), None)
    return Drawn(form, canvas(form, dictionary(), found, _reusable(form, last)), found)


def _reusable(form: Form, last: Drawn | None) -> dict[str, Card]:
    """Cards of the last drawing whose question, and the questions it asks about, are word for word the same."""
    if last is None:
        return {}
    before = {f.key: f for f in last.form.fields}
    cards = {c.path: c for s in last.stacks for c in s.cards}
    labels = {f.key: f.label for f in form.fields} == {f.key: f.label for f in last.form.fields}
    return {
        f.key: cards[f.key]
        for f in form.fields
        if f.key in cards and before[f.key] == f and (labels or not f.show_when)
    }
