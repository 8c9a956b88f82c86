import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date
from random import Random

import pikepdf
import pytest
from PIL import Image, ImageDraw

from documents.evidence import as_scan
from documents.form_sheet import Grid, Rows, form_sheet
from documents.package import canonical, package_pdf
from tests.documents.catalogue import answered, shipped_departments, shipped_permits
from tests.documents.examples import (
    ANSWERS,
    COMMITMENT,
    MARKET,
    NOW,
    URL,
    a_file,
    a_part,
    a_pdf,
    a_permit,
    a_photo,
)
from tests.documents.reading import (
    codes_in,
    complaints_about,
    facts_of,
    fonts_of,
    packed,
    pixels_of,
    text_of,
)

PLAN = a_file(a_pdf(3))
PHOTO = a_file(a_photo(), key="health", media_type="image/jpeg")
PERMITS = shipped_permits()


def printed(*evidence, part=None, permit=None, **how) -> bytes:
    how = {
        "commitment": COMMITMENT,
        "case_url": URL,
        "language": "zh_Hans",
        "printed_at": NOW,
    } | how
    return package_pdf(part or a_part(), permit or a_permit(), MARKET, evidence, **how)


def a_part_with(*evidence, **answers):
    files = {e.key: [e.sha256] for e, _ in evidence}
    return a_part(answers={**ANSWERS, **files, **answers})


@pytest.fixture(scope="module")
def whole() -> bytes:
    return printed(PLAN, PHOTO, part=a_part_with(PLAN, PHOTO))


def test_the_cover_says_what_this_is_and_by_when(whole):
    cover = packed(text_of(whole).split("\f")[0])

    wanted = ("食品经营许可申请案卷", MARKET.name, "20261123-8K4M", "珠海香洲阿嬷的茶餐饮有限公司")
    wanted += (
        "开一家餐饮店",
        "优化审批服务",
        "2026年12月1日10:24",
        "2026年12月15日（10个工作日）",
        URL,
    )
    assert [w for w in wanted if w not in cover] == []


def test_the_code_on_the_cover_opens_the_case(whole, tmp_path):
    assert codes_in(pixels_of(whole, tmp_path)) == ({URL}, {URL})


def test_each_answer_stands_beside_its_label(whole):
    form = packed(text_of(whole).split("\f")[1])

    wanted = ("经营者名称珠海香洲阿嬷的茶餐饮有限公司", "面积68.5㎡", "成立日期2026年10月8日")
    wanted += ("经营场所广东省珠海市香洲区凤凰路128号海韵城1层A03铺", "外设仓库地址—")
    wanted += (
        "√餐饮服务经营者",
        "√热食类食品制售",
        "是√否",
        "陈㛃女440402199003074528店长2026年10月8日",
    )
    assert [w for w in wanted if w not in form] == []
    assert "单位食堂类别" not in form


def test_the_commitment_is_printed_in_full_with_its_digest(whole):
    page = packed(text_of(whole).split("\f")[2])

    wanted = (packed(COMMITMENT.text), "林䶮", "2026年12月1日10:20", COMMITMENT.sha256)
    assert [w for w in wanted if w not in page] == []


def test_every_material_says_where_its_paper_is(whole):
    page = packed(text_of(whole).split("\f")[3])

    wanted = (
        "食品经营许可申请书—由平台生成",
        f"经营场所平面图plan.pdfSHA-256{PLAN[0].sha256}必要已上传1个文件，3页5",
    )
    wanted += (
        f"健康证明health.jpgSHA-256{PHOTO[0].sha256}可容缺已上传1个文件，1页8",
        "食品安全规章制度可承诺以告知承诺代替",
    )
    wanted += ("营业执照数据共享免提交由数据共享取得",)
    assert [w for w in wanted if w not in page] == []


def test_a_file_given_for_two_materials_has_at_each_the_name_it_was_given_there():
    plan = (replace(PLAN[0], key="food_business.plan", name="平面图.pdf"), PLAN[1])
    health = (replace(PLAN[0], key="food_business.health", name="健康证.pdf"), PLAN[1])
    answers = {**ANSWERS, "plan": [PLAN[0].sha256], "health": [PLAN[0].sha256]}

    for given in ((plan, health), (health, plan)):
        page = packed(text_of(printed(*given, part=a_part(answers=answers))).split("\f")[3])
        assert ("经营场所平面图平面图.pdf" in page, "健康证明健康证.pdf" in page) == (True, True)


def test_a_deferred_material_names_its_last_day():
    made = printed(follow_by=date(2026, 12, 8))

    assert "健康证明可容缺容缺，2026年12月8日前补交" in packed(text_of(made))


