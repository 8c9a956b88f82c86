"""What an address says: its division, as a GB/T 2260 code and by name."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.field_types import ABSENT
from schemas.field_types.address import NAMES, place


def division(value: Any, today: date | None) -> Any:
    """440402"""
    code = value.get("division") if isinstance(value, Mapping) else None
    return code if isinstance(code, str) and re.fullmatch("[0-9]{6}", code) else ABSENT


def division_name(value: Any, today: date | None) -> Any:
    """广东省珠海市香洲区; ABSENT for a code whose name is not known here."""
    code = division(value, today)
    return place(code) if code in NAMES else ABSENT
