"""The one door to segno: codes that a phone reads off cheap paper."""

from dataclasses import dataclass

import segno

from documents.drawing import Drawing, squares

SMALLEST_MODULE_MM = 0.57
WHOLE_DOTS_MM = (
    4 * 25.4 / 150
)  # a module of whole dots at 150, 300 and 600 to the inch: edges stay sharp
QUIET_ZONE = 4


@dataclass(frozen=True)
class Code:
    """A code ready to be placed: `uri` is an SVG, `side_mm` the least side at which it scans reliably.

    `drawing` is the same picture for paper.
    """

    uri: str
    modules: int
    side_mm: float
    drawing: Drawing

    @property
    def drawings(self) -> dict[str, Drawing]:
        """What pdf.render draws where a page names this code's `uri`."""
        return {self.uri: self.drawing}


def code(
    text: str, *, error: str = "q", at_least_mm: float = 0, module_mm: float = SMALLEST_MODULE_MM
) -> Code:
    """`text` as a QR code whose modules are no smaller than 0.57 mm, quiet zone included.

    Levels Q and H only: at 150 dpi with a blot of a tenth of the code, M was never read. Upper-case
    letters, digits and `/:.-` take a third less room. Raises ValueError for another level or too long a text.
    """
    if error not in {"q", "h"}:
        raise ValueError("A printed code is of level q or h.")
    try:
        made = segno.make_qr(text, error=error, boost_error=False)
    except segno.DataOverflowError as long:
        raise ValueError("Too long for one code.") from long
    modules = int(made.symbol_size(border=QUIET_ZONE)[0])
    side = max(at_least_mm, round(modules * max(module_mm, SMALLEST_MODULE_MM) + 0.0005, 3))
    uri = made.svg_data_uri(border=QUIET_ZONE, omitsize=True, xmldecl=False, light="#fff")
    return Code(uri, modules, side, squares(made.matrix, border=QUIET_ZONE))


def svg_data_uri(text: str, *, error: str = "q") -> str:
    """`text` as an SVG data URI, for an <img> on a page or on paper."""
    return code(text, error=error).uri
