"""Putting the seal on: a PAdES B-B signature over the whole file, its picture where the seal belongs.

Nothing may touch the file afterwards. The same file, key and moment give the same bytes.
"""

import asyncio
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.sealing.key import PrivateKey, SealKey

FIELD = "yizhao-seal-{}"  # the key's id, for ever
NAME = generic.pdf_name("/Seal")
INK = generic.pdf_name("/Ink")


@dataclass(frozen=True)
class Place:
    """Where the seal is stamped, in points from the lower left of the first page, and its one-page PDF."""

    left: float
    bottom: float
    side: float
    picture: bytes


def sealed(pdf: bytes, key: SealKey, *, place: Place | None, reason: str, at: datetime) -> bytes:
    """`pdf` with this key's seal. Readers allow no later change; `at` is claimed, no time authority vouches."""
    writer = _Writer(io.BytesIO(pdf))
    _same_every_time(writer, pdf, at)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD.format(key.id),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=key.name,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = _Signer(
        meta, _signer(key), stamp_style=_style(place), new_field_spec=_field(key, place)
    )
    signer.moment = at
    out = io.BytesIO()
    signing = signer.async_sign_pdf(writer, bytes_reserved=_room(key), output=out)
    # In a thread of its own, since the caller may stand inside an event loop already.
    with ThreadPoolExecutor(max_workers=1) as apart:
        apart.submit(asyncio.run, signing).result()
    return out.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Leaves title, dates and the declaration of PDF/A as they were written."""

    def _update_meta(self) -> None:
        pass


class _Signer(signers.PdfSigner):
    """pyHanko takes the time of the machine; a document is sealed at the time of its decision."""

    moment: datetime

    def init_signing_session(self, *args: Any, **how: Any) -> Any:
        session = super().init_signing_session(*args, **how)
        session.system_time = self.moment
        return session


class _Key(signers.Signer):
    """A key that stays open, and whose ECDSA draws no random numbers (RFC 6979)."""

    def __init__(self, private: PrivateKey, **how: Any) -> None:
        self._private = private
        super().__init__(**how)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._private, EllipticCurvePrivateKey):
            return self._private.sign(data, ECDSA(hashes.SHA256(), deterministic_signing=True))
        return self._private.sign(data, PKCS1v15(), hashes.SHA256())


def _signer(key: SealKey) -> _Key:
    if key.private is None:
        raise ValueError(f"Seal {key.id} has no private key; it can only check.")
    chain = [_asn1(c) for c in key.chain if c.subject != c.issuer]
    registry = SimpleCertificateStore.from_certs(chain)
    return _Key(key.private, signing_cert=_asn1(key.certificate), cert_registry=registry)


def _asn1(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _room(key: SealKey) -> int:
    """Hexadecimal digits kept free for the signature: certificates, signature and 700 bytes of words."""
    chain = (key.certificate, *(c for c in key.chain if c.subject != c.issuer))
    size = sum(len(c.public_bytes(serialization.Encoding.DER)) for c in chain)
    return 2 * (size + key.certificate.public_key().key_size // 8 + 700)  # type: ignore[union-attr]


def _field(key: SealKey, place: Place | None) -> SigFieldSpec:
    box = None
    if place:
        left, bottom, side = round(place.left), round(place.bottom), round(place.side)
        box = (left, bottom, left + side, bottom + side)
    name = FIELD.format(key.id)
    return SigFieldSpec(name, on_page=0, box=box, readable_field_name="电子印章")


def _style(place: Place | None) -> StaticStampStyle | None:
    if place is None:
        return None
    middle = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID)
    return StaticStampStyle(
        border_width=0, background=_Picture(place.picture), background_layout=middle
    )


class _Picture(PdfContent):
    """The first page of a PDF as a picture; pyHanko's own wants a file and draws its name at random."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        page = PdfFileReader(io.BytesIO(self._pdf))
        picture = self._ensure_writer.import_page_as_xobject(page)
        self.resources.xobject[NAME] = picture
        # Ink, not paint: the name and the date stay readable under it.
        ink = generic.DictionaryObject({generic.pdf_name("/BM"): generic.pdf_name("/Multiply")})
        self.resources.ext_g_state[INK] = ink
        left, bottom, right, top = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return f"{INK} gs {NAME} Do".encode()


def _same_every_time(writer: IncrementalPdfFileWriter, pdf: bytes, at: datetime) -> None:
    mark = hashlib.sha256(pdf + at.isoformat().encode()).digest()[:16]
    writer._document_id[1] = generic.ByteStringObject(mark)
