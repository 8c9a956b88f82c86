"""A small sealed file with every part of a real one, to be harmed in every way."""

import subprocess
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding

from documents import pdf
from documents.sealing.apply import sealed
from documents.sealing.demo import demo_seal
from documents.sealing.examine import KnownSeal
from documents.sealing.key import SealKey, open_seal_key

NOW = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)


@cache
def a_key(id: int = 1) -> SealKey:
    return open_seal_key(id, demo_seal(NOW))


def known(key: SealKey) -> KnownSeal:
    der = Encoding.DER
    chain = tuple(c.public_bytes(der) for c in key.chain)
    return KnownSeal(key.id, key.name, key.certificate.public_bytes(der), chain)


@cache
def a_page(words: str = "证") -> bytes:
    data = pdf.Attachment("certificate.json", b'{"token":"T"}', "d")
    return pdf.render(
        f"<html lang=zh><title>{words}</title>",
        css="",
        identifier=words,
        now=NOW,
        attachments=[data],
    )


def a_sealed_page(words: str = "证", key: SealKey | None = None) -> bytes:
    return sealed(a_page(words), key or a_key(), place=None, reason="发证", at=NOW)


@cache
def an_sm2_key(_name: str = "") -> bytes:
    """A new SM2 key as PEM, one for each name."""
    order = ("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2")
    return subprocess.run(order, capture_output=True, check=True).stdout
