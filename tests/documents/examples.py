"""A small made-up permit, its part and its files, for documents to be printed from."""

import io
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from documents.package import Promise
from schemas.case import Event, Evidence, Part
from schemas.certificate import Certificate
from schemas.form import read_form
from schemas.permit import Department, Permit

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 12, 1, 10, 24, tzinfo=CHINA)
MARKET = Department("market", "珠海市市场监督管理局香洲分局")
URL = "https://yizhao.example/cases/20261123-8K4M"

STAFF = {
    "type": "array",
    "title": "食品安全管理人员",
    "x-type": "table",
    "x-section": "people",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "title": "姓名", "x-type": "text"},
            "sex": {"type": "string", "enum": ["男", "女"], "title": "性别", "x-type": "choice"},
            "identity": {"type": "string", "title": "身份证件号码", "x-type": "identity"},
            "post": {"type": "string", "title": "职务", "x-type": "text"},
            "since": {"type": "string", "title": "任职日期", "x-type": "date"},
        },
    },
}
PROPERTIES: dict[str, Any] = {
    "operator": {"type": "string", "title": "经营者名称", "x-type": "text", "x-section": "base"},
    "code": {"type": "string", "title": "社会信用代码", "x-type": "uscc", "x-section": "base"},
    "legal": {
        "type": "string",
        "title": "法定代表人（负责人）",
        "x-type": "text",
        "x-section": "base",
    },
    "phone": {"type": "string", "title": "联系电话", "x-type": "phone", "x-section": "base"},
    "premises": {"type": "object", "title": "经营场所", "x-type": "address", "x-section": "base"},
    "area": {
        "type": "number",
        "title": "面积",
        "x-unit": "㎡",
        "x-type": "number",
        "x-section": "base",
    },
    "warehouse": {
        "type": "object",
        "title": "外设仓库地址",
        "x-type": "address",
        "x-section": "base",
    },
    "opened": {"type": "string", "title": "成立日期", "x-type": "date", "x-section": "base"},
    "format": {
        "type": "string",
        "enum": ["食品销售经营者", "餐饮服务经营者", "单位食堂"],
        "title": "主体业态",
        "x-type": "choice",
        "x-section": "items",
    },
    "canteen": {
        "type": "string",
        "enum": ["学校食堂", "机关食堂"],
        "title": "单位食堂类别",
        "x-type": "choice",
        "x-section": "items",
        "x-show-when": {"properties": {"format": {"const": "单位食堂"}}, "required": ["format"]},
    },
    "projects": {
        "type": "array",
        "items": {
            "type": "string",
            "enum": [
                "预包装食品销售",
                "散装食品销售",
                "热食类食品制售",
                "冷食类食品制售",
                "自制饮品制售",
            ],
        },
        "title": "经营项目",
        "x-type": "choices",
        "x-section": "items",
    },
    "rawmilk": {
        "type": "boolean",
        "title": "是否含生鲜乳",
        "x-type": "yes_no",
        "x-section": "items",
    },
    "notes": {
        "type": "string",
        "title": "设备布局与操作流程说明",
        "x-type": "long_text",
        "x-section": "items",
    },
    "staff": STAFF,
    "plan": {
        "type": "array",
        "title": "经营场所平面图",
        "x-type": "material",
        "x-material": {"treatment": "required"},
    },
    "health": {
        "type": "array",
        "title": "健康证明",
        "x-type": "material",
        "x-material": {"treatment": "deferrable"},
    },
    "system": {
        "type": "array",
        "title": "食品安全规章制度",
        "x-type": "material",
        "x-material": {"treatment": "commitment"},
    },
    "licence": {
        "type": "array",
        "title": "营业执照",
        "x-type": "material",
        "x-material": {"treatment": "shared"},
    },
}
FORM = {
    "$id": "urn:yizhao:form:food_business",
    "title": "食品经营许可申请书",
    "x-sections": [
        {"key": "base", "title": "一、基本信息"},
        {"key": "items", "title": "二、主体业态与经营项目"},
        {"key": "people", "title": "三、从业人员"},
    ],
    "type": "object",
    "properties": PROPERTIES,
}
ANSWERS: dict[str, Any] = {
    "operator": "珠海香洲阿嬷的茶餐饮有限公司",
    "code": "91440400MA5B2CD34X",
    "legal": "林䶮",
    "phone": "13800138000",
    "premises": {"division": "440402", "detail": "凤凰路128号海韵城1层A03铺"},
    "area": 68.5,
    "opened": "2026-10-08",
    "format": "餐饮服务经营者",
    "projects": ["热食类食品制售", "自制饮品制售"],
    "rawmilk": False,
    "notes": "前厅与后厨分开。\n后厨按原料、加工、成品的顺序单向流动，设粗加工、切配、烹饪三个区域。",
    "staff": [
        {
            "name": "陈㛃",
            "sex": "女",
            "identity": "440402199003074528",
            "post": "店长",
            "since": "2026-10-08",
        },
        {"name": "欧阳𬱖", "sex": "男", "post": "厨师长"},
    ],
}
COMMITMENT = Promise(
    "一、本人已经阅读并理解上述许可条件。\n二、本人承诺填报的内容真实、准确。\n三、本人承诺在开业前达到许可条件，并接受监督检查。",
    "林䶮",
    datetime(2026, 12, 1, 10, 20, tzinfo=CHINA),
)

