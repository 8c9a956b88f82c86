"""Forms in and out through the browser: the report, the downloads, translations, another house."""

import io
import json

import pytest

from form_builder.exports.catalogue import unpacked
from form_builder.exports.xliff import to_xliff
from form_builder.translations import missing, texts
from storage.loading import load_catalogue
from tests.documents.reading import text_of
from tests.views.desk_case import furnished
from tests.views.house import NOW, build_house, token_of

AT = "/build/food_business"


@pytest.fixture
def house(tmp_path):
    return furnished(tmp_path)


@pytest.fixture
def admin(house):
    return house.signed_in("wang", "form_admin", "market")


def form(house):
    return house.store.catalogue.load("market").permits["food_business"]["form"]


def send(client, address, data, name, **more):
    sent = {"file": (io.BytesIO(data), name), "csrf": token_of(client), **more}
    return client.post(address, data=sent, content_type="multipart/form-data")


def test_what_is_exported_comes_back_to_the_letter(house, admin):
    before = form(house)
    sent = admin.get(f"{AT}/export/form.json").data

    answer = send(admin, f"{AT}/import", sent, "form.json")

    assert json.loads(sent) == before
    assert answer.status_code == 200 and "本平台的表单，原样收下。" in answer.text
    assert list(form(house)["properties"]) == list(before["properties"])


def test_an_import_replaces_the_draft_and_says_what_became_of_it(house, admin):
    foreign = {
        "properties": {"shopName": {"type": "string"}, "x": {"not": {}}},
        "required": ["shopName"],
    }

    answer = send(admin, f"{AT}/import", json.dumps(foreign).encode(), "<b>foreign.json")

    assert "代号“shopName”改成了“shop_name”。" in answer.text
    assert "<b>foreign" not in answer.text
    assert (list(form(house)["properties"]), form(house)["required"]) == (
        ["shop_name", "x"],
        ["shop_name"],
    )


def test_an_import_is_put_behind_the_draft_when_asked(house, admin):
    before = form(house)
    foreign = json.dumps({"properties": {"area": {"type": "number"}, "x": {"type": "string"}}})

    answer = send(admin, f"{AT}/import", foreign.encode(), "foreign.json", how="append")

    keys = list(form(house)["properties"])
    assert keys[:-2] == list(before["properties"]) and keys[-1] == "x"
    assert form(house)["properties"]["area"] == before["properties"]["area"]
    assert "已经接在草稿后面" in answer.text and "放进来 2 题。" in answer.text
    assert len(form(house)["x-sections"]) == len(before["x-sections"]) + 1


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"{", "a.json", "不是 JSON"),
        (b"PK", "a.xlsx", "这个文件不是能读的 xlsx 表格。"),
        (b"", "", "请先选择文件。"),
    ],
)
def test_what_cannot_be_read_leaves_the_draft_alone(house, admin, data, name, sentence):
    before = form(house)

    answer = send(admin, f"{AT}/import", data, name)

    assert (answer.status_code, form(house)) == (422, before)
    assert sentence in answer.text


def test_translations_come_in_and_what_is_missing_is_listed(house, admin):
    page = admin.get(f"{AT}/exchange").text
    wanted = missing(form(house), "pt")[0]
    sent = to_xliff(form(house), "pt", "x").replace(
        b'<target state="needs-translation" />', "<target>Olá</target>".encode(), 1
    )

    answer = send(admin, f"{AT}/translations", sent, "x.xlf")

    assert f"还缺 {len(missing(form(house), 'pt')) + 1} 处" in page and wanted.source in page
    assert answer.status_code == 303
    assert wanted.said(form(house), "pt") == "Olá"
    assert len(texts(form(house))) > 50


def test_a_blank_form_prints_every_question_and_where_to_find_it_online(admin):
    words = text_of(admin.get(f"{AT}/export/blank.pdf").data)

    assert "食品经营许可申请书" in words and "/permits/food_business" in words
    assert "法定代表人" in words and "取得健康证明人数" in words


def test_a_departments_catalogue_loads_into_another_house(house, admin, tmp_path):
    packed = admin.get("/build/catalogue.zip").data
    folder = tmp_path / "other"
    (folder / "permits").mkdir(parents=True)
    for name, data in unpacked(packed).items():
        (folder / name).write_bytes(data)
    other = build_house(tmp_path / "house2")

    report = load_catalogue(other.store, folder, now=NOW, author="terminal")

    assert "permit:food_business" in report.added
    assert other.store.published.latest("permit", "food_business").document["form"] == form(house)


def test_another_departments_form_cannot_be_taken_out(house):
    other = house.signed_in("li", "form_admin", "health")

    assert {other.get(f"{AT}/export/{n}").status_code for n in ("form.json", "blank.pdf")} == {404}
    assert other.get("/build/tobacco/export/../../etc/passwd").status_code == 404
