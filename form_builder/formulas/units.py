"""Units as people write them, so that ㎡ and 平方米 are one and 平方米 ÷ (平方米/人) is 人."""

import re

Unit = tuple[tuple[str, int], ...]
_SAME = {
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "平米": "平方米",
    "m³": "立方米",
    "m3": "立方米",
    "方": "立方米",
    "米": "米",
    "m": "米",
    "cm": "厘米",
    "公分": "厘米",
    "kg": "千克",
    "公斤": "千克",
    "名": "人",
    "person": "人",
    "pessoa": "人",
    "位": "人",
    "天": "天",
    "日": "天",
    "元人民币": "元",
}


def unit_of(text: str) -> Unit:
    """The unit as sorted (name, power) pairs: "m³/日" is 立方米 once and 天 minus once."""
    found: dict[str, int] = {}
    power = 1
    for piece in re.split(r"([/·*])", text.replace(" ", "")):
        if piece in ("/", "·", "*"):
            power = -1 if piece == "/" else power
        elif piece:
            name = _SAME.get(piece, piece)
            found[name] = found.get(name, 0) + power
    return _sorted(found)


def times(one: Unit, other: Unit, power: int) -> Unit:
    """The unit of a product (power 1) or of a quotient (power -1)."""
    found = dict(one)
    for name, count in other:
        found[name] = found.get(name, 0) + power * count
    return _sorted(found)


def said_unit(unit: Unit) -> str:
    above = [name for name, count in unit for _ in range(count) if count > 0]
    below = [name for name, count in unit for _ in range(-count) if count < 0]
    return "·".join(above) + ("/" + "/".join(below) if below else "")


def _sorted(found: dict[str, int]) -> Unit:
    return tuple(sorted((name, count) for name, count in found.items() if count))
