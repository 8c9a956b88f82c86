"""WeasyPrint without what it does twice or for nothing: the same bytes for less.

It tells a PDF with an identifier twice over, streams squeezed anew each time, and writes a list of all pages for
every tag. A page that tells another's number (`target-counter`) it sets three times.
"""

from types import SimpleNamespace
from typing import Any

PAGE_OF = "page-of"  # the class of links that read as the number of their target's page
LEFT_OF = {"right": 1.0, "center": 0.5}  # how much of what a number is wider goes to its left


def tell_pages_once() -> None:
    """Have WeasyPrint, from here on, list a document's pages once for all its tags. To be called once."""
    import weasyprint.pdf as printer

    add_tags = printer.add_tags

    def told(pdf: Any, *how: Any) -> None:
        known = SimpleNamespace(
            add_object=pdf.add_object, catalog=pdf.catalog, page_references=pdf.page_references
        )
        add_tags(known, *how)

    printer.add_tags = told


def write_once(made: Any) -> None:
    """Put each finished object's bytes in its place: they are asked for again to make the file's identifier."""
    import pydyf

    class Written(pydyf.Object):
        def __init__(self, thing: Any) -> None:
            super().__init__()
            self.number, self.generation, self.free = thing.number, thing.generation, thing.free
            self.bytes = b"" if self.free == "f" else thing.data
            self.squeezable = thing.compressible

        @property
        def data(self) -> bytes:
            return self.bytes

        @property
        def compressible(self) -> bool:
            return self.squeezable

    made.objects[:] = [Written(thing) for thing in made.objects]


def number_links(document: Any) -> None:
    """Have every `<a class="page-of" href="#place">0</a>` of a laid out document read as its target's page number.

    It stays on its line, right or in the middle as it stood. A link to a place that is nowhere keeps its text.
    """
    places: dict[str, int] = {}
    for n, page in enumerate(document.pages, 1):
        for name in page.anchors:  # what goes on over pages has its name on each of them
            places.setdefault(name, n)
    for at, page in enumerate(document.pages):
        links = [b for b in page._page_box.descendants() if _tells_a_page(b)]
        for link in links:
            number = places.get(link.element.get("href", "").removeprefix("#"))
            if number is not None:
                _reads(link, str(number))
        if links:
            document.pages[at] = type(page)(page._page_box)  # knows the places of its links


def _tells_a_page(box: Any) -> bool:
    return box.element_tag == "a" and box.element.get("class") == PAGE_OF and bool(box.children)


def _reads(link: Any, text: str) -> None:
    from weasyprint.text.line_break import line_size

    (written,) = link.children
    layout = written.pango_layout
    layout.reactivate(written.style)
    layout.set_text(text)
    width, _ = line_size(layout.get_first_line()[0], written.style)
    layout.deactivate()
    wider = width - written.width
    for box in (link, written):
        box.position_x -= wider * LEFT_OF.get(link.style["text_align_all"], 0.0)
        box.width += wider
    written.text = text
