"""Looking at a sealed file again: whose seal is on it, and has anything changed since?

Strangers' files are looked at in a child process with limits: `documents/sealing/limited.py`.
"""

import io
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

ATTACHED = "certificate.json"
# Its complaints quote the file, and without a handler they would go to standard error.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())
logging.getLogger("pyhanko").propagate = False


@dataclass(frozen=True)
class KnownSeal:
    """A seal we answer for: its id, its certificate and those that vouch for it, as DER."""

    id: int
    name: str
    certificate: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Examined:
    """`seal`: none, ours, foreign (somebody else's), broken (does not hold) or unreadable (no PDF).

    `whole`: the seal covers every byte, so nothing was changed, added or taken away. `data` is what the
    file carries about itself, and proves nothing unless `seal` is ours and `whole`.
    """

    seal: str
    whole: bool = False
    key: int = 0
    name: str = ""
    sealed_at: datetime | None = None
    data: Any = None


def examine(pdf: bytes, known: Iterable[KnownSeal]) -> Examined:
    """What the seal on `pdf` says. A bad file raises nothing but MemoryError."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = reader.embedded_signatures
        data = _attached(reader)
    except Exception:  # a stranger's file may break a parser anywhere
        return Examined("unreadable")
    if not signatures:
        return Examined("none", data=data)
    if len(signatures) > 1:
        return Examined("broken", data=data)
    try:
        return _judged(pdf, signatures[0], {k.certificate: k for k in known}, data)
    except Exception:  # whatever cannot be checked does not hold
        return Examined("broken", data=data)


def _judged(
    pdf: bytes, signature: EmbeddedPdfSignature, known: dict[bytes, KnownSeal], data: Any
) -> Examined:
    signature.compute_integrity_info(skip_diff=True)
    # The certificate is compared whole with those we know: no chain, no expiry, no stranger's root.
    seal = known.get(signature.signer_cert.dump())
    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
    )
    if not (intact and valid):
        return Examined("broken", data=data)
    if seal is None:
        name = str(signature.signer_cert.subject.native.get("common_name", ""))[:100]
        return Examined("foreign", name=name, data=data)
    covers = signature.coverage == SignatureCoverageLevel.ENTIRE_FILE
    whole = covers and _as_we_write_it(pdf, signature, seal)
    return Examined("ours", whole, seal.id, seal.name, signature.self_reported_timestamp, data)


def _as_we_write_it(pdf: bytes, signature: EmbeddedPdfSignature, seal: KnownSeal) -> bool:
    """A signature does not cover the gap it stands in: every byte in there must be the one we would write."""
    first, second = signature.byte_range[1], signature.byte_range[2]
    gap = pdf[first:second]
    written = _rebuilt(signature, seal).hex().upper().encode()
    return gap == b"<" + written.ljust(len(gap) - 2, b"0") + b">"


def _rebuilt(signature: EmbeddedPdfSignature, seal: KnownSeal) -> bytes:
    """The CMS container made anew around what is signed and the signature itself."""
    theirs = signature.signer_info
    certificate = x509.Certificate.load(seal.certificate)
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    kind = "sha256_ecdsa" if certificate.public_key.algorithm == "ec" else "sha256_rsa"
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber(
                    {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                ),
            ),
            "digest_algorithm": sha256,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": kind}),
            "signed_attrs": theirs["signed_attrs"],
            "signature": theirs["signature"].native,
        }
    )
    others = [x509.Certificate.load(c) for c in seal.chain]
    chain = [certificate, *(c for c in others if c.subject != c.issuer)]
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms((sha256,)),
            "encap_content_info": {"content_type": "data"},
            "certificates": chain,
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


def _attached(reader: PdfFileReader) -> Any:
    """What the file carries about itself, None when nothing or no JSON."""
    try:
        names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return None
    for n in range(0, len(names) - 1, 2):
        if names[n] == ATTACHED:
            return json.loads(names[n + 1]["/EF"]["/F"].data)
    return None
