"""Is this certificate real? What its code says, held against the register."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casework.numbering import readings
from documents import seal
from schemas.certificate import Certificate
from storage.errors import NotFound
from storage.keys import Keys
from views.clock import today
from views.store import keys, store

ID_LETTERS = 26


@dataclass(frozen=True)
class Finding:
    """`verdict`: the certificate's state, unknown or tampered. `sealed`: the seal was checked too, which
    typing a number or scanning the small code cannot do."""

    verdict: str
    certificate: Certificate | None = None
    sealed: bool = False


def by_token(token: str) -> Finding:
    """What a scanned code proves. The register is the truth after a key leak: without a row, unknown."""
    try:
        record = seal.read(token.upper(), public_keys(keys()))
    except seal.BadSignature:
        return Finding("tampered")
    except seal.Unreadable:
        return Finding("unknown")
    try:
        certificate = store().certificates.get(record.certificate)
    except NotFound:
        return Finding("unknown")
    if not seal.proves(record.digest, certificate):
        return Finding("tampered")
    return Finding(certificate.state_on(today()), certificate, sealed=True)


def by_id(identifier: str) -> Finding:
    """What the register says of the small code's random id, which carries no seal to check."""
    try:
        certificate = store().certificates.get(identifier.upper())
    except NotFound:
        return Finding("unknown")
    return Finding(certificate.state_on(today()), certificate)


def by_number(number: str) -> Finding:
    """What the register says of a number as people type it."""
    certificate = registered(number)
    return (
        Finding(certificate.state_on(today()), certificate) if certificate else Finding("unknown")
    )


def registered(typed: str) -> Certificate | None:
    """The newest version of the certificate whose number was typed, however it is spelled."""
    for number in readings(typed):
        try:
            return store().certificates.by_number(number)
        except NotFound:
            continue
    return None


def public_keys(kept: Keys) -> Mapping[int, Ed25519PublicKey]:
    """The public half of every signing key, old ones included."""
    return {
        int(key): Ed25519PrivateKey.from_private_bytes(seed).public_key()
        for key, seed in kept.signing.items()
    }
