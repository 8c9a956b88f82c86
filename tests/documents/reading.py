"""Reads printed documents back with other people's tools."""

import re
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from pyzbar import pyzbar


def text_of(pdf: bytes, *, raw: bool = True) -> str:
    return _run("pdftotext", *(["-raw"] if raw else ["-layout"]), "-", "-", stdin=pdf).decode()


def packed(text: str) -> str:
    """Without any space: where a line breaks is nobody's business."""
    return re.sub(r"\s+", "", text)


def facts_of(pdf: bytes) -> dict[str, str]:
    lines = _run("pdfinfo", "-", stdin=pdf).decode().splitlines()
    return {k.strip(): v.strip() for k, _, v in (line.partition(":") for line in lines)}


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Each font with whether it is embedded."""
    lines = _run("pdffonts", "-", stdin=pdf).decode().splitlines()[2:]
    return {line.split()[0]: line.split()[-5] == "yes" for line in lines}


def pixels_of(pdf: bytes, folder: Path, *, page: int = 1, dpi: int = 150) -> Image.Image:
    base = folder / f"page{page}"
    _run(
        "pdftoppm",
        "-r",
        str(dpi),
        "-f",
        str(page),
        "-l",
        str(page),
        "-singlefile",
        "-png",
        "-",
        str(base),
        stdin=pdf,
    )
    return Image.open(base.with_suffix(".png"))


def codes_in(image: Image.Image) -> tuple[set[str], set[str]]:
    """What two unrelated decoders see: zbar and zxing."""
    return (
        {c.data.decode() for c in pyzbar.decode(image)},
        {c.text for c in zxingcpp.read_barcodes(image)},
    )


def complaints_about(pdf: bytes, folder: Path) -> str:
    """What qpdf finds wrong; "" when the file is sound."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _run(*command: str, stdin: bytes) -> bytes:
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout
