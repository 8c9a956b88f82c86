import re
from xml.etree import ElementTree

import pytest

from tests.documents.reading import facts_of, packed, text_of
from tests.views.house import post
from tests.views.issued import file_of, issued, sealing_house, work_off

FORM = {
    "title": "食品经营许可证（试行）",
    "number": "珠食{year}{serial4}号",
    "type_code": "11100000000013338W011",
    "issuer_code": "11430000006122244L",
    "opening": "准予{holder_name}自{valid_from}起经营。",
    "note": "请亮证经营。",
    "paper": "portrait",
    "language": "en",
    "seal_right": "3",
    "seal_down": "-4",
    "show_uscc": "1",
    "place_uscc": "1",
    "label_scope": "经营项目",
}
AT = "/build/certificates/food_business"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return sealing_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def admin(house):
    return house.signed_in("zhao", "form_admin", "market")


def save(admin, **changes):
    revision = re.search(r'name="revision" value="(\d+)"', admin.get(AT).text)[1]
    return post(admin, AT, **{**FORM, "revision": revision, **changes})


def test_what_is_put_in_force_is_what_is_issued_and_what_was_issued_stays(house, admin):
    before = issued(house, key="k0")
    draft = save(admin, title="草稿标题")
    with_draft = issued(house, key="k1")
    used = save(admin, use="1", issuer_code=" 1143 0000 0061 2224 4l ")
    after = issued(house, key="k2")

    assert (draft.status_code, used.status_code) == (303, 303)
    assert (before.design, with_draft.design, after.design) == (0, 0, 2)
    assert (after.number, after.permit_name) == (
        f"珠食{after.issued_on.year}0001号",
        "食品经营许可证（试行）",
    )
    assert after.identifier.startswith("1.2.156.3005.2.11100000000013338W011.11430000006122244L.")
    page = packed(text_of(file_of(house, after)))
    wanted = (
        "食品经营许可证（试行）",
        "经营项目",
        "Foodbusinesslicence",
        "请亮证经营。",
        after.identifier,
    )
    assert [w for w in wanted if w not in page] == []
    assert f"准予{after.holder_name}自" in page and "法定代表人" not in page
    assert facts_of(file_of(house, after))["Page size"].startswith("595.276 x 841.89")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", "", "标题要 1 到 40 个字"),
        ("title", "许可证\U0002ebe1", "这些字印不出来，不能上证：\U0002ebe1"),
        ("number", "{prefix}{year}", "规则里要有一处 {serial}"),
        ("number", "{uscc}{serial}", "规则里只能用"),
        ("opening", "{holder.__class__}", "没有叫 {holder.__class__} 的内容"),
        ("opening", "{{7*7}}", "没有叫 {7*7} 的内容"),
        ("type_code", "123", "21 位"),
        ("issuer_code", "x", "18 位"),
        ("type_code", "11100000000013338X011", "前 18 位的校验码不对"),
        ("issuer_code", "11430000006122244K", "校验码不对"),
        ("issuer_code", "", "两个代码要填都填"),
        ("seal_right", "99", "最多移动 25 毫米"),
        ("seal_right", "25", "印章会压到边框"),
    ],
)
def test_what_must_be_mended_is_said_and_kept_as_typed(house, admin, name, value, said):
    answer = save(admin, **{name: value, "note": "留着我"})

    assert answer.status_code == 422
    assert said in answer.text and "留着我" in answer.text


def test_texts_are_texts_and_never_templates(house, admin):
    save(admin, opening="<b>粗</b> %s %(x)s", title="食品\x0b经营\n许可证", use="1")
    page = packed(text_of(file_of(house, issued(house, key="k9"))))

    assert (
        "<b>粗</b>%s%(x)s" in page
        and house.store.designs.newest("food_business").body["title"] == "食品经营 许可证"
    )
    ElementTree.fromstring(house.client().get("/feed/certificates.atom").data)


def test_two_who_save_at_once_are_told(house, admin):
    save(admin)
    answer = post(admin, AT, **{**FORM, "revision": "0"})

    assert answer.status_code == 409 and "别人刚存过一版" in answer.text


def test_the_preview_shows_what_is_typed_and_says_that_it_is_none(house, admin):
    fragment = post(admin, f"{AT}/preview", **FORM).text
    framed, address = re.findall(r'(?:src|href)="([^"]+)"', fragment.replace("&amp;", "&"))
    page, waiting = admin.get(framed), admin.get(address)
    work_off(house, "print_specimen")
    made = admin.get(address)

    text = packed(text_of(made.data))
    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
    assert made.mimetype == "application/pdf" and "csrf" not in address
    assert made.headers["Content-Disposition"].startswith("inline")
    assert "食品经营许可证（试行）" in text and "预览，不是证照，没有法律效力。" in text
    assert b"/Sig" not in made.data
    assert "食品经营许可证（试行）" in page.text and "预览，不是证照" in page.text
    assert page.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_another_department_finds_nothing(house):
    other = house.signed_in("wang", "form_admin", "tobacco")

    answers = [other.get(AT).status_code, post(other, AT, **FORM).status_code]
    answers += [post(other, f"{AT}/preview", **FORM).status_code]
    assert answers == [404] * 3
    assert "食品经营许可" not in other.get("/build/certificates").text
