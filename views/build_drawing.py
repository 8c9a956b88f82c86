"""Canvases that were drawn already: an edit draws one card anew and takes the others from the last drawing."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from form_builder.check import mistakes
from schemas.form import Field, Form
from schemas.problem import Problem
from views.build_cards import Card, Stack, canvas
from views.build_dictionary import dictionary, dictionary_version
from views.languages import language

MOST, MOST_CARDS = 24, 5_000


@dataclass(frozen=True)
class Drawn:
    """The canvas of a form with everything that is wrong on it, and the questions it shows, by key."""

    permit: str
    fields: dict[str, Field]
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


def at_rest(card: Card) -> Markup:
    """The HTML of a card that is not chosen. Of 500 questions one is chosen, and one changes at an edit."""
    return _at_rest(card, language())


@lru_cache(maxsize=MOST_CARDS)
def _at_rest(card: Card, _language: str) -> Markup:
    drawing = current_app.jinja_env.get_template("build/_card.html")
    return Markup(drawing.render(card=card, path=""))  # noqa: S704 our own template


def _nearest(key: Key) -> tuple[Drawn, ...]:
    """The last drawings in the same words, of whichever form: cards say by themselves whether they still hold."""
    return tuple(drawn for kept, drawn in reversed(_kept.items()) if kept[1:] == key[1:])[:4]


def _drawn(form: Form, near: tuple[Drawn, ...]) -> Drawn:
    found = mistakes(form.schema, _=_)
    last = next((d for d in near if d.permit == form.permit), None)
    before = last.fields if last else {}
    # Drawings share what they have in common: 24 of a long form weigh little more than one.
    fields = {f.key: before[f.key] if before.get(f.key) == f else f for f in form.fields}
    known = _reusable(fields, last) if last else {}
    return Drawn(form.permit, fields, canvas(form, dictionary(), found, known), found)


def _reusable(fields: dict[str, Field], last: Drawn) -> dict[str, Card]:
    """Cards of the last drawing whose question, and the questions it asks about, are word for word the same."""
    cards = {c.path: c for s in last.stacks for c in s.cards}
    labels = _labels(fields) == _labels(last.fields)
    return {
        k: cards[k]
        for k, f in fields.items()
        if k in cards and last.fields[k] is f and (labels or not f.show_when)
    }


def _labels(fields: dict[str, Field]) -> dict[str, str]:
    return {k: f.label for k, f in fields.items()}
