"""A seal's key as its keystore holds it: PKCS#12, or PEM with the certificate first and the key anywhere."""

import re
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509.oid import NameOID

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey
PRIVATE = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.S
)


class BadSealKey(Exception):
    """A seal's key file cannot be used; the message says why."""


@dataclass(frozen=True)
class SealKey:
    """`id` is for ever: it stands in every file that was sealed. Without `private` it only checks old seals."""

    id: int
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    private: PrivateKey | None = field(default=None, repr=False)

    @property
    def fingerprint(self) -> bytes:
        return self.certificate.fingerprint(hashes.SHA256())

    @property
    def name(self) -> str:
        """Whose seal it is, as its certificate says."""
        found = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(found[0].value) if found else self.certificate.subject.rfc4514_string()


def open_seal_key(id: int, data: bytes, password: bytes | None = None) -> SealKey:
    """The key in a keystore file; BadSealKey when it cannot be opened or its halves do not belong together."""
    try:
        private, certificate, chain = (
            _from_pem(data, password) if b"-----BEGIN" in data else _from_pkcs12(data, password)
        )
    except (ValueError, TypeError) as wrong:
        raise BadSealKey(f"seal {id}: {wrong}") from wrong
    if private is not None and not isinstance(private, EllipticCurvePrivateKey | RSAPrivateKey):
        raise BadSealKey(f"seal {id}: the key must be ECDSA or RSA")
    if private and private.public_key() != certificate.public_key():
        raise BadSealKey(f"seal {id}: the certificate belongs to another key")
    return SealKey(id, certificate, tuple(chain), private)


def newest(keys: tuple[SealKey, ...]) -> SealKey | None:
    """The key that seals now: the highest id that has its private half."""
    return max((k for k in keys if k.private), key=lambda k: k.id, default=None)


def _from_pem(
    data: bytes, password: bytes | None
) -> tuple[object, x509.Certificate, list[x509.Certificate]]:
    certificate, *chain = x509.load_pem_x509_certificates(data)
    found = PRIVATE.search(data)
    locked = found and b"ENCRYPTED" in found[0]
    private = load_pem_private_key(found[0], password if locked else None) if found else None
    return private, certificate, chain


def _from_pkcs12(
    data: bytes, password: bytes | None
) -> tuple[object, x509.Certificate, list[x509.Certificate]]:
    private, certificate, chain = pkcs12.load_key_and_certificates(data, password)
    if certificate is None:
        raise ValueError("there is no certificate in it")
    return private, certificate, chain
