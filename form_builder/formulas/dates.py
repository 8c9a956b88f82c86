"""What formulas ask of days and of identity numbers."""

from datetime import date
from fractions import Fraction
from typing import Any

from schemas.formats import is_resident_id


def full_years(start: date, end: date) -> Fraction:
    """Whole years from one day to another; a lease from 2026-01-01 to 2026-12-31 is one year, since both
    days count."""
    last = date.fromordinal(min(end.toordinal() + 1, date.max.toordinal()))
    years = last.year - start.year
    return Fraction(years - ((last.month, last.day) < (start.month, start.day)))


def sex(document: Any) -> str | None:
    """男 or 女 of a resident ID (GB 11643: an odd 17th digit is male); nothing of other documents."""
    if not isinstance(document, str) or not is_resident_id(document):
        return None
    return "男" if int(document[16]) % 2 else "女"


def birthday(document: Any) -> date | None:
    """The day of birth that a resident ID states; nothing of other documents."""
    if not isinstance(document, str) or not is_resident_id(document):
        return None
    return date(int(document[6:10]), int(document[10:12]), int(document[12:14]))
