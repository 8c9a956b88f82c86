"""What a unified social credit code says (GB 32100-2015): character 1 the registering department,
character 2 the kind of body there, characters 3 to 8 the division of the registering office."""

from datetime import date
from typing import Any

from schemas.field_types import ABSENT
from schemas.formats import is_uscc

REGISTRARS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监管（工商）",
    "A": "中央军委改革和编制办公室",
    "N": "农业",
    "Y": "其他",
}
MARKET = {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"}


def entity_type(value: Any, today: date | None) -> Any:
    """企业, 个体工商户, 农民专业合作社 for codes that begin with 91, 92, 93; 其他 for a body that another
    department registers; ABSENT for a kind that the standard does not name."""
    if not _is_code(value):
        return ABSENT
    if value[0] == "9":
        return MARKET.get(value[1], ABSENT)
    return "其他" if value[0] in REGISTRARS else ABSENT


def registrar(value: Any, today: date | None) -> Any:
    """The kind of department that registers the body: 民政."""
    return REGISTRARS.get(value[0], ABSENT) if _is_code(value) else ABSENT


def registered_in(value: Any, today: date | None) -> Any:
    """The GB/T 2260 code of the registering office's division: 440402."""
    return value[2:8] if _is_code(value) else ABSENT


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and is_uscc(value)
