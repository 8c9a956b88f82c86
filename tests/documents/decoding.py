"""Codes on cheap paper, before old phones: `python -m tests.documents.decoding [seeds]`.

The printed page is rastered, harmed in twelve ways, eleven of them single, and read by zbar and zxing. Prints how
often each read the picture as it is, and at one of four sizes: zxing shrinks and turns a picture by itself, zbar
looks once, and takes the rim of a blot for an alignment mark at one size that it does not at another.
"""

import io
import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from documents.label import label_pdf
from tests.documents.reading import codes_in, pixels_of
from tests.documents.test_certificate import BASE, NOW, printed, sealed

Harm = Callable[[Image.Image, Random, float], Image.Image]
MM = 25.4
SIZES = (1, 0.85, 0.75, 1.25)


def blurred(sigma_mm: float) -> Harm:
    return lambda image, _, dot: image.filter(ImageFilter.GaussianBlur(sigma_mm / dot))


def turned(degrees: float) -> Harm:
    return lambda image, _, __: image.rotate(
        degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )


def squeezed(image: Image.Image, _: Random, __: float) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=20)
    return Image.open(out).convert("L")


def noisy(image: Image.Image, rng: Random, _: float) -> Image.Image:
    grain = bytes(
        min(255, max(0, int(rng.gauss(128, 40)))) for _ in range(image.width * image.height)
    )
    noise = Image.frombytes("L", image.size, grain)
    return ImageChops.add(image, noise, scale=1, offset=-128)


def blotted(share: float, *, ink: int, spared: bool = True) -> Harm:
    """A round blot over `share` of the symbol, anywhere within it; a code whose finder is gone is no code, so `spared`."""

    def harm(image: Image.Image, rng: Random, _: float) -> Image.Image:
        left, top, right, _bottom = symbol_in(image)
        side = right - left
        radius = side * math.sqrt(share / math.pi)
        while True:
            x, y = (rng.uniform(radius, side - radius) for _ in range(2))
            if not spared or _spares_finders(x, y, radius, side):
                break
        marked = image.copy()
        box = (left + x - radius, top + y - radius, left + x + radius, top + y + radius)
        ImageDraw.Draw(marked).ellipse(box, fill=ink)
        return marked

    return harm


def symbol_in(image: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the one upright code in a clean picture."""
    (found,) = zxingcpp.read_barcodes(image)
    at = found.position
    return at.top_left.x, at.top_left.y, at.bottom_right.x, at.bottom_right.y


def _spares_finders(x: float, y: float, radius: float, side: float) -> bool:
    # The certificate's finders with their white border are 8 of 53 modules, the label's 8 of 33.
    finder = side / 4
    corners = ((0.0, 0.0), (side - finder, 0.0), (0.0, side - finder))
    return all(
        math.hypot(max(left - x, 0, x - left - finder), max(top - y, 0, y - top - finder)) >= radius
        for left, top in corners
    )


def slanted(image: Image.Image, rng: Random, _: float) -> Image.Image:
    w, h = image.size
    d = 0.07 * w * rng.choice((-1, 1))
    # The picture's corners, as they lie in the source: top left, bottom left, bottom right, top right.
    quad = (min(d, 0), min(-d, 0), 0, h, w, h, w + max(d, 0), min(d, 0))
    return image.transform(
        (w, h), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255
    )


def all_at_once(image: Image.Image, rng: Random, dot: float) -> Image.Image:
    for harm in (blotted(0.04, ink=90), blurred(0.08), slanted, turned(4), squeezed):
        image = harm(image, rng, dot)
    return image


HARMS: dict[str, Harm] = {
    "clean": lambda image, _, __: image,
    "blur 0.10 mm": blurred(0.10),
    "blur 0.20 mm": blurred(0.20),
    "turned 7": turned(7),
    "turned 30": turned(30),
    "JPEG 20": squeezed,
    "noise 40": noisy,
    "blot 4 %": blotted(0.04, ink=90),
    "blot 10 %": blotted(0.10, ink=90),
    "black blot 10 %": blotted(0.10, ink=0),
    "perspective": slanted,
    "all at once": all_at_once,
}
SINGLE = [name for name in HARMS if name != "all at once"]


def pictures(dpi: int) -> dict[str, Image.Image]:
    """The certificate's code and the label's, cut out of their pages with some paper around."""
    certificate = sealed()
    small = label_pdf(certificate, base_url=BASE, printed_at=NOW, demo=False)
    pages = {"certificate": printed(certificate), "label": small}
    with tempfile.TemporaryDirectory() as folder:
        seen = {n: pixels_of(page, Path(folder), dpi=dpi).convert("L") for n, page in pages.items()}
    return {name: _framed(page, dpi) for name, page in seen.items()}


def _framed(page: Image.Image, dpi: int) -> Image.Image:
    left, top, right, bottom = symbol_in(page)
    paper = round(7 * dpi / MM)
    sheet = Image.new("L", (page.width + 2 * paper, page.height + 2 * paper), 255)
    sheet.paste(page, (paper, paper))
    return sheet.crop((left, top, right + 2 * paper, bottom + 2 * paper))


def looks(image: Image.Image, harm: Harm, seed: int, dpi: int) -> tuple[int, int]:
    """At which of its sizes, counted from 1, zbar and zxing read the one code in the harmed picture; 0 for none."""
    sight = harm(image, Random(seed), MM / dpi)
    first = [0, 0]
    for look, size in enumerate(SIZES, 1):
        for n, found in enumerate(codes_in(_sized(sight, size))):
            first[n] = first[n] or look * (len(found) == 1)
        if all(first):
            break
    return first[0], first[1]


def _sized(image: Image.Image, size: float) -> Image.Image:
    if size == 1:
        return image
    wanted = (round(image.width * size), round(image.height * size))
    return image.resize(wanted, Image.Resampling.BICUBIC)


def main(seeds: int) -> int:
    """The table; 1 when a single harm at 150 dpi ever outlasted all sizes."""
    missed = False
    for dpi in (150, 96):
        for name, image in pictures(dpi).items():
            seen = {h: [looks(image, HARMS[h], s, dpi) for s in range(seeds)] for h in HARMS}
            for n, decoder in enumerate(("zbar", "zxing")):
                print(f"{dpi} dpi {name:<12}{decoder:<6}{_rates(seen, n)}", flush=True)
            missed = missed or (dpi == 150 and any(0 in r for h in SINGLE for r in seen[h]))
    return int(missed)


def _rates(seen: dict[str, list[tuple[int, int]]], decoder: int) -> str:
    """Of every single harm: read as it is, read at some size; and what was not read as it is."""
    at = {harm: [found[decoder] for found in tries] for harm, tries in seen.items()}
    single = [look for harm in SINGLE for look in at[harm]]
    once = 100 * sum(look == 1 for look in single) / len(single)
    ever = 100 * sum(look > 0 for look in single) / len(single)
    lost = {
        harm: f"{sum(look != 1 for look in tries)} ({tries.count(0)} never) of {len(tries)}"
        for harm, tries in at.items()
        if set(tries) != {1}
    }
    return (
        f"{once:.1f} % as it is, {ever:.1f} % at some size, of {len(single)}; not as it is: {lost}"
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 4))
