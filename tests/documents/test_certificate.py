import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageFilter

from documents import pdf, seal
from documents.certificate import certificate_pdf, preview_html
from documents.paper import clean
from documents.seal_picture import seal_picture
from schemas.certificate_design import (
    CERTIFICATE_FIELDS,
    PAPERS,
    CertificateDesign,
    shipped_design,
)
from tests.documents.catalogue import shipped_permits
from tests.documents.examples import a_certificate, a_permit
from tests.documents.reading import (
    codes_in,
    complaints_about,
    facts_of,
    fonts_of,
    packed,
    pixels_of,
    text_of,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
BASE = "https://yizhao.example"
NOW = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)


def sealed(**changes):
    certificate = a_certificate(**changes)
    return replace(certificate, token=seal.sign(seal.record_of(certificate, key=1), KEY))


def printed(certificate=None, *, demo=False) -> bytes:
    return certificate_pdf(
        certificate or sealed(), a_permit(), base_url=BASE, printed_at=NOW, demo=demo
    )


@pytest.fixture(scope="module")
def paper() -> bytes:
    return printed()


def test_everything_that_must_be_on_the_wall_is_on_the_page(paper):
    text = packed(text_of(paper))

    wanted = ("食品经营许可证", "编号JY24404020001234", "经营者名称珠海香洲阿嬷的茶餐饮有限公司")
    wanted += ("统一社会信用代码91440400MA5B2CD34X", "法定代表人（负责人）林䶮")
    wanted += ("经营场所广东省珠海市香洲区凤凰路128号海韵城1层A03铺", "许可范围热食类食品制售")
    wanted += ("2026年12月15日至2031年12月14日", "珠海市市场监督管理局香洲分局", f"{BASE}/verify")
    assert [w for w in wanted if w not in text] == []


def test_the_code_proves_the_page_offline(paper, tmp_path):
    seen, also_seen = codes_in(pixels_of(paper, tmp_path))

    (address,) = seen
    record = seal.read(address.removeprefix("HTTPS://YIZHAO.EXAMPLE/C/"), {1: KEY.public_key()})
    assert (also_seen, record.digest) == (seen, seal.fields_digest(sealed()))


@pytest.mark.parametrize("harm", ["blur", "turn", "jpeg", "noise"])
def test_the_code_survives_cheap_paper_and_an_old_phone(paper, tmp_path, harm):
    framed = pixels_of(paper, tmp_path).convert("L").crop((150, 810, 430, 1100))
    image = harmed(framed, harm)

    assert [len(found) for found in codes_in(image)] == [1, 1]


def test_one_page_sound_tagged_archivable_and_complete(paper, tmp_path):
    facts = facts_of(paper)

    assert (facts["Pages"], facts["Tagged"], complaints_about(paper, tmp_path)) == ("1", "yes", "")
    assert b"<pdfaid:part>3</pdfaid:part>" in xmp(paper) or b'pdfaid:part="3"' in xmp(paper)
    assert all(fonts_of(paper).values())


def test_the_same_certificate_is_the_same_bytes(paper):
    assert printed() == paper


def test_its_fields_travel_along_as_data(paper):
    with pikepdf.open(io.BytesIO(paper)) as opened:
        data = json.loads(opened.attachments["certificate.json"].get_file().read_bytes())

    assert (data["number"], data["uscc"], data["token"]) == (
        "JY24404020001234",
        "91440400MA5B2CD34X",
        sealed().token,
    )


@pytest.mark.parametrize(
    ("number", "shown", "kind"),
    [
        ("91440400MA5B2CD34X", "91440400MA5B2CD34X", "001"),
        ("440402199003074521", "", "111"),
        ("", "", "999"),
    ],
)
def test_the_metadata_says_what_the_page_says_under_the_standards_names(number, shown, kind):
    identifier = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
    kept = sealed(uscc=number, identifier=identifier, valid_to=None)
    with pikepdf.open(io.BytesIO(printed(kept))) as opened:
        said = json.loads(opened.attachments["metadata-gbt36903.json"].get_file().read_bytes())

    assert said == {
        "标准": "GB/T 36903-2018",
        "证照类型名称": "食品经营许可证",
        "证照类型代码": "11100000000013338W011",
        "证照名称": "食品经营许可证",
        "证照编号": kept.number,
        "证照标识": identifier,
        "证照版本": "001",
        "证照颁发机构": kept.department_name,
        "证照颁发机构代码": "11430000006122244L",
        "持证主体": kept.holder_name,
        "持证主体代码": shown,
        "持证主体代码类型": kind,
        "证照颁发日期": "2026-12-15",
        "证照有效期起始日期": "2026-12-15",
        "证照有效期截止日期": "长期",
        "行政区划代码": "440400",
        "业务数据": {"经营场所": kept.address, "许可范围": kept.scope},
    }


def test_a_demo_certificate_says_that_it_is_none():
    page = packed(text_of(printed(demo=True)))
    sample, proper = (seal_picture("珠海市市场监督管理局", demo=demo) for demo in (True, False))

    assert "不是证照，没有法律效力" in page and sample != proper
    assert fonts_of(sample) == {}


def test_a_seal_whose_department_cannot_be_drawn_is_not_made():
    with pytest.raises(pdf.Unprintable, match="\U0002ebe1"):
        seal_picture("\U0002ebe1局", demo=False)


