"""The one door to WeasyPrint: HTML and CSS in, the same bytes every time out; nothing is ever fetched."""

import gc
import hashlib
import logging
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from documents.colour import SRGB_NAME, srgb_profile
from documents.compact import make_fonts_compact, say_what_is_embedded
from documents.drawing import Drawing
from documents.fonts import font_config_file
from documents.paper import sheet
from documents.thrift import number_links, tell_pages_once, write_once

APT = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
WITHIN = "data:image/"
PIXELS = 96 / 25.4  # in a millimetre
SELDOM = (20_000, 20, 50)  # a document is thousands of nodes that all live until it is done
NONE: Mapping[str, Drawing] = MappingProxyType({})


class LibrariesMissing(Exception):
    """The text libraries that set PDFs (Pango, HarfBuzz subset) are not on this machine."""


class Unprintable(Exception):
    """Some characters are in none of the fonts; the message is these characters."""


class TooDeep(Exception):
    """The document nests deeper than can be laid out; its text is hostile or its template broken."""


class TooMuch(Exception):
    """A part of the page reaches over what stands below it; there is more text than room."""


@dataclass(frozen=True)
class Part:
    """The element of class `name` has to end on the first page, above `end` millimetres from its top."""

    name: str
    end: float


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF; `relationship` as in ISO 32000-2, "Data" or "Source"."""

    name: str
    data: bytes
    description: str
    relationship: str = "Data"


def render(
    html: str,
    *,
    css: str,
    identifier: str,
    now: datetime,
    variant: str | None = None,
    attachments: Iterable[Attachment] = (),
    drawings: Mapping[str, Drawing] = NONE,
    complete: bool = False,
    part: Part | None = None,
) -> bytes:
    """A tagged PDF of `html`, whose <html lang> and <title> become the PDF's language and title.

    The same arguments give the same bytes: `now` is the only clock and `identifier` the only identity.
    `variant` names a PDF/A conformance to declare. `drawings` stand for the images with their addresses.
    `complete` refuses a page that lacks a glyph, `part` one that overflows. Raises LibrariesMissing, FontsMissing,
    TooDeep, TooMuch or Unprintable.
    """
    page = _page()(string=html, base_url=None, url_fetcher=_nothing())
    how = {
        "stylesheets": [_sheet(css)],
        "pdf_tags": True,
        "pdf_variant": variant,
        "pdf_identifier": hashlib.sha256(identifier.encode()).digest()[:16],
        "presentational_hints": False,
        "attachments": [_attached(a, now) for a in attachments],
        "cache": dict(drawings),
    }
    try:
        with _missing_glyphs() as missing:
            document = page.render(font_config=_fonts(), **how)
            if part and not _holds(document, part):
                raise TooMuch(str(TooMuch.__doc__))
            number_links(document)
            made: bytes = document.write_pdf(finisher=_finish, **how)
    except RecursionError as deep:
        raise TooDeep from deep
    if complete and missing:
        raise Unprintable("".join(sorted(set(missing))))
    return made


def fits(html: str, *, css: str, drawings: Mapping[str, Drawing], part: Part) -> bool:
    """Would `render` find room for this part? The page is only laid out."""
    page = _page()(string=html, base_url=None, url_fetcher=_nothing())
    how = {"stylesheets": [_sheet(css)], "cache": dict(drawings), "presentational_hints": False}
    with _missing_glyphs():
        return _holds(page.render(font_config=_fonts(), **how), part)


def _holds(document: Any, part: Part) -> bool:
    first = document.pages[0]._page_box
    boxes = (b for b in first.descendants() if b.element is not None)
    ends = [b.position_y + b.margin_height() for b in boxes if b.element.get("class") == part.name]
    return len(document.pages) == 1 and max(ends, default=0) <= part.end * PIXELS


@contextmanager
def _missing_glyphs() -> Iterator[list[str]]:
    """The characters that no font had, gathered while a document is set."""
    found: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda r: found.append(r.args[0]) if ".notdef" in r.msg else None  # type: ignore
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield found
    finally:
        logger.removeHandler(listener)


@cache
def _engine() -> Any:
    """WeasyPrint, imported on first use so that everything but printing starts without Pango."""
    os.environ["FONTCONFIG_FILE"] = str(font_config_file())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
            from weasyprint.text.ffi import harfbuzz_subset
        make_fonts_compact()
        tell_pages_once()
        logging.getLogger("weasyprint").propagate = False  # its warnings quote what people wrote
    except OSError as missing:
        raise LibrariesMissing(f"PDF needs system libraries: {APT}") from missing
    if harfbuzz_subset is None:
        raise LibrariesMissing(f"PDF needs libharfbuzz-subset: {APT}")
    gc.freeze()  # what was imported stays: no collection need walk through it
    gc.set_threshold(*SELDOM)
    return weasyprint


@cache
def _page() -> Any:
    """A page whose elements look as templates/paper/usual.css has them before its own style sheets speak."""
    html: Any = _engine().HTML

    class Page(html):
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [_sheet(sheet("usual.css"))]

    return Page


@cache
def _nothing() -> Any:
    """A fetcher that knows only images written into the page itself."""

    fetcher: Any = _engine().URLFetcher

    class Nothing(fetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(WITHIN):
                raise ValueError("Documents fetch nothing.")
            return super().fetch(url, headers)

    return Nothing(allowed_protocols=("data",), allow_redirects=False)


@cache
def _fonts() -> Any:
    """One font configuration for the life of the process: a fresh one per document leaks megabytes."""
    _engine()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _sheet(css: str) -> Any:
    return _engine().CSS(string=css, base_url=None, url_fetcher=_nothing(), font_config=_fonts())


def _finish(_: Any, made: Any) -> None:
    """WeasyPrint 70.0 names every attachment twice among the associated files (Kozea/WeasyPrint#2917)."""
    say_what_is_embedded(made)
    _say_srgb(made)
    if "AF" in made.catalog:
        made.catalog["AF"][:] = dict.fromkeys(made.catalog["AF"])
    write_once(made)


def _say_srgb(made: Any) -> None:
    """Put the small profile in the place of WeasyPrint's; a PDF without an output intent has none."""
    for intent in made.catalog.get("OutputIntents", ()):
        number = int(intent["DestOutputProfile"].split()[0])
        made.objects[number].stream = [srgb_profile()]
        intent["Info"] = intent["OutputConditionIdentifier"] = f"({SRGB_NAME})"


def _attached(attachment: Attachment, now: datetime) -> Any:
    return _engine().Attachment(
        string=attachment.data,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=now,
        modified=now,
        base_url=None,
        url_fetcher=_nothing(),
    )
