"""Templates of printed paper: an autoescaping Jinja of its own, with nothing of a request in it."""

import base64
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent.parent / "templates" / "paper"
LONGEST = 20_000
EMPTY_LINES = re.compile(r"\n(?:[ \u3000]*\n){2,}")


def page(template: str, **values: Any) -> str:
    """The HTML of a template under templates/paper/, every value escaped; an unknown name is an error."""
    return _environment().get_template(template).render(**values)


def uri(template: str, **values: Any) -> str:
    """An SVG template as a data URI, for an <img>."""
    return (
        "data:image/svg+xml;base64," + base64.b64encode(page(template, **values).encode()).decode()
    )


@cache
def sheet(*names: str, language: str = "zh-Hans") -> str:
    """The print style sheets of these names, one after another, with the shapes `language` writes."""
    text = "\n".join((TEMPLATES / name).read_text("utf-8") for name in names)
    return re.sub(r'"(Paper \w+)"', r'"\1 Hant"', text) if "Hant" in language else text


def clean(text: str) -> str:
    """`text` without what is no writing: control and direction marks, more than one empty line at a time, and
    more than a page can bear.

    A character newer than this Python stays, so that it is named where no font has it.
    """
    kept = EMPTY_LINES.sub("\n\n", "".join(map(_written, text[:LONGEST])))
    return kept + ("……" if len(text) > LONGEST else "")


def _written(character: str) -> str:
    if character.isprintable() or character in "\n\u3000":
        return character
    kind = unicodedata.category(character)
    if kind == "Zs" or character == "\t":
        return " "
    if kind in {"Zl", "Zp"}:
        return "\n"
    # U+FFFE, U+FFFF and their like are no characters, and XML knows none of them.
    is_none = ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"
    return character if kind in ("Cn", "Co") and not is_none else ""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
