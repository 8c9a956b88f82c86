import pytest

from casework.identifier import (
    ALPHABET,
    DEMO_ISSUER,
    DEMO_TYPE,
    check_character,
    identifier,
    is_identifier,
)

SEEN = (
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
)


@pytest.mark.parametrize("text", SEEN)
def test_identifiers_seen_in_the_wild_have_the_right_check_character(text):
    assert is_identifier(text)


def test_an_example_that_somebody_made_up_does_not():
    assert not is_identifier(SEEN[2].replace(".002.0", ".001.M"))


def test_an_identifier_is_made_as_the_standard_has_it():
    made = identifier("11100000000013338W011", "11430000006122244L", "2023-0000403", 1)

    assert made == SEEN[0]


def test_every_slip_of_one_character_is_noticed():
    body = SEEN[0].removeprefix("1.2.156.3005.2.")[:-2].replace(".", "")
    slips = [
        body[:n] + other + body[n + 1 :]
        for n in range(len(body))
        for other in ALPHABET
        if other != body[n]
    ]

    assert {check_character(slip) == "U" for slip in slips} == {False}


def test_the_demonstrations_codes_can_be_nobodys():
    # The check digit of a credit code is 0 only by its own sum; this one's is not.
    assert is_identifier(identifier(DEMO_TYPE, DEMO_ISSUER, "JY44042026000001", 1))
    assert len(DEMO_ISSUER) == 18 and len(DEMO_TYPE) == 21
