import subprocess

import pytest

from documents.sealing import sm2
from documents.sealing.key import BadSealKey
from documents.sealing.sm2 import NoOpenssl, Sm2Key, holds, open_sm2_key, signature
from tests.documents.sealing import an_sm2_key

# The example of GB/T 32918.5: public key, message and signature (r, s).
PUBLIC = (
    "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
MESSAGE = b"message digest"
R = "00f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
S = "00b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
SIGNATURE = bytes.fromhex(f"30460221{R}0221{S}")


def opened(der: str) -> Sm2Key:
    order = ("openssl", "pkey", "-pubin", "-inform", "DER", "-pubout")
    pem = subprocess.run(order, input=bytes.fromhex(der), capture_output=True, check=True).stdout
    return open_sm2_key(1, pem)


def test_the_standards_own_signature_holds_and_no_flipped_bit_of_it_does():
    key = opened(PUBLIC)

    assert holds(MESSAGE, SIGNATURE, key)
    assert not holds(b"message digesu", SIGNATURE, key)
    flips = [bytearray(SIGNATURE) for _ in range(0, len(SIGNATURE) * 8, 29)]
    for at, harmed in zip(range(0, len(SIGNATURE) * 8, 29), flips, strict=True):
        harmed[at // 8] ^= 1 << at % 8
    assert [h for h in flips if holds(MESSAGE, bytes(h), key)] == []


def test_what_a_key_signs_holds_for_it_alone():
    ours, other = open_sm2_key(1, an_sm2_key()), open_sm2_key(2, an_sm2_key("other"))
    made = signature(b"%PDF", ours)

    assert holds(b"%PDF", made, ours)
    assert not holds(b"%PDF", made, other) and not holds(b"%PDG", made, ours)
    assert b"PRIVATE" not in ours.public and "PRIVATE" not in repr(ours)


def test_a_key_without_its_private_half_only_checks():
    whole = open_sm2_key(1, an_sm2_key())
    half = open_sm2_key(1, whole.public)

    assert half == Sm2Key(1, whole.public) and holds(b"x", signature(b"x", whole), half)
    with pytest.raises(ValueError, match="can only check"):
        signature(b"x", half)


def test_a_key_under_a_password_opens_with_it_alone():
    order = ("openssl", "pkcs8", "-topk8", "-passout", "pass:four quiet words")
    locked = subprocess.run(order, input=an_sm2_key(), capture_output=True, check=True).stdout

    assert (
        open_sm2_key(1, locked, "four quiet words").public == open_sm2_key(1, an_sm2_key()).public
    )
    with pytest.raises(BadSealKey, match=r"sm2-1\.pem: openssl cannot open it"):
        open_sm2_key(1, locked, "five quiet words")


@pytest.mark.parametrize("kind", ["P-256", "no key"])
def test_what_is_no_sm2_key_is_refused_in_words(kind):
    order = ("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{kind}")
    made = subprocess.run(order, capture_output=True).stdout or b"-----BEGIN NOTHING-----"

    with pytest.raises(
        BadSealKey, match=r"sm2-4.pem: (the key is of another kind|openssl cannot open)"
    ):
        open_sm2_key(4, made)


def test_a_machine_without_openssl_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoOpenssl, match="apt install openssl"):
        sm2.open_sm2_key(1, b"-----BEGIN PRIVATE KEY-----")
