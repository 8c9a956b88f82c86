"""The dictionary as builders search it: by any name in any language, by what departments call it, with who asks it."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import g

from schemas.form import Field, read_form
from views.store import store

FOUND, USUAL = 12, 5
Document = dict[str, Any]


@dataclass(frozen=True)
class Use:
    """A published form that asks an element, in a field or a column: its wording, its options as the dictionary
    says them."""

    permit: str
    department: str
    label: str
    hint: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """An element that was found. `called` is how some department says it when its own name was not meant;
    `is_just`: its name is what was typed, and the form may still ask it; `is_ticked`: it is to be added with others."""

    element: Document
    forms: int
    departments: tuple[str, ...]
    called: str = ""
    is_asked: bool = False
    is_just: bool = False
    is_ticked: bool = False


def dictionary() -> dict[str, Document]:
    """The published elements by id, as documents."""
    return _elements(dictionary_version())


def dictionary_version() -> str:
    """The version in force; within a request asked once."""
    if "dictionary_version" not in g:
        g.dictionary_version = store().published.heads("dictionary").get("elements", "")
    version: str = g.dictionary_version
    return version


def uses() -> dict[str, tuple[Use, ...]]:
    """Who asks each element in the forms that are live now."""
    return _uses(tuple(store().published.heads("permit").values()))


def options_asked(element: str) -> list[str]:
    """What the forms that ask an element let people choose from; for one whose options the dictionary leaves open."""
    return list(dict.fromkeys(o for use in uses().get(element, ()) for o in use.options))


def search(
    wanted: str, own: set[str], fits: Callable[[Document], bool] = lambda _: True
) -> tuple[Hit, ...]:
    """Elements whose names, notes, translations or wordings on any form hold every word; the nearest and
    most asked first. `own` are the elements the form asks already: found too, and marked."""
    words = _plain(wanted).split()
    asked = uses()
    hits = []
    for id, element in dictionary().items():
        used = asked.get(id, ())
        if not fits(element) or (not words and id in own):
            continue
        rank, called = _rank(element, used, words)
        if rank is not None:
            names = tuple(dict.fromkeys(u.department for u in used))
            just = _plain(element["name"]).split() == words and id not in own
            hit = Hit(element, len({u.permit for u in used}), names, called, id in own, just)
            hits.append((rank, -hit.forms, hit))
    hits.sort(key=lambda h: h[:2])
    return tuple(h[2] for h in hits[: FOUND if words else USUAL])


def ticked(ids: Iterable[str], own: set[str]) -> tuple[Hit, ...]:
    """The elements that were ticked before the search went on, in their order."""
    known, asked = dictionary(), uses()
    return tuple(
        Hit(
            known[id],
            len({u.permit for u in asked.get(id, ())}),
            tuple(dict.fromkeys(u.department for u in asked.get(id, ()))),
            is_ticked=True,
        )
        for id in dict.fromkeys(ids)
        if id in known and id not in own
    )


def kinds_found(wanted: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The field types whose name holds what was typed, the one that is just that first; () for nothing."""
    plain = _plain(wanted)
    hits = [name for name, said in words.items() if plain and plain in _plain(said)]
    return tuple(sorted(hits, key=lambda name: (_plain(words[name]) != plain, len(words[name]))))[
        :4
    ]


def _rank(element: Document, used: tuple[Use, ...], words: list[str]) -> tuple[int | None, str]:
    """(0 its name, 1 a wording or a translation, 2 a note or hint; None for no match, the wording)."""
    name = _plain(element["name"])
    if all(w in name for w in words):
        return 0, ""
    for use in used:
        if all(w in _plain(use.label) for w in words):
            return 1, use.label
    said = " ".join((*_translations(element), element["id"], element.get("note", "")))
    hints = " ".join(f"{u.label} {u.hint}" for u in used)
    text = _plain(f"{element['name']} {said}")
    if all(w in text for w in words):
        return 1, ""
    return (2, "") if all(w in text or w in _plain(hints) for w in words) else (None, "")


def _translations(element: Document) -> Iterator[str]:
    for said in element.get("i18n", {}).values():
        yield from (str(v) for v in said.values())


def _plain(text: str) -> str:
    """As it is compared: full-width and half-width, capital and small are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=4)
def _elements(version: str) -> dict[str, Document]:
    if not version:
        return {}
    return {e["id"]: e for e in store().published.get(version).document["elements"]}


@lru_cache(maxsize=8)
def _uses(versions: tuple[str, ...]) -> dict[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for version in versions:
        kept = store().published.get(version)
        for field in _fields(kept.document["form"]):
            if field.element:
                said = (field.label, field.hint, _options(field))
                use = Use(kept.name, kept.department, *said)
                found.setdefault(field.element, []).append(use)
    return {element: tuple(used) for element, used in found.items()}


def _options(field: Field) -> tuple[str, ...]:
    canonical = {local: code for code, local in field.schema.get("x-codes", ())}
    return tuple(canonical.get(o, o) for o in field.schema.get("enum", ()))


def _fields(form: Document) -> Iterator[Field]:
    for field in read_form(form).fields:
        yield field
        yield from field.columns
