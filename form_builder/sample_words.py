"""The words of example answers: names, addresses and codes as a shop in Zhuhai would give them."""

from collections.abc import Callable
from random import Random
from typing import Any

from schemas.field_types import FIELD_TYPES
from schemas.formats import is_resident_id, is_uscc

Rng = Random
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SURNAMES = "陈林黄李张王梁何郭罗"
_GIVEN = ("志强", "丽娟", "建国", "晓雯", "俊杰", "美玲", "嘉欣", "伟", "敏", "静怡")
_SHOPS = ("好邻居便利店", "海风餐饮店", "安康药房", "明珠书店", "顺达汽修店", "香山酒店")
_STREETS = ("凤凰路", "人民东路", "海滨南路", "梅华西路", "九洲大道", "银桦路")
_DIVISIONS = ("440402", "440403", "440404")


def person(rng: Rng) -> str:
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def shop(rng: Rng) -> str:
    return "珠海市" + rng.choice(("香洲区", "斗门区", "金湾区")) + rng.choice(_SHOPS)


def street(rng: Rng) -> str:
    return f"{rng.choice(_STREETS)}{rng.randint(1, 299)}号"


def division(rng: Rng) -> str:
    return rng.choice(_DIVISIONS)


def uscc(rng: Rng) -> str:
    """A unified social credit code with its check character (GB 32100)."""
    body = f"91{division(rng)}MA{rng.randint(0, 9999999):07}"
    return next(body + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(body + c))


def resident_id(rng: Rng) -> str:
    """A resident's number with its check character (GB 11643)."""
    born = f"{rng.randint(1960, 2003)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{division(rng)}{born}{rng.randint(0, 999):03}"
    return next(body + c for c in "0123456789X" if is_resident_id(body + c))


def day(rng: Rng) -> str:
    return f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def email(rng: Rng) -> str:
    return f"shop{rng.randint(1, 999)}@example.cn"


FORMATS: dict[str, Callable[[Rng], str]] = {
    "uscc": uscc,
    "resident-id": resident_id,
    "identity-document": resident_id,
    "any-identity-document": resident_id,
    "date": day,
    "email": email,
}
_BY_LABEL: tuple[tuple[tuple[str, ...], Callable[[Rng], str]], ...] = (
    (
        ("单位名称", "企业名称", "市场主体名称", "机构名称", "单位", "字号", "店名", "经营者名称"),
        shop,
    ),
    (
        ("姓名", "联系人", "代理人", "负责人", "代表人", "法人", "管理员", "管理人", "责任人"),
        person,
    ),
    (("地址", "住所", "地点", "场所"), street),
    (("号", "编码"), lambda rng: f"ZH{rng.randint(10**5, 10**6 - 1)}"),
    (("学历", "文化程度"), lambda rng: rng.choice(("大专", "本科", "高中"))),
    (("职务", "职称", "岗位"), lambda rng: rng.choice(("经理", "店长", "主管"))),
    (("民族",), lambda rng: "汉族"),
    (("政治面貌",), lambda rng: "群众"),
    (("设备名称", "设施名称", "产品名称"), lambda rng: rng.choice(("冷藏柜", "消毒柜", "空调"))),
    (("型号", "规格"), lambda rng: f"A{rng.randint(1, 99)}"),
    (("经营范围",), lambda rng: "食品销售；日用百货零售"),
)


def said_for(label: str, rng: Rng) -> str | None:
    """A likely text for a question with this label; None when nothing better than any text is known."""
    for words, make in _BY_LABEL:
        if any(word in label for word in words):
            return make(rng)
    return None


def likely(kind: str, label: str, rng: Rng) -> Any:
    """A likely value for a field of this type, None where the schema alone must do."""
    if kind == "address":
        return {"division": division(rng), "detail": street(rng)}
    if kind == "period":
        return {"from": day(rng), "to": rng.choice(("长期", f"20{rng.randint(30, 45)}-12-31"))}
    if kind in ("person", "enterprise"):
        return FIELD_TYPES[kind].example(rng)
    if kind == "phone":
        return f"13{rng.randint(10**8, 10**9 - 1)}"
    if kind == "website":
        return f"https://shop{rng.randint(1, 999)}.example.cn"
    return said_for(label, rng) if kind in ("text", "long_text") else None
