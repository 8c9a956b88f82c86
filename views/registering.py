"""Numbering, sealing and registering a certificate: what makes it exist, before it is printed."""

import base64
import secrets
from dataclasses import replace
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework import numbering
from casework.certificate_life import event
from casework.certify import Identity, certificate_facts, certify
from casework.clock import day_of
from casework.decide import WORKER
from casework.identifier import DEMO_ISSUER, DEMO_TYPE, identifier
from config import Settings
from documents.seal import record_of, sign
from schemas.case import Part
from schemas.certificate import Certificate
from schemas.certificate_design import CertificateDesign
from schemas.permit import Department, Permit
from storage.keys import Keys
from storage.store import Store
from views.designs import in_force


def register(
    store: Store,
    settings: Settings,
    part: Part,
    permit: Permit,
    department: Department,
    now: datetime,
) -> Certificate:
    """The next number and the register's row, in one transaction: numbers have no gaps and no doubles."""
    case, today = store.cases.get(part.case), day_of(now)
    with store.transaction():
        design = in_force(store, permit)
        number = _number(store, permit, design, today)
        identity = Identity(
            random_id(),
            number,
            case.holder or "",
            design.title if design.revision else certificate_facts(permit)["title"],
            identifier_of(settings, design, number, 1),
            design.revision,
        )
        bare = certify(part, permit, department, case.answers, identity, today=today)
        kept = store.certificates.add(with_token(store.keys, bare))
        store.certificates.note(event(kept.id, "issue", WORKER, "", now))
        return kept


def enqueue_print(store: Store, certificate: Certificate, now: datetime) -> None:
    """Have the worker print and seal a version that is in the register."""
    key = f"certificate:{certificate.part}:{certificate.version}"
    payload = {"certificate": certificate.id}
    store.jobs.enqueue("print_certificate", payload, key=key, now=now, total=1)


def with_token(keys: Keys, certificate: Certificate) -> Certificate:
    """The certificate with the signed record that its code carries."""
    seed = keys.signing[keys.signing_current]
    record = record_of(certificate, key=int(keys.signing_current))
    return replace(certificate, token=sign(record, Ed25519PrivateKey.from_private_bytes(seed)))


def identifier_of(settings: Settings, design: CertificateDesign, number: str, version: int) -> str:
    """The identifier of GB/T 36904; "" where the department has not entered its codes, and in demo mode one
    whose codes belong to nobody."""
    codes = (design.type_code, design.issuer_code)
    if not all(codes) and settings.demo:
        codes = (DEMO_TYPE, DEMO_ISSUER)
    return identifier(*codes, number, version) if all(codes) else ""


def random_id() -> str:
    """128 random bits in base32."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def _number(store: Store, permit: Permit, design: CertificateDesign, today: date) -> str:
    prefix = certificate_facts(permit)["prefix"]
    stem = numbering.stem(design.number, prefix=prefix, department=permit.department, day=today)
    return numbering.number(design.number, stem, store.certificates.next_serial(stem))
