"""The seal as a picture: a ring with the department's name, set once a department as a page of its own."""

from datetime import UTC, datetime
from functools import lru_cache

from documents import paper, pdf

SIDE_MM = 44
RADIUS = 43
ARC = 250  # degrees of the ring that a long department name may fill
NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=64)
def seal_picture(name: str, *, demo: bool) -> bytes:
    """A one-page PDF of 44 mm. In demo mode it says that it is a sample."""
    drawn = paper.uri("seal.svg", **_ring(name), demo=demo)
    html = paper.page("seal.html", name=name, seal=drawn)
    css = paper.sheet("seal.css")
    return pdf.render(html, css=css, identifier=f"seal:{name}", now=NO_TIME, complete=True)


def _ring(name: str) -> dict[str, object]:
    """Each character of the name with its angle on the ring."""
    step = min(24.0, ARC / max(len(name) - 1, 1))
    first = -step * (len(name) - 1) / 2
    size = max(6.2, min(11.5, step * 0.46))
    ring = tuple((char, round(first + n * step, 2)) for n, char in enumerate(name))
    return {"ring": ring, "size": size, "radius": RADIUS}