def test_an_identity_number_in_place_of_a_code_is_not_shown():
    made = printed(sealed(uscc="440402199003074521"))

    with pikepdf.open(io.BytesIO(made)) as opened:
        data = opened.attachments["certificate.json"].get_file().read_bytes()
    assert ("1990" in packed(text_of(made)), b"1990" in data, b"1990" in made) == (False,) * 3


def test_a_permit_without_an_end_is_valid_for_long():
    assert "2026年12月15日至长期" in packed(text_of(printed(sealed(valid_to=None))))


def test_a_very_long_scope_stays_on_the_page_and_says_where_the_rest_is():
    made = printed(sealed(scope="预包装食品销售、" * 120, address="凤凰路" * 30))

    assert facts_of(made)["Pages"] == "1"
    assert "全部范围见核验页面" in packed(text_of(made))


@pytest.mark.parametrize("character", ["𮧵", "\U0002ebe1", "\ue000"])
def test_a_name_that_cannot_be_printed_is_not_issued(character):
    """Also when the character is newer than Python's own tables, or private."""
    with pytest.raises(pdf.Unprintable, match=character):
        printed(sealed(legal_representative=f"林{character}"))


def test_spaces_between_names_stay_and_marks_of_direction_go():
    assert clean("林　小\xa0满\u202e\x0b\uffff店\n") == "林　小 满店\n"
    assert clean("甲\t乙\u2028丙\r\n丁") == "甲 乙\n丙\n丁"  # as pasted from a table or a letter
    assert "林 小满" in text_of(printed(sealed(legal_representative="林　小满")))


def test_fields_are_text_never_markup():
    made = printed(sealed(holder_name='<img src="file:///etc/hostname"><b>甲</b>'))

    assert packed('<img src="file:///etc/hostname"><b>甲</b>') in packed(text_of(made))


def test_every_shipped_permits_certificate_has_the_title_its_facts_give():
    titles = {p.id: shipped_design(p).title for p in shipped_permits()}

    assert titles == {p.id: (p.certificate or {}).get("title") for p in shipped_permits()}
    assert titles["internet_cafe"] == "网络文化经营许可证（上网服务）"
    assert shipped_design(a_permit(certificate=None)).title == "食品经营许可证"


LONG = {
    "holder_name": "珠海市香洲区凤凰南路阿嬷的茶与咖啡综合餐饮服务管理有限责任公司第三分公司",
    "address": "广东省珠海市香洲区凤凰南路一千二百八十八号海韵城国际商业中心南区地下一层",
    "scope": "预包装食品销售、" * 90,
    "identifier": "1.2.156.3005.2.11100000000013338W011.11440400DEM0000000.JY24404020001234.001.X",
}
OPENING = "准予{holder_name}自{valid_from}起在{address}从事{scope}经营活动。"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["", "pt"])
@pytest.mark.parametrize("opening", ["", OPENING])
def test_however_long_its_texts_nothing_reaches_code_or_seal(paper, language, opening):
    design = CertificateDesign(
        "公众聚集场所投入使用、营业前消防安全检查意见书",
        paper=paper,
        language=language,
        opening=opening,
    )
    made = certificate_pdf(
        sealed(**LONG), a_permit(), base_url=BASE, printed_at=NOW, demo=True, design=design
    )
    code_from = {"landscape": 142.24, "portrait": 217.424}[paper]

    assert facts_of(made)["Pages"] == "1"
    lowest = max(bottom for word, bottom in words_of(made) if word.startswith("2031年"))
    assert lowest < code_from


LONGEST = LONG | {
    "holder_name": "某" * 100,
    "address": "某" * 120,
    "legal_representative": "某" * 50,
}
WORDIEST = CertificateDesign(
    "证" * 40,
    labels=dict.fromkeys(CERTIFICATE_FIELDS, "叫法" * 10),
    opening=(OPENING * 6)[:200],
    language="pt",
    note="附" * 80,
)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_longest_texts_a_design_and_a_holder_may_have_are_set_smaller(paper):
    design = replace(WORDIEST, paper=paper)
    kept = sealed(**LONGEST)
    made = certificate_pdf(
        kept, a_permit(), base_url=BASE, printed_at=NOW, demo=False, design=design
    )
    code_from = {"landscape": 142.24, "portrait": 217.424}[paper]

    validity = [bottom for word, bottom in words_of(made) if "2031年" in word]
    assert (facts_of(made)["Pages"], max(validity) < code_from) == ("1", True)
    assert 'class="tight' in preview_html(kept, a_permit(), design, base_url=BASE)
    usual = shipped_design(a_permit())
    assert 'class="tight' not in preview_html(sealed(), a_permit(), usual, base_url=BASE)


def test_what_does_not_fit_even_so_is_not_printed_over_the_code():
    with pytest.raises(pdf.TooMuch):
        printed(sealed(address="某" * 6_000))


def words_of(made: bytes) -> list[tuple[str, float]]:
    """Each word with its lower edge, in mm from the top."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True).stdout
    found = re.findall(r'yMax="([0-9.]+)">([^<]+)<', told.decode())
    return [(word, float(bottom) * 25.4 / 72) for bottom, word in found]


def harmed(image, harm):
    if harm == "blur":
        return image.filter(ImageFilter.GaussianBlur(1.2))
    if harm == "turn":
        return image.rotate(7, expand=True, fillcolor=255)
    if harm == "jpeg":
        out = io.BytesIO()
        image.save(out, "JPEG", quality=20)
        return Image.open(out)
    return image.effect_spread(1)


def xmp(made: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(made)) as opened:
        return opened.Root.Metadata.read_bytes()
