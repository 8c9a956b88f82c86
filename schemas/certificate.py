"""A certificate: the issued permit, what its code says, and the holder it belongs to."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.wording import N_

CERTIFICATE_STATES = {
    "valid": N_("有效"),
    "suspended": N_("已暂停"),
    "revoked": N_("已撤销"),
    "cancelled": N_("已注销"),
    "replaced": N_("已换证"),
    "expired": N_("已过期"),
}


@dataclass(frozen=True)
class Certificate:
    """`id` is 128 random bits in base32, the register's key; `number` is what people read.

    `token` is what the QR carries after the base URL: an upper-case record signed with Ed25519.
    `valid_to` None means no end. Holder and scope are as printed; no identity or phone number is here.
    A corrected, renewed, changed or replaced certificate keeps its number and is a new `version`; the two
    point to each other by id. `identifier` is the one of GB/T 36904, "" where its codes are not set.
    `design` is the revision of the permit's certificate template it is printed in, 0 the shipped one.
    """

    id: str
    number: str
    part: str
    case: str
    permit: str
    permit_name: str
    department: str
    department_name: str
    holder: str
    holder_name: str
    uscc: str
    legal_representative: str
    address: str
    scope: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    state: str
    token: str
    pdf_sha256: str | None = None
    changed_at: datetime | None = None
    reason: str = ""
    version: int = 1
    identifier: str = ""
    replaces: str = ""
    replaced_by: str = ""
    design: int = 0

    def state_on(self, day: date) -> str:
        """ "expired" once the last valid day is over; a revocation outranks expiry."""
        if self.state == "valid" and self.valid_to and day > self.valid_to:
            return "expired"
        return self.state


@dataclass(frozen=True)
class CertificateEvent:
    """Something that happened to a certificate, who did it and why."""

    id: int
    certificate: str
    at: datetime
    actor: str
    actor_name: str
    action: str
    reason: str


@dataclass(frozen=True)
class Holder:
    """The enterprise and its file; `code` is the random public id behind the one code."""

    id: str
    code: str
    uscc: str
    name: str
