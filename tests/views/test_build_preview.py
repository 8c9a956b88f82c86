"""The preview of a draft: as applicants fill it in, in four languages, with other permits, on paper, as a package."""

import io
import json
import re
from datetime import UTC, datetime, timedelta

import pikepdf

import worker
from tests.documents.reading import packed, text_of
from tests.views.house import post
from tests.views.test_workbench import words

AT = "/build/food_business/preview"


def work(house):
    while job := house.store.jobs.claim("test", datetime.now(UTC), timedelta(seconds=90)):
        worker.HANDLERS[job.kind](house.store, house.settings, job)


def test_the_frame_speaks_the_chosen_language_whatever_the_page_speaks(admin):
    pages = {code: admin.get(f"{AT}/frame?language={code}") for code in ("zh-Hant", "en", "pt")}

    said = {
        "zh-Hant": ("必填", "市場主體名稱"),
        "en": ("Required", "Name of the market entity"),
        "pt": ("Obrigatório", "Entidade comercial"),
    }
    for code, page in pages.items():
        assert f'<html lang="{code}">' in page.text
        assert [w for w in said[code] if w not in page.text] == []
    assert '<html lang="zh-Hans">' in admin.get(AT).text


def test_only_our_own_pages_may_frame_it(admin):
    framed, whole = admin.get(f"{AT}/frame").headers, admin.get(AT).headers

    assert (framed["X-Frame-Options"], whole["X-Frame-Options"]) == ("SAMEORIGIN", "DENY")
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]


def test_conditions_and_checks_work_and_nothing_is_kept(house, admin):
    kept = house.store.catalogue.load("market").revision
    name = 'name="food_business.canteen_class"'

    before = admin.get(f"{AT}/frame").text
    answers = {"food_business.format": "单位食堂", "uscc": "91440400MA00000000"}
    after = post(admin, f"{AT}/frame", **answers)

    assert (name in before, name in after.text, after.status_code) == (False, True, 200)
    assert 'value="91440400MA00000000"' in after.text
    assert 'id="f-uscc-error"' in after.text
    assert house.store.catalogue.load("market").revision == kept


def test_with_other_permits_each_question_is_asked_once_and_counted(admin):
    page = admin.get(f"{AT}?as=together&with=tobacco&with=nothing")
    frame = admin.get(f"{AT}/frame?with=tobacco").text
    src = re.search(r'src="([^"]*/preview/frame[^"]*)"', page.text)[1]

    count = re.search(r"分开填要答 (\d+) 题、交 \d+ 份材料；合起来答 (\d+) 题", words(page))
    assert int(count[1]) > int(count[2]) > 0
    assert "with=tobacco" in src and "nothing" not in src
    assert frame.count('name="uscc"') == 1
    assert "2 个部门需要" in frame


def test_a_whole_basket_is_chosen_at_once(admin):
    offered = admin.get(f"{AT}?as=together").text
    at = re.search(r'<option value="(\d+)">便利店', offered)[1]

    page = admin.get(f"{AT}?as=together&basket={at}").text

    chosen = re.findall(r'name="with" value="(\w+)" checked', page)
    assert "tobacco" in chosen and "food_business" not in chosen


def test_paper_and_package_are_printed_by_the_worker_once(house, admin):
    waiting = [admin.get(f"{AT}?as={name}").text for name in ("paper", "package")]
    unprinted = admin.get(f"{AT}/package.pdf")
    work(house)

    ready = [admin.get(f"{AT}?as={name}").text for name in ("paper", "package")]
    sheet = admin.get(f"{AT}/package.pdf")

    assert [("hx-get" in w, "<iframe" in w) for w in waiting] == [(True, False)] * 2
    assert [("<iframe" in r) for r in ready] == [True] * 2
    assert (unprinted.status_code, sheet.status_code) == (404, 200)
    text = packed(text_of(sheet.data))
    assert [w for w in ("申请案卷", "样例", "食品经营许可") if w not in text] == []
    assert house.store.jobs.claim("test", datetime.now(UTC), timedelta(seconds=90)) is None


def test_every_material_of_the_package_has_a_sheet_that_says_it_is_a_sample(house, admin):
    materials = house.store.catalogue.load("market").permits["food_business"]["form"]["properties"]
    shared = [
        f["title"]
        for f in materials.values()
        if f.get("x-material", {}).get("treatment") == "shared"
    ]
    admin.get(f"{AT}?as=package")
    work(house)

    sheet = admin.get(f"{AT}/package.pdf").data

    with pikepdf.open(io.BytesIO(sheet)) as book:
        record = json.loads(book.attachments["package.json"].get_file().read_bytes())
        answers = json.loads(book.attachments["answers.json"].get_file().read_bytes())
    files = [e["sha256"] for e in record["evidence"]]
    listed = [f for k, v in answers.items() if materials[k]["x-type"] == "material" for f in v]
    assert len(files) >= 4 and sorted(files) == sorted(listed)
    text = packed(text_of(sheet))
    assert text.count("已上传1个文件，1页") == len(files)
    assert text.count("由数据共享取得") == len(shared)


def test_a_form_that_cannot_be_filled_in_yet_is_shown_as_it_stands(admin):
    post(admin, "/build", name="小餐饮登记", code="small_catering")
    post(admin, "/build/small_catering/fields", type="choice")
    post(admin, "/build/small_catering/fields/q_choice", label="规模", options="")

    pages = {n: admin.get(f"/build/small_catering/preview?as={n}") for n in ("screen", "together")}
    frame = admin.get("/build/small_catering/preview/frame")
    conditions = words(admin.get(f"{AT}/frame?show=all"))

    assert {p.status_code for p in (*pages.values(), frame)} == {200}
    assert "规模" in frame.text
    assert "当 主体业态 是 单位食堂 时显示" in conditions
    assert "改好以后这里才看得到" in pages["together"].text
    assert admin.get("/build/small_catering/preview?as=nothing").status_code == 404
