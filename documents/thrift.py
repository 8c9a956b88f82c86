"""WeasyPrint without what it does twice or for nothing: the same bytes for less.

It tells a PDF with an identifier twice over, streams squeezed anew each time, and writes a list of all pages for
every tag.
"""

from types import SimpleNamespace
from typing import Any


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
