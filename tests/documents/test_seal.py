from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents import seal
from documents.certificate_data import public_code
from tests.documents.examples import a_certificate
from tests.documents.flips import readings
from tests.documents.test_certificate import sealed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {3: KEY.public_key()}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def a_token(**changes) -> str:
    return seal.sign(seal.record_of(a_certificate(**changes), key=3), KEY)


def test_a_token_says_what_was_sealed():
    certificate = a_certificate()

    assert seal.read(a_token(), KEYS) == seal.Record(
        3, certificate.id, seal.fields_digest(certificate), date(2026, 12, 15), date(2031, 12, 14)
    )


def test_a_certificate_without_an_end_keeps_none():
    assert seal.read(a_token(valid_to=None), KEYS).valid_to is None


def test_a_token_is_short_and_of_the_letters_a_qr_packs_best():
    assert len(a_token()) == 157
    assert set(a_token()) <= set(ALPHABET)


def test_every_change_of_one_character_is_refused():
    token = a_token()
    passed = [
        (n, other)
        for n, letter in enumerate(token)
        for other in ALPHABET
        if other != letter and is_accepted(token[:n] + other + token[n + 1 :])
    ]

    assert passed == []


def test_every_flip_of_one_bit_is_refused():
    token = sealed().token

    assert [v for v in readings(token, range(len(token) * 8)) if v[2]] == []


@pytest.mark.parametrize(
    "token",
    [
        "",
        "A",
        a_token()[:-1],
        a_token() + "A",
        a_token().lower(),
        f" {a_token()}",
        "一" * 157,
        "=" * 160,
    ],
)
def test_what_has_not_our_form_is_unreadable(token):
    with pytest.raises(seal.Unreadable):
        seal.read(token, KEYS)


def test_a_key_we_do_not_know_is_unreadable():
    with pytest.raises(seal.Unreadable):
        seal.read(a_token(), {4: KEY.public_key()})


def test_another_key_under_our_number_is_a_bad_signature():
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))

    with pytest.raises(seal.BadSignature):
        seal.read(seal.sign(seal.record_of(a_certificate(), key=3), stranger), KEYS)


@pytest.mark.parametrize(
    "field",
    [
        "number",
        "holder_name",
        "uscc",
        "legal_representative",
        "address",
        "scope",
        "department_name",
    ],
)
def test_every_printed_field_is_under_the_seal(field):
    certificate = a_certificate()

    assert seal.fields_digest(replace(certificate, **{field: "改"})) != seal.fields_digest(
        certificate
    )


ALIKE = ("44040219900307452X", "440402199003074521", "44040219900307452x", "E12345678")


def test_a_number_that_is_not_printed_cannot_be_guessed_from_the_code():
    digests = {seal.fields_digest(a_certificate(uscc=number)) for number in (*ALIKE, "")}

    assert len(digests) == 1
    assert [public_code(a_certificate(uscc=number)) for number in ALIKE] == [""] * len(ALIKE)
    assert [
        public_code(a_certificate(uscc=code))
        for code in ("91440402MA4W0QLR1T", "11430000006122244L")
    ] == ["91440402MA4W0QLR1T", "11430000006122244L"]


def test_a_code_whose_digest_took_in_the_number_still_holds():
    person = a_certificate(uscc=ALIKE[0])

    assert seal.proves(bytes.fromhex("c178fb7fcc037eaefcec7958"), person)
    assert not seal.proves(
        bytes.fromhex("c178fb7fcc037eaefcec7958"), replace(person, address="别处")
    )
    assert seal.proves(seal.fields_digest(person), person)


def test_what_may_change_later_is_not_under_the_seal():
    certificate = a_certificate()

    assert seal.fields_digest(replace(certificate, state="revoked")) == seal.fields_digest(
        certificate
    )


def test_an_address_is_upper_case_throughout():
    assert seal.address("https://yizhao.example", "AB2") == "HTTPS://YIZHAO.EXAMPLE/C/AB2"


def is_accepted(token: str) -> bool:
    try:
        seal.read(token, KEYS)
    except (seal.Unreadable, seal.BadSignature):
        return False
    return True