def test_evidence_follows_page_by_page_under_its_stamp(whole):
    pages = [packed(p) for p in text_of(whole).split("\f")[4:8]]

    assert [("PLAN" in p, "20261123-8K4M·" in p) for p in pages] == [(True, True)] * 3 + [
        (False, True)
    ]
    assert ["第5页/共8页" in pages[0], "第8页/共8页" in pages[3]] == [True, True]
    assert [n for n, p in enumerate(pages, 1) if f"·{n}/3" in p] == [1, 2, 3]


def test_a_photo_is_seen_on_its_sheet(whole, tmp_path):
    image = pixels_of(whole, tmp_path, page=8, dpi=30).convert("RGB")

    assert (
        max(abs(a - b) for a, b in zip(image.getpixel((175, 124)), (216, 228, 226), strict=True))
        < 4
    )


def test_a_row_longer_than_a_page_is_broken_under_its_heads():
    long = "".join(chr(0x4E00 + n) for n in range(3000))
    part = a_part(answers=ANSWERS | {"staff": [{"name": "陈㛃", "post": long}, {"name": "林䶮"}]})

    pages = [packed(p) for p in text_of(printed(part=part)).split("\f")]

    on = [p for p in pages if len(set(long) & set(p)) > 300]
    assert (len(on) > 2, ["身份证件号码" in p for p in on]) == (True, [True] * len(on))
    assert [c for c in long if c not in "".join(on)] == []


def test_empty_lines_do_not_make_pages():
    part = a_part(answers=ANSWERS | {"notes": "第一段" + " \n" * 900 + "第二段"})

    assert len(text_of(printed(part=part)).split("\f")) == len(text_of(printed()).split("\f"))


def test_what_lies_across_has_a_sheet_that_lies_across(whole):
    with pikepdf.open(io.BytesIO(whole)) as opened:
        sizes = [(round(p.mediabox[2]), round(p.mediabox[3])) for p in opened.pages]

    upright, across = (595, 842), (842, 595)
    assert sizes == [upright] * 5 + [across, upright, across]


def test_a_long_strip_is_shown_in_pieces_that_overlap_and_carried_once(tmp_path):
    strip = Image.new("RGB", (800, 4000), "white")
    for row in range(0, 4000, 500):
        ImageDraw.Draw(strip).rectangle((0, row, 800, row + 20), fill="black")
    out = io.BytesIO()
    strip.save(out, "JPEG")
    file = a_file(out.getvalue(), media_type="image/jpeg")

    made = printed(file, part=a_part_with(file), commitment=None)

    pages = text_of(made).split("\f")[3:-1]
    assert [f"·{n}/3" in packed(p) for n, p in enumerate(pages, 1)] == [True] * 3
    lines = [_bars(pixels_of(made, tmp_path, page=n, dpi=75)) for n in (4, 5, 6)]
    with pikepdf.open(io.BytesIO(made)) as opened:
        pictures = [o for o in opened.objects if _is_picture(o)]
    assert (lines, len(pictures)) == ([3, 3, 2], 1)


@pytest.mark.parametrize(
    ("size", "pages"), [((1080, 2400), 1), ((20, 50_000), 1), ((50_000, 20), 1), ((3, 2), 1)]
)
def test_what_would_not_be_read_more_easily_in_pieces_stays_whole(size, pages):
    out = io.BytesIO()
    Image.new("RGB", size).save(out, "JPEG")
    file = a_file(out.getvalue(), media_type="image/jpeg")

    assert as_scan(*file).pages == pages


