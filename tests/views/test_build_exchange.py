"""Forms in and out through the browser: the report, the downloads, translations, another house."""

import io
import json
import os

import pytest

from config import read_settings
from form_builder.exports.xliff import to_xliff
from form_builder.translations import missing, texts
from terminal import main
from tests.documents.reading import text_of
from tests.views.house import token_of
from tests.views.issued import work_off
from views.opening import open_house

AT = "/build/food_business"


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


def test_a_blank_form_prints_every_question_and_where_to_find_it_online(house, admin):
    waiting = admin.get(f"{AT}/export/blank.pdf")
    work_off(house, "print_layout")
    words = text_of(admin.get(f"{AT}/export/blank.pdf").data)

    assert waiting.status_code == 202
    assert "食品经营许可申请书" in words and "/permits/food_business" in words
    assert "法定代表人" in words and "取得健康证明人数" in words


def test_a_departments_catalogue_loads_into_an_empty_installation(
    house, admin, tmp_path, monkeypatch, capsys
):
    packed = tmp_path / "market.zip"
    packed.write_bytes(admin.get("/build/catalogue.zip").data)
    monkeypatch.setenv("YIZHAO_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("YIZHAO_SECRET", "a secret for tests 0123456789 abcdef")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    said = [(main(["load", "catalogue", str(packed)]), capsys.readouterr().out) for _ in range(2)]

    there = open_house(read_settings(os.environ)).published
    ours = {
        p for p, v in house.store.published.heads("permit").items() if p in there.heads("permit")
    }
    assert ours == set(house.store.catalogue.load("market").permits)
    for kind, names in (("permit", ours), ("dictionary", {"elements"})):
        wanted = house.store.published.heads(kind)
        assert there.heads(kind) == {name: wanted[name] for name in names}
    count = len(ours) + 1
    assert said == [
        (0, f"新增 {count}，更新 0，未变 0，保留本地修改 0\n"),
        (0, f"新增 0，更新 0，未变 {count}，保留本地修改 0\n"),
    ]


@pytest.mark.parametrize("data", [b"", b"PK nothing", b"{}"])
def test_what_is_no_catalogue_is_refused_in_words(tmp_path, monkeypatch, capsys, data):
    packed = tmp_path / "broken.zip"
    packed.write_bytes(data)
    monkeypatch.setenv("YIZHAO_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("YIZHAO_SECRET", "a secret for tests 0123456789 abcdef")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert main(["load", "catalogue", str(packed)]) == 2
    assert "broken.zip: 这个文件不是目录的 ZIP。" in capsys.readouterr().err


def test_another_departments_form_cannot_be_taken_out(house):
    other = house.signed_in("li", "form_admin", "health")

    assert {other.get(f"{AT}/export/{n}").status_code for n in ("form.json", "blank.pdf")} == {404}
    assert other.get("/build/tobacco/export/../../etc/passwd").status_code == 404
