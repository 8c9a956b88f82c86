"""Identifiers of certificates after GB/T 36904-2018: 1.2.156.3005.2.type.issuer.serial.version.check."""

import re

ROOT = "1.2.156.3005.2"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TYPE_CODE = re.compile(r"[0-9A-Z]{18}[0-9]{3}")
ISSUER_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def identifier(type_code: str, issuer_code: str, number: str, version: int) -> str:
    """`type_code`: the credit code of the body that defined the type and 3 digits; `issuer_code`: the credit
    code of the issuing department; the serial is `number` without its signs and Chinese characters."""
    serial = re.sub(r"[^0-9A-Z]", "", number.upper())
    body = (type_code, issuer_code, serial, f"{version:03}")
    return ".".join((ROOT, *body, check_character("".join(body))))


def check_character(text: str) -> str:
    """ISO/IEC 7064 MOD 37,36 over digits and capitals; ValueError for anything else."""
    rest = 36
    for character in text:
        rest = (rest + ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return ALPHABET[(37 - rest) % 36]


def is_identifier(text: str) -> bool:
    """Does `text` have the form of an identifier and its right check character?"""
    if not text.startswith(ROOT + "."):
        return False
    *body, check = text.removeprefix(ROOT + ".").split(".")
    whole = "".join(body)
    return len(body) == 4 and set(whole) <= set(ALPHABET) and check_character(whole) == check


# A code that can be nobody's: its own check digits are wrong on purpose.
DEMO_ISSUER = "11440400DEM0000000"
DEMO_TYPE = DEMO_ISSUER + "000"
