"""Out and back: no form loses anything on the way."""

import json
from xml.etree import ElementTree

import pytest

from form_builder.canonical import document_digest
from form_builder.check import problems
from form_builder.exports.catalogue import NotACatalogue, catalogue_zip, unpacked
from form_builder.exports.plain_sheet import form_sheet
from form_builder.exports.xliff import NotTranslations, from_sheet, from_xliff, to_sheet, to_xliff
from form_builder.imports.incoming import read_form
from form_builder.sheets import read_sheets
from form_builder.translations import missing, texts, translated
from schemas.form import read_form as as_form
from tests.form_builder.shipped import PERMITS, document


def form_of(permit):
    return document("permits", permit)["form"]


@pytest.mark.parametrize("permit", PERMITS)
def test_every_form_comes_back_the_same(permit):
    form = form_of(permit)
    sent = json.dumps(form, ensure_ascii=False).encode()

    kind, back = read_form(sent, f"{permit}.json", permit)

    assert kind == "own"
    assert document_digest(back.form) == document_digest(form)
    assert back.of("refused") == ()


@pytest.mark.parametrize("permit", ["food_business", "road_freight", "song_dance"])
def test_a_form_as_a_spreadsheet_can_be_read_and_brought_back(permit):
    form = form_of(permit)

    rows = next(iter(read_sheets(form_sheet(as_form(form))).values()))
    _kind, back = read_form(form_sheet(as_form(form)), "fields.xlsx", permit)

    columns = sum(
        len(f.get("items", {}).get("properties", {})) for f in form["properties"].values()
    )
    assert len(rows) == 1 + len(form["properties"]) + columns
    assert list(back.form["properties"]) == [f.key for f in as_form(form).fields]
    assert {f["title"] for f in back.form["properties"].values()} == {
        f["title"] for f in form["properties"].values()
    }
    assert problems(back.form) == ()


def test_a_cell_that_looks_like_a_formula_stays_text():
    form = {**form_of("tobacco"), "title": "x"}
    first = next(iter(form["properties"]))
    form["properties"] = {
        **form["properties"],
        first: {**form["properties"][first], "title": "=1+1"},
    }

    rows = next(iter(read_sheets(form_sheet(as_form(form))).values()))

    assert "=1+1" in [row[1] for row in rows]


@pytest.mark.parametrize("language", ["en", "pt", "zh-Hant"])
def test_translations_go_out_and_come_back(language):
    form = form_of("food_business")
    said = {t.id: f"{language} {n}" for n, t in enumerate(texts(form))}
    other = translated(form, language, said)

    target, back = from_xliff(to_xliff(other, language, "food_business"))
    sheet = from_sheet(to_sheet(other, ("zh-Hant", "en", "pt")))

    assert (target, back) == (language, said)
    assert sheet[language] == said
    assert missing(other, language) == ()
    assert translated(form, language, back) == other
    assert problems(other) == ()


def test_what_nobody_translated_is_listed():
    form = form_of("tobacco")

    assert all(t.said(form, "en") == "" for t in missing(form, "en"))
    assert len(missing(form, "pt")) > len(missing(form, "en"))


def test_an_empty_or_unknown_translation_changes_nothing():
    form = form_of("tobacco")

    assert translated(form, "en", {"title": " ", "properties/none/title": "x"}) == form


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        b"<!DOCTYPE x><xliff/>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff version="1.2">&a;</xliff>',
        b"x" * 3_000_000,
        "<xliff/>".encode("utf-16"),
    ],
)
def test_what_is_no_xliff_is_refused(data):
    with pytest.raises(NotTranslations):
        from_xliff(data)


def test_xliff_is_well_formed_whatever_the_words():
    form = {"title": 'a<b>&"\x01', "x-sections": [], "properties": {}}

    root = ElementTree.fromstring(to_xliff(form, "en", 'x"<'))

    assert "".join(root.itertext()) == 'a<b>&"'


def test_a_catalogue_packs_the_same_bytes_and_unpacks():
    permits = [document("permits", p) for p in ("tobacco", "drug_retail")]
    department = {"id": "market", "name": "市场监管局"}

    packed = catalogue_zip(department, [{"id": "a"}], permits)

    assert packed == catalogue_zip(department, [{"id": "a"}], permits[::-1])
    assert json.loads(unpacked(packed)["permits/tobacco.json"]) == permits[0]


@pytest.mark.parametrize("name", ["../x.json", "/x.json", "a/b/c.json", "permits/x.py", "evil.sh"])
def test_a_catalogue_with_strange_files_is_refused(name):
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "{}")

    with pytest.raises(NotACatalogue):
        unpacked(out.getvalue())
