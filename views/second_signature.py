"""The second, detached SM2 signature of a certificate's file: made with its print where a key is kept, fetched and checked."""

from dataclasses import dataclass

from flask import Blueprint, Response

from config import Settings
from documents.sealing.sm2 import holds, signature
from schemas.certificate import Certificate
from storage.errors import NotFound
from storage.store import Store
from views.certificates import owned
from views.policy import policy
from views.rights import OwnedCertificate
from views.seals import sm2_keys
from views.sending import send_file
from views.store import keys, settings, store

room = Blueprint("second_signature", __name__)


@dataclass(frozen=True)
class SecondSignature:
    """`key` is the id of the key that made it; None when none of ours did, for these bytes."""

    key: int | None


def signed_too(store: Store, settings: Settings, data: bytes) -> str:
    """The digest of the kept signature of `data`; "" where there is no SM2 key that signs."""
    signing = [key for key in sm2_keys(store.keys, settings) if key.private]
    return store.files.put(signature(data, signing[-1])) if signing else ""


def keep_second(store: Store, certificate_id: str, digest: str) -> None:
    """Name the signature for this certificate, within the caller's transaction."""
    if digest:
        store.prints.set(_name(certificate_id), digest)


def second_signature(store: Store, certificate: Certificate | None) -> str | None:
    """The digest of the certificate's signature, if it has one."""
    return store.prints.find(_name(certificate.id)) if certificate else None


def second_of(certificate: Certificate, data: bytes) -> SecondSignature | None:
    """What the signature kept for this certificate says of `data`; None when there is none."""
    digest = second_signature(store(), certificate)
    if digest is None:
        return None
    kept = store().files.get(digest)
    found = (key.id for key in reversed(sm2_keys(keys(), settings())) if holds(data, kept, key))
    return SecondSignature(next(found, None))


@room.get("/certificates/<certificate_id>.sm2")
@policy("certificate.read", owned)
def fetch(found: OwnedCertificate) -> Response:
    """The signature, DER; `openssl dgst -sm3 -verify` takes it as it is."""
    kept = found.certificate
    digest = second_signature(store(), kept)
    if digest is None:
        raise NotFound("This certificate has no SM2 signature.")
    name = f"{kept.permit_name} {kept.number}.pdf.sm2"
    return send_file(store().files.get(digest), name, "application/octet-stream")


@room.get("/verify/sm2-<int:id>.pem")
@policy("verify.read")
def public_key(id: int) -> Response:
    """The public half of an SM2 key, for anyone who checks without us."""
    found = next((key for key in sm2_keys(keys(), settings()) if key.id == id), None)
    if found is None:
        raise NotFound("There is no such key.")
    return send_file(found.public, f"sm2-{id}.pem", "application/x-pem-file")


def _name(certificate_id: str) -> str:
    return f"sm2:{certificate_id}"
