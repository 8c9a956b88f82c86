"""The texts of the program and their translations, read without a shell."""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "locales"
KEYWORDS = "_ gettext ngettext:1,2 N_ counted:1,1"
LANGUAGES = ("zh_Hant", "en", "pt")


@dataclass(frozen=True)
class Text:
    """One text as it is written in the source; `plural` only where it is counted."""

    id: str
    is_counted: bool
    places: tuple[str, ...]


def texts() -> dict[str, Text]:
    """Every text in the source, by its Chinese words."""
    with (LOCALES / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, Text] = {}
    for path, line, message, *_ in extract_from_dir(
        ROOT, methods, options, parse_keywords(KEYWORDS.split())
    ):
        words = message[0] if isinstance(message, tuple) else message
        known = found.get(words, Text(words, False, ()))
        counted = known.is_counted or isinstance(message, tuple)
        found[words] = Text(words, counted, (*known.places, f"{path}:{line}"))
    return found


def catalog(language: str) -> Catalog:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)
