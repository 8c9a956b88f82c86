"""Formats that are asserted: the RFCs', and our own with check digits that a pattern cannot say."""

import re
from collections.abc import Callable
from datetime import date

from jsonschema import FormatChecker

from schemas.rfc_formats import (
    is_date,
    is_date_time,
    is_email,
    is_ipv4,
    is_ipv6,
    is_time,
    is_uri,
    is_uuid,
)

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_uscc(text: str) -> bool:
    """GB 32100-2015: 18 characters of a 31-letter alphabet, the last a weighted sum modulo 31."""
    if len(text) != 18 or any(c not in _USCC for c in text) or not text[2:8].isdigit():
        return False
    total = sum(_USCC.index(c) * w for c, w in zip(text, _USCC_WEIGHTS, strict=False))
    return _USCC[(31 - total % 31) % 31] == text[17]


def is_resident_id(text: str) -> bool:
    """GB 11643-1999: a real birth date and the MOD 11-2 check character. Division codes are not judged:
    old ones have left GB/T 2260, and 81, 82, 83 are residents from Hong Kong, Macao and Taiwan."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", text) or not _is_day(text[6:14]):
        return False
    total = sum(int(c) * w for c, w in zip(text, _RESIDENT_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17]


def is_identity_document(text: str) -> bool:
    """A resident ID, or the Mainland travel permit of a Hong Kong (H) or Macao (M) resident (8 or 10
    digits) or of a Taiwan resident (8 digits)."""
    return is_resident_id(text) or bool(re.fullmatch(r"[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8}", text))


def is_any_identity_document(text: str) -> bool:
    """The same, or a passport: 6 to 9 letters and digits, at least 5 of them digits."""
    passport = re.fullmatch(r"[A-Z0-9]{6,9}", text) and sum(c.isdigit() for c in text) >= 5
    return is_identity_document(text) or bool(passport)


FORMATS: dict[str, Callable[[str], bool]] = {
    "uscc": is_uscc,
    "resident-id": is_resident_id,
    "identity-document": is_identity_document,
    "any-identity-document": is_any_identity_document,
    "date": is_date,
    "time": is_time,
    "date-time": is_date_time,
    "email": is_email,
    "uri": is_uri,
    "uuid": is_uuid,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
}

CHECKER = FormatChecker(formats=())
for _name, _is in FORMATS.items():
    CHECKER.checks(_name)(lambda value, check=_is: not isinstance(value, str) or check(value))


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
