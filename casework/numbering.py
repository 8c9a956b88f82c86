"""Certificate numbers by a permit's own rule, such as {prefix}{region}{year}{serial}."""

import re
from collections.abc import Mapping
from datetime import date

from schemas.field_types.base import narrow

PLAIN_RULE = "{prefix}{region}{year}{serial}"
PLACES = frozenset({"prefix", "region", "department", "year", "month", "serial"})
PLACE = re.compile(r"\{([^{}]*)\}")
SERIAL = re.compile(r"\{serial([3-8]?)\}")
REST = re.compile(r"[0-9A-Z\u4e00-\u9fff〔〕（）-]*")
DIGITS = 6
# Only Chinese brackets can stand in a number, whichever were typed.
BRACKETS = str.maketrans("()[]【】", "（）〔〕〔〕")
LOOK_ALIKE = str.maketrans("OIL", "011")
REGION = "4404"  # Zhuhai, GB/T 2260


def fault(rule: str) -> str:
    """What is wrong with a rule, as one word: "serial" (there must be one), "place" (an unknown placeholder),
    "letters" (something else than capitals, digits, Chinese, 〔〕（） and -); "" when nothing is."""
    if len(SERIAL.findall(rule)) != 1:
        return "serial"
    if set(PLACE.findall(SERIAL.sub("", rule))) - PLACES:
        return "place"
    return "" if REST.fullmatch(PLACE.sub("", rule)) and len(rule) <= 80 else "letters"


def stem(rule: str, *, prefix: str, department: str, day: date) -> str:
    """The number with # for its serial. Each stem counts 1, 2, 3 … of its own: a rule with {year} begins anew
    each year, one without never does, and two permits with the same stem share the count."""
    facts: Mapping[str, str] = {
        "prefix": prefix,
        "region": REGION,
        "department": re.sub("[^0-9A-Z]", "", department.upper()),
        "year": f"{day.year}",
        "month": f"{day.month:02}",
    }
    return PLACE.sub(lambda found: facts[found[1]], SERIAL.sub("#", rule))


def number(rule: str, stem: str, serial: int) -> str:
    """The whole number; a serial that outgrows its digits is longer, never cut."""
    found = SERIAL.search(rule)
    digits = int(found[1]) if found and found[1] else DIGITS
    return stem.replace("#", f"{serial:0{digits}}")


def readings(typed: str) -> tuple[str, ...]:
    """The numbers somebody may mean, likeliest first: without spaces, in capitals, half-width; then without
    hyphens; then with O, I and L read as 0 and 1, behind the first digit or anywhere."""
    plain = narrow("".join(typed.split())).upper().translate(BRACKETS)
    joined = plain.replace("-", "")
    found = re.search("[0-9]", joined)
    begin = found.start() if found else len(joined)
    behind = joined[:begin] + joined[begin:].translate(LOOK_ALIKE)
    return tuple(dict.fromkeys((plain, joined, behind, joined.translate(LOOK_ALIKE))))
