"""Characters that no font of ours has are said where they were typed, before paper would lack them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from documents.fonts import unprintable
from schemas.form import Field, Form
from schemas.problem import Problem

Path = tuple[str | int, ...]


def unprinted(value: Any) -> dict[Path, str]:
    """A sentence for each text within an answer that cannot be printed; a table's cells by their paths."""
    rows = isinstance(value, Sequence) and any(isinstance(row, Mapping) for row in value)
    found = _cells(value) if rows else [((), _missing(value))]
    return {path: _sentence(characters) for path, characters in found if characters}


def unprinted_words(text: str) -> str:
    """What to say to staff whose words lack glyphs; "" when all can be printed."""
    missing = unprintable(text)
    return _("这些字印不出来，请换掉：%(letters)s", letters=" ".join(missing)) if missing else ""


def unprinted_questions(form: Form, *, sound: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Headings, labels, options and statements that a form's paper would lack letters of; but not of the fields
    that were `sound` and have not changed since."""
    if said := unprinted_words("".join((form.title, *(s.title for s in form.sections)))):
        yield Problem("", "", said)
    for field in form.fields:
        if field.key in sound:
            continue
        for path, asked in (
            (field.key, field),
            *((f"{field.key}/{c.key}", c) for c in field.columns),
        ):
            if said := unprinted_words("".join(_printed(asked))):
                yield Problem(f"/properties/{field.key}", path, said)


def _printed(field: Field) -> Iterator[str]:
    yield field.label
    if field.type == "statement":
        yield field.hint
    for options in (field.schema, field.schema.get("items", {})):
        yield from (o for o in options.get("enum", ()) if isinstance(o, str))


def _cells(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, str]]:
    for n, row in enumerate(rows):
        for key, value in row.items():
            yield (n, key), _missing(value)


def _missing(value: Any) -> str:
    return unprintable("".join(_texts(value)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)


def _sentence(characters: str) -> str:
    said = _("这个字打印不出来：%(characters)s。请换成能打印的写法，并在提交后告诉窗口。")
    return said % {"characters": " ".join(characters)}
