"""A holder with a sealed certificate in the register, for the tests of verifying."""

from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.seal import record_of, sign
from tests.storage.making import a_case, a_certificate

ID = "ABCDEFGHIJKLMNOPQRSTUVWXY4"


def certified(house, **changes):
    """The certificate, its case and holder kept; `lin` applied for it."""
    store = house.store
    house.person("lin")
    store.cases.add(replace(a_case(), account="id-lin"), idempotency_key="k")
    return one_more(house, ID, **changes)


def one_more(house, id, *, part="c1-p1", **changes):
    store = house.store
    holder = store.holders.for_uscc("91440402MA4W0QLR1T", "小满咖啡", "HOLDERCODE")
    made = a_certificate(id, part=part, holder=holder.id, **changes)
    return store.certificates.add(replace(made, token=sealed(house, made)))


def sealed(house, certificate):
    keys = house.store.keys
    key = Ed25519PrivateKey.from_private_bytes(keys.signing[keys.signing_current])
    return sign(record_of(certificate, key=int(keys.signing_current)), key)


PAST = date(2020, 1, 2)
