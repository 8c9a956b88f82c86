"""Canvases that were drawn already: an edit draws one card anew and takes the others from the last drawing."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from form_builder.check import judged
from form_builder.reading import fields_of
from schemas.form import Field, Form
from schemas.problem import Problem
from views.build_cards import Card, Stack, canvas
from views.build_dictionary import dictionary, dictionary_version
from views.languages import language
from views.recent import Recent
from views.unprinted import unprinted_questions

MOST = 24


@dataclass(frozen=True)
class Drawn:
    """The canvas of a form with everything that is wrong on it; the questions it shows, by key, and which of
    them nothing is wrong with."""

    permit: str
    fields: dict[str, Field]
    stacks: tuple[Stack, ...]
    problems: tuple[Problem, ...]
    sound: frozenset[str]


Key = tuple[str, str, str]
_kept: Recent[Key, Drawn] = Recent(MOST)


def draw(digest: str, form: Callable[[], Form]) -> Drawn:
    """The drawing of the form kept under `digest`, in the reader's language; `form` is asked only when it
    was not drawn before. Equal content is one drawing, whoever looks and in whichever database."""
    key = (digest, language(), dictionary_version())
    return _kept.get(key) or _kept.keep(key, _drawn(form(), key))


def _drawn(form: Form, key: Key) -> Drawn:
    """Like the last one of the same form in the same words, but for what changed since."""
    last = _kept.newest(lambda k, drawn: k[1:] == key[1:] and drawn.permit == form.permit)
    before = last.fields if last else {}
    # Drawings share what they have in common: 24 of a long form weigh little more than one.
    fields = {f.key: before[f.key] if before.get(f.key) == f else f for f in form.fields}
    still = frozenset(k for k in (last.sound if last else ()) if fields.get(k) is before[k])
    found, sound = judged(form.schema, sound=still, _=_)
    unprinted = tuple(unprinted_questions(form, sound=still))
    found += unprinted
    sound -= {p.field.partition("/")[0] for p in unprinted}
    known = _reusable(fields, last) if last else {}
    return Drawn(form.permit, fields, canvas(form, dictionary(), found, known), found, sound)


def _reusable(fields: dict[str, Field], last: Drawn) -> dict[str, Card]:
    """Cards of the last drawing whose question, and the questions it asks about, are word for word the same."""
    cards = {c.path: c for s in last.stacks for c in s.cards}
    renamed = dict(_labels(fields) ^ _labels(last.fields)).keys()
    return {
        k: cards[k]
        for k, f in fields.items()
        if k in cards and last.fields[k] is f and fields_of(f.show_when).isdisjoint(renamed)
    }


def _labels(fields: dict[str, Field]) -> set[tuple[str, str]]:
    return {(k, f.label) for k, f in fields.items()}
