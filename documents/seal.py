"""The seal: a certificate's record, short enough for a QR code and signed with Ed25519.

Layout, big-endian: version 1, key id 1, certificate id 16, digest of the printed fields 12, issue and
expiry as days since 2020-01-01 (2 each; 65535 is "no end"), signature 64: 98 bytes, 157 letters in base32.
"""

import base64
import binascii
import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from documents.certificate_data import public_code
from schemas.certificate import Certificate

VERSION = 1
PURPOSE = b"yizhao certificate seal\x00"  # a signature made for anything else is no seal
LAYOUT = struct.Struct(">BB16s12sHH")
SIZE = LAYOUT.size + 64
START = date(2020, 1, 1)
NO_END = 0xFFFF


class Unreadable(Exception):
    """This is not one of our codes: its form, version or key is unknown."""


class BadSignature(Exception):
    """The code has our form but was not sealed by us, or was changed since."""


@dataclass(frozen=True)
class Record:
    """What a code says. It names nobody: `digest` only proves fields that someone else shows."""

    key: int
    certificate: str
    digest: bytes
    issued_on: date
    valid_to: date | None


def record_of(certificate: Certificate, *, key: int) -> Record:
    """The record to seal for `certificate`; `key` is the id of the key that will sign it."""
    return Record(
        key,
        certificate.id,
        fields_digest(certificate),
        certificate.issued_on,
        certificate.valid_to,
    )


def fields_digest(certificate: Certificate) -> bytes:
    """SHA-256, cut to 96 bits, of the fields as they are printed.

    An identity number is not printed and not in it: there are so few for a birthday and a town that whoever
    knows the rest would find the one that fits.
    """
    return _digest(certificate, public_code(certificate))


def proves(digest: bytes, certificate: Certificate) -> bool:
    """Was a code with this digest printed for these fields? The first codes took in whatever number was answered."""
    return digest in (fields_digest(certificate), _digest(certificate, certificate.uscc))


def _digest(certificate: Certificate, code: str) -> bytes:
    fields = (
        *(certificate.number, certificate.permit, certificate.permit_name),
        *(certificate.department_name, certificate.holder_name, code),
        *(certificate.legal_representative, certificate.address, certificate.scope),
        certificate.issued_on.isoformat(),
        certificate.valid_from.isoformat(),
        certificate.valid_to.isoformat() if certificate.valid_to else "",
    )
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()[:12]


def sign(record: Record, key: Ed25519PrivateKey) -> str:
    """The token of a record: upper-case base32, safe in a URL path and short in a QR code."""
    body = LAYOUT.pack(
        VERSION,
        record.key,
        _id_bytes(record.certificate),
        record.digest,
        _day_number(record.issued_on),
        NO_END if record.valid_to is None else _day_number(record.valid_to),
    )
    return _letters(body + key.sign(PURPOSE + body))


def read(token: str, public_keys: Mapping[int, Ed25519PublicKey]) -> Record:
    """The record in a token, once its signature holds. Raises Unreadable or BadSignature."""
    data = _bytes(token)
    body, signature = data[: LAYOUT.size], data[LAYOUT.size :]
    version, key, certificate, digest, issued, end = LAYOUT.unpack(body)
    if version != VERSION or key not in public_keys:
        raise Unreadable
    try:
        public_keys[key].verify(signature, PURPOSE + body)
    except InvalidSignature as wrong:
        raise BadSignature from wrong
    valid_to = None if end == NO_END else START + timedelta(days=end)
    return Record(key, _letters(certificate), digest, START + timedelta(days=issued), valid_to)


def address(base_url: str, token: str) -> str:
    """What the QR holds: all upper case, so that it packs as alphanumerics. Hosts do not mind."""
    return f"{base_url.upper()}/C/{token}"


def short_address(base_url: str, certificate: str) -> str:
    """The small second form, for narrow places: the certificate's random id and no proof; it needs the register."""
    return f"{base_url.upper()}/C/{certificate}"


def _bytes(token: str) -> bytes:
    if not token.isascii():
        raise Unreadable
    try:
        data = base64.b32decode(token + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError) as wrong:
        raise Unreadable from wrong
    # The last letter has a spare bit: only the spelling we would have written counts.
    if len(data) != SIZE or _letters(data) != token:
        raise Unreadable
    return data


def _id_bytes(identifier: str) -> bytes:
    data = base64.b32decode(identifier + "=" * (-len(identifier) % 8))
    if len(data) != 16 or _letters(data) != identifier:
        raise ValueError("A certificate id is 128 bits in base32.")
    return data


def _letters(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _day_number(day: date) -> int:
    number = (day - START).days
    if not 0 <= number < NO_END:
        raise ValueError("The date is outside what a code can hold.")
    return number
