"""Characters that no font of ours has are said where they were typed, before a certificate would lack them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from documents.fonts import unprintable

Path = tuple[str | int, ...]


def unprinted(value: Any) -> dict[Path, str]:
    """A sentence for each text within an answer that cannot be printed; a table's cells by their paths."""
    rows = isinstance(value, Sequence) and any(isinstance(row, Mapping) for row in value)
    found = _cells(value) if rows else [((), _missing(value))]
    return {path: _sentence(characters) for path, characters in found if characters}


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
