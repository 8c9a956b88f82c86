"""What a resident identity number says (GB 11643-1999): digits 7 to 14 the day of birth, digit 17 the sex."""

from datetime import date
from typing import Any

from schemas.field_types import ABSENT
from schemas.formats import is_resident_id


def sex(value: Any, today: date | None) -> Any:
    """男 for an odd 17th digit, 女 for an even one; ABSENT for any other document."""
    if not _is_resident(value):
        return ABSENT
    return "男" if int(value[16]) % 2 else "女"


def birth_date(value: Any, today: date | None) -> Any:
    """2000-02-29; ABSENT for any other document."""
    return _born(value).isoformat() if _is_resident(value) else ABSENT


def age(value: Any, today: date | None) -> Any:
    """Full years on `today` (周岁: one more from the birthday on; someone born on 29 February turns on
    1 March of a common year); ABSENT without a day to count to, or before the birth."""
    if today is None or not _is_resident(value):
        return ABSENT
    born = _born(value)
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years if years >= 0 else ABSENT


def _is_resident(value: Any) -> bool:
    return isinstance(value, str) and is_resident_id(value)


def _born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