RETURNED = Event(
    3, "case-1", "part-1", NOW, "chen", "陈科员", "return", "1、平面图缺专间。\n2. 请核对号码。"
)


def a_permit(**changes: Any) -> Permit:
    facts: dict[str, Any] = {
        "id": "food_business",
        "department": "market",
        "name": "食品经营许可",
        "kind": "licence",
        "lane": "ordinary",
        "level": "district",
        "law": "《食品安全法》第三十五条；《食品经营许可和备案管理办法》",
        "conditions": "",
        "statutory_days": 20,
        "promised_days": 10,
        "form": read_form(FORM),
        "produced": ("食品经营许可申请书",),
    }
    return Permit(**(facts | changes))


def a_part(**changes: Any) -> Part:
    facts: dict[str, Any] = {
        "id": "part-1",
        "case": "case-1",
        "case_number": "20261123-8K4M",
        "permit": "food_business",
        "permit_name": "食品经营许可",
        "department": "market",
        "form_version": "3f" * 32,
        "lane": "ordinary",
        "state": "submitted",
        "version": 1,
        "answers": ANSWERS,
        "submitted_at": NOW,
        "due": date(2026, 12, 15),
        "title": "开一家餐饮店",
        "applicant": "珠海香洲阿嬷的茶餐饮有限公司",
    }
    return Part(**(facts | changes))


def a_file(
    data: bytes, *, key: str = "plan", media_type: str = "application/pdf"
) -> tuple[Evidence, bytes]:
    import hashlib

    sha = hashlib.sha256(data).hexdigest()
    name = f"{key}.pdf" if media_type == "application/pdf" else f"{key}.jpg"
    return (
        Evidence(f"ev-{sha[:6]}", "draft-1", key, name, media_type, len(data), 1, sha, sha, NOW),
        data,
    )


def a_pdf(pages: int = 2, *, text: str = "PLAN") -> bytes:
    book = pikepdf.new()
    for n in range(pages):
        page = book.add_blank_page(page_size=(842, 595) if n % 2 else (595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        name = page.add_resource(font, pikepdf.Name.Font, name=pikepdf.Name.F1)
        page.Contents = book.make_stream(
            f"20 20 {page.mediabox[2] - 40} {page.mediabox[3] - 40} re S BT {name} 40 Tf 80 300 Td ({text} {n + 1}) Tj ET".encode()
        )
    out = io.BytesIO()
    book.save(out, deterministic_id=True)
    return out.getvalue()


def a_photo(size: tuple[int, int] = (1200, 800), *, form: str = "JPEG", **how: Any) -> bytes:
    image = Image.new("RGB", size, "#d8e4e2")
    ImageDraw.Draw(image).rectangle(
        (60, 60, size[0] - 60, size[1] - 60), outline="#0b5f66", width=9
    )
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def a_certificate(**changes: Any) -> Certificate:
    facts: dict[str, Any] = {
        "id": "AAAQEAYEAUDAOCAJBIFQYDIOB4",
        "number": "JY24404020001234",
        "part": "part-1",
        "case": "case-1",
        "permit": "food_business",
        "permit_name": "食品经营许可证",
        "department": "market",
        "department_name": "珠海市市场监督管理局香洲分局",
        "holder": "holder-1",
        "holder_name": "珠海香洲阿嬷的茶餐饮有限公司",
        "uscc": "91440400MA5B2CD34X",
        "legal_representative": "林䶮",
        "address": "广东省珠海市香洲区凤凰路128号海韵城1层A03铺",
        "scope": "热食类食品制售；自制饮品制售（不含生鲜乳）",
        "issued_on": date(2026, 12, 15),
        "valid_from": date(2026, 12, 15),
        "valid_to": date(2031, 12, 14),
        "state": "valid",
        "token": "",
    }
    return Certificate(**(facts | changes))


NOON = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
