"""The seal as a picture: a ring with the department's name, set once a department as a page of its own."""

from datetime import UTC, datetime
from functools import lru_cache

from documents import paper, pdf
from documents.outlines import EM, NoOutline, outline

SIDE_MM = 44
RADIUS = 43
ARC = 250  # degrees of the ring that a long department name may fill
KINDS = {True: "示例印章", False: "电子证照专用章"}
WORD_SIZES = {True: 9.5, False: 7.5}
NO_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=64)
def seal_picture(name: str, *, demo: bool) -> bytes:
    """A one-page PDF of 44 mm. In demo mode it says that it is a sample."""
    try:
        drawn = paper.uri("seal.svg", **_ring(name), words=_words(KINDS[demo], WORD_SIZES[demo]))
    except NoOutline as missing:
        raise pdf.Unprintable(str(missing)) from missing
    html = paper.page("seal.html", name=name, seal=drawn)
    css = paper.sheet("seal.css")
    return pdf.render(html, css=css, identifier=f"seal:{name}", now=NO_TIME)


def _ring(name: str) -> dict[str, object]:
    """Each character of the name with its angle on the ring."""
    step = min(24.0, ARC / max(len(name) - 1, 1))
    first = -step * (len(name) - 1) / 2
    size = max(6.2, min(11.5, step * 0.46))
    ring = tuple((outline(char), round(first + n * step, 2)) for n, char in enumerate(name))
    return {"ring": ring, "scale": round(size / EM, 5), "radius": RADIUS}


def _words(text: str, size: float) -> tuple[tuple[str, float, float], ...]:
    """Each character of a straight line with its place from the middle and its scale."""
    first = -(len(text) - 1) / 2
    return tuple(
        (outline(c), round((first + n) * size, 2), round(size / EM, 5)) for n, c in enumerate(text)
    )
