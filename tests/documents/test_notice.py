"""Letters and empty forms: the law's words, the department's name, and a way back to the screen."""

import pytest

from documents.blank import blank_pdf
from documents.notice import KINDS, notice_pdf
from schemas.form import read_form
from tests.documents.catalogue import shipped_departments, shipped_permits
from tests.documents.examples import FORM, MARKET, NOW, RETURNED, URL, a_part, a_permit
from tests.documents.reading import codes_in, complaints_about, facts_of, packed, pixels_of, text_of

WORDS = {
    "receipt": (
        "收件回执",
        "收到的材料共2项",
        "1.食品经营许可申请书",
        "2.经营场所平面图",
        "不代表已经受理",
    ),
    "acceptance": ("受理通知书", "决定予以受理", "第三十二条第一款第（五）项", "法定20个工作日"),
    "correction": ("补正材料通知书", "一次告知如下", "1.平面图缺专间。2.请核对号码。"),
    "refusal": (
        "不予行政许可决定书",
        "六十日内依法申请行政复议",
        "六个月内依法向人民法院提起行政诉讼",
    ),
    "delivery": ("送达回证", "编号JY24404020001234", "受送达人签收"),
}


def letter(name: str, **changes) -> bytes:
    how = {
        "event": None if name == "receipt" else RETURNED,
        "received": ("食品经营许可申请书", "经营场所平面图"),
        "case_url": URL,
        "certificate_number": "JY24404020001234",
    }
    return notice_pdf(name, a_part(), a_permit(**changes), MARKET, **how)


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_says_what_the_law_asks_and_is_the_same_every_time(kind, tmp_path):
    made = letter(kind)

    text = packed(text_of(made))
    wanted = (*WORDS[kind], MARKET.name, "珠海香洲阿嬷的茶餐饮有限公司：", "20261123-8K4M")
    assert [w for w in wanted if packed(w) not in text] == []
    assert (made, facts_of(made)["Tagged"]) == (letter(kind), "yes")
    assert complaints_about(made, tmp_path) == ""


def test_a_filing_is_not_called_a_licence():
    assert "不予备案决定书" in packed(text_of(letter("refusal", kind="filing")))


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_about_a_filing_rests_on_its_own_law_and_not_on_the_licensing_law(kind):
    text = packed(text_of(letter(kind, kind="filing")))

    assert ("行政许可" in text, "即为受理" in text) == (False, False)
    assert ("《食品安全法》第三十五条" in text) == (kind in ("acceptance", "correction", "refusal"))


def test_the_code_on_a_letter_opens_the_case(tmp_path):
    assert codes_in(pixels_of(letter("receipt"), tmp_path)) == ({URL}, {URL})


def test_an_empty_form_asks_every_question_and_its_code_opens_the_form_online(tmp_path):
    permit = next(p for p in shipped_permits() if p.id == "food_business")
    online = "https://yizhao.example/permits/food_business"
    made = blank_pdf(
        permit,
        permit.form,
        shipped_departments()[permit.department],
        condition=lambda field: "适用时填写" if field.show_when else "",
        url=online,
        version="3f" * 32,
        printed_at=NOW,
    )

    text = packed(text_of(made))
    asked = [f for f in permit.form.fields if f.type != "statement" and not _is_shared(f)]
    assert [f.label for f in asked if packed(f.label) not in text] == []
    assert ("√" in text, "—" in text) == (False, False)
    assert codes_in(pixels_of(made, tmp_path)) == ({online}, {online})


def test_an_empty_form_says_units_days_and_when_a_question_is_to_be_answered():
    number = {"type": "number", "x-type": "number", "x-section": "base"}
    shown = {"x-show-when": {"properties": {"rent": {"const": True}}, "required": ["rent"]}}
    rows = {"type": "object", "properties": {"v": number | {"title": "容积", "x-unit": "m³"}}}
    properties = {
        "width": number | {"title": "宽", "x-unit": "cm"},
        "area": number | {"title": "面积（㎡）", "x-unit": "㎡"},
        "from": {"type": "string", "title": "起租", "x-type": "date", "x-section": "base"} | shown,
        "tanks": {"type": "array", "title": "罐", "x-type": "table", "x-section": "base"}
        | {"items": rows},
        "lease": {"type": "array", "title": "租约", "x-type": "material"}
        | {"x-material": {"treatment": "required"}}
        | shown,
    }
    permit = a_permit(form=read_form(FORM | {"properties": properties, "required": ["width"]}))

    made = blank_pdf(
        permit,
        permit.form,
        MARKET,
        condition=lambda field: "租用时填写" if field.show_when else "",
        url=URL,
        version="3f" * 32,
        printed_at=NOW,
    )

    text = text_of(made).split()
    assert [
        w for w in ("cm", "年", "容积（m³）", "租用时填写", "租约（租用时填写）") if w not in text
    ] == []
    assert (text.count("㎡"), packed(text_of(made)).count("宽（选填）")) == (0, 0)


def _is_shared(field) -> bool:
    return field.material is not None and field.material.treatment == "shared"
