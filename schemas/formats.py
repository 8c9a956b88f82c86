"""Formats that are asserted: check digits and dates that a pattern cannot say."""

import re
from collections.abc import Callable
from datetime import date

from jsonschema import FormatChecker

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
    """A resident ID, or a Mainland travel permit of a Hong Kong (H) or Macao (M) resident: 8 or 10 digits."""
    return is_resident_id(text) or bool(re.fullmatch(r"[HM][0-9]{8}(?:[0-9]{2})?", text))


def is_date(text: str) -> bool:
    """RFC 3339 full-date, in ASCII digits."""
    return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and _is_day(
        text.replace("-", "")
    )


def is_email(text: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+", text)) and len(text) <= 254


FORMATS: dict[str, Callable[[str], bool]] = {
    "uscc": is_uscc,
    "resident-id": is_resident_id,
    "identity-document": is_identity_document,
    "date": is_date,
    "email": is_email,
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