def _is_picture(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"


def _bars(page: Image.Image) -> int:
    """How many black lines cross the middle of a sheet's free part."""
    middle = page.convert("L").crop((page.width // 2, 80, page.width // 2 + 1, page.height - 70))
    dark = [value < 100 for value in middle.tobytes()]
    return sum(b and not a for a, b in zip([False, *dark], dark, strict=False))


def test_bookmarks_lead_to_every_chapter(whole):
    with pikepdf.open(io.BytesIO(whole)) as opened, opened.open_outline() as outline:
        titles = [(item.title, [c.title for c in item.children]) for item in outline.root]

    assert titles == [
        ("食品经营许可申请书", ["一、基本信息", "二、主体业态与经营项目", "三、从业人员"]),
        ("告知承诺书", []),
        ("材料清单", []),
        ("材料 2　经营场所平面图", ["plan.pdf"]),
        ("材料 3　健康证明", ["health.jpg"]),
    ]


def test_links_say_where_they_lead_and_lead_to_the_first_page_of_it(whole):
    with pikepdf.open(io.BytesIO(whole)) as opened:
        number = {page.objgen: n for n, page in enumerate(opened.pages, 1)}
        places = pikepdf.NameTree(opened.Root.Names.Dests)
        links = [link for page in opened.pages for link in page.get("/Annots", ())]
        led = {str(link.Contents): number[places[str(link.Dest)][0].objgen] for link in links}

    assert led == {"申请表": 2, "告知承诺书": 3, "材料清单": 4, "材料2": 5, "材料3": 8}


def test_the_answers_travel_along_as_data_and_their_digest_is_on_the_cover(whole):
    with pikepdf.open(io.BytesIO(whole)) as opened:
        data = opened.attachments["answers.json"].get_file().read_bytes()

    part = a_part_with(PLAN, PHOTO)
    assert (json.loads(data), data) == (part.answers, canonical(part.answers))
    assert hashlib.sha256(data).hexdigest() in text_of(whole)


def test_the_package_records_what_it_was_made_from(whole):
    with pikepdf.open(io.BytesIO(whole)) as opened:
        record = opened.attachments["package.json"].get_file().read_bytes()

    part = a_part_with(PLAN, PHOTO)
    assert json.loads(record) == {
        "case": part.case_number,
        "permit": part.permit,
        "form_version": part.form_version,
        "answers_sha256": hashlib.sha256(canonical(part.answers)).hexdigest(),
        "evidence": [
            {
                "material": n,
                "pages": pages,
                "sha256": e.sha256,
                "original_sha256": e.original_sha256,
            }
            for n, pages, (e, _) in ((2, 3, PLAN), (3, 1, PHOTO))
        ],
    }
    assert hashlib.sha256(record).hexdigest() in text_of(whole)


@pytest.mark.parametrize(
    ("evidence", "declared"), [((PLAN, PHOTO), False), ((PHOTO,), True), ((), True)]
)
def test_pdf_a_is_declared_unless_a_pdf_was_uploaded(evidence, declared, tmp_path):
    made = printed(*evidence, part=a_part_with(*evidence))

    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_metadata() as told:
        said = (told.get("pdfaid:part"), told.get("pdfaid:conformance"))
        assert ("/OutputIntents" in opened.Root, "/MarkInfo" in opened.Root) == (declared, True)
    assert said == (("3", "A") if declared else (None, None))
    assert all(fonts_of(made).values()) or not declared
    assert complaints_about(made, tmp_path) == ""


def test_the_file_is_sound_tagged_and_carries_its_fonts(whole, tmp_path):
    ours = {name: inside for name, inside in fonts_of(whole).items() if "Helvetica" not in name}

    assert complaints_about(whole, tmp_path) == ""
    assert (facts_of(whole)["Tagged"], facts_of(whole)["Title"]) == (
        "yes",
        "食品经营许可申请案卷 20261123-8K4M",
    )
    assert all(ours.values())


def test_the_same_part_is_the_same_bytes(whole):
    assert printed(PLAN, PHOTO, part=a_part_with(PLAN, PHOTO)) == whole


def test_answers_are_text_never_markup():
    hostile = '<img src="file:///etc/hostname"><style>*{display:none}</style>{{ 7*7 }}'
    made = printed(part=a_part_with(operator=hostile, notes="</td></table><h1>伪造</h1>"))

    text = packed(text_of(made))
    assert packed(hostile) in text
    assert "</td></table><h1>伪造</h1>" in text


def test_a_very_long_answer_is_printed_whole_and_soon():
    import time

    start = time.process_time()
    made = printed(part=a_part_with(notes="流程" * 2500))

    assert packed(text_of(made)).count("流") >= 2500
    assert time.process_time() - start < 5


def test_the_last_file_of_another_part_is_not_printed():
    stranger = a_file(a_pdf(1, text="SECRET"), key="plan")

    assert "SECRET" not in text_of(printed(stranger))


@pytest.mark.parametrize("permit", PERMITS, ids=lambda p: p.id)
def test_every_shipped_form_prints_every_label_and_value(permit):
    part = a_part(
        permit=permit.id,
        permit_name=permit.name,
        lane=permit.lane,
        answers=answered(permit, Random(11)),
    )
    made = package_pdf(
        part,
        permit,
        shipped_departments()[permit.department],
        [],
        commitment=replace(COMMITMENT, text=permit.commitment),
        case_url=URL,
        language="zh_Hans",
        printed_at=NOW,
    )
    raw = text_of(made)
    text = packed(raw)

    assert [w for w in expected_words(permit, part) if packed(w) not in text] == []
    assert [n for n in numbers_in(part.answers) if n not in raw] == []
    assert not signed_apart(raw)


def numbers_in(answers):
    """Identity numbers, which nobody reads in two lines."""
    return re.findall(r"\b[0-9]{17}[0-9X]\b", json.dumps(answers))


def signed_apart(raw):
    """Does the signature stand on a page without a line of the form?"""
    return any(page.startswith("以上内容由申请人") for page in raw.split("\f"))


def expected_words(permit, part):
    for section in form_sheet(permit.form, part.answers, "zh_Hans"):
        yield section.title
        for block in section.blocks:
            if isinstance(block, Rows):
                yield from (block.label, *block.heads, *(t for row in block.rows for t in row))
            if isinstance(block, Grid):
                for cell in (c for row in block.rows for c in row):
                    yield cell.label
                    yield from (o.text for o in cell.options) if cell.options else (cell.text,)
