"""Which names a pattern speaks of: the judge's own verdict, remembered."""

from functools import lru_cache
from typing import Any

from schemas.judge import judge


@lru_cache(maxsize=4096)
def matches(pattern: str, name: str) -> bool:
    """Does `patternProperties` with this pattern speak of a member called `name`?"""
    return not judge({"patternProperties": {pattern: False}}).is_valid({name: None})


def fits(rule: Any, name: str) -> bool:
    """Does `propertyNames` with this rule let a member be called `name`?"""
    return judge(rule).is_valid(name) if isinstance(rule, dict) else bool(rule)
