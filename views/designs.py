"""Which design a permit's certificates are printed in."""

from dataclasses import replace

from schemas.certificate_design import CertificateDesign, CertificateDesignSchema, shipped_design
from schemas.permit import Permit
from storage.designs import KeptDesign
from storage.store import Store


def in_force(store: Store, permit: Permit) -> CertificateDesign:
    """The design new certificates get."""
    kept = store.designs.newest(permit.id, "in force")
    return read(kept) if kept else shipped_design(permit)


def design_of(store: Store, permit: Permit, revision: int) -> CertificateDesign:
    """The design of this revision, whatever came later."""
    return read(store.designs.get(permit.id, revision)) if revision else shipped_design(permit)


def read(kept: KeptDesign) -> CertificateDesign:
    loaded: CertificateDesign = CertificateDesignSchema().load(dict(kept.body))
    return replace(loaded, revision=kept.revision)
