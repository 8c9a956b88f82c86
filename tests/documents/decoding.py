"""Codes on cheap paper, before old phones: `python -m tests.documents.decoding [seeds]`.

The printed page is rastered, harmed in eleven ways and read by zbar and zxing; prints the rates.
"""

import io
import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from documents.label import label_pdf
from tests.documents.reading import codes_in, pixels_of
from tests.documents.test_certificate import BASE, NOW, printed, sealed

Harm = Callable[[Image.Image, Random, float], Image.Image]
MM = 25.4


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


def blotted(share: float) -> Harm:
    """A round blot over `share` of the code, clear of the three finders, as dark as coffee."""

    def harm(image: Image.Image, rng: Random, _: float) -> Image.Image:
        marked = image.copy()
        side = min(image.size) * 0.8
        radius = side * math.sqrt(share / math.pi)
        x, y = (image.width * (0.5 + rng.uniform(-0.08, 0.08)) for _ in range(2))
        box = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(marked).ellipse(box, fill=90)
        return marked

    return harm


def slanted(image: Image.Image, rng: Random, _: float) -> Image.Image:
    w, h = image.size
    d = 0.07 * w * rng.choice((-1, 1))
    # The picture's corners, as they lie in the source: top left, bottom left, bottom right, top right.
    quad = (min(d, 0), min(-d, 0), 0, h, w, h, w + max(d, 0), min(d, 0))
    return image.transform(
        (w, h), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255
    )


def all_at_once(image: Image.Image, rng: Random, dot: float) -> Image.Image:
    for harm in (blotted(0.04), blurred(0.08), slanted, turned(4), squeezed):
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
    "blot 4 %": blotted(0.04),
    "blot 10 %": blotted(0.10),
    "perspective": slanted,
    "all at once": all_at_once,
}


def pictures(dpi: int) -> dict[str, Image.Image]:
    """The certificate's code and the label's, cut out of their pages with some paper around."""
    certificate = sealed()
    small = label_pdf(certificate, base_url=BASE, printed_at=NOW, demo=False)
    with tempfile.TemporaryDirectory() as folder:
        page = pixels_of(printed(certificate), Path(folder), dpi=dpi).convert("L")
        label = pixels_of(small, Path(folder), dpi=dpi).convert("L")
    scale = dpi / MM
    return {
        "certificate": page.crop(tuple(round(mm * scale) for mm in (26, 132, 78, 188))),
        "label": label.crop(tuple(round(mm * scale) for mm in (0, 0, 32, 34))),
    }


def read(image: Image.Image, harm: Harm, seed: int, dpi: int) -> tuple[bool, bool]:
    """Whether zbar and zxing read the one code in the harmed picture."""
    zbar, zxing = codes_in(harm(image, Random(seed), MM / dpi))
    return len(zbar) == 1, len(zxing) == 1


def main(seeds: int) -> int:
    missed = 0
    for dpi in (150, 96):
        for name, image in pictures(dpi).items():
            tries = [(h, s, *read(image, HARMS[h], s, dpi)) for h in HARMS for s in range(seeds)]
            rates = [round(100 * sum(t[n] for t in tries) / len(tries)) for n in (2, 3)]
            lost = sorted({h for h, _, zbar, zxing in tries if not (zbar and zxing)})
            print(f"{dpi} dpi {name}: zbar {rates[0]} %, zxing {rates[1]} % of {len(tries)} {lost}")
            missed += dpi == 150 and rates != [100, 100]
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 4))
