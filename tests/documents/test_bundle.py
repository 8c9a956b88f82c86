import csv
import io
import json
import subprocess
import zipfile
from dataclasses import replace

import pytest

from documents.bundle import (
    INDEX,
    MANIFEST,
    Folder,
    NotABundle,
    bundle,
    safe_name,
    spreadsheet_text,
    verify,
)
from schemas.case import Case
from tests.documents.examples import NOW, a_certificate, a_part

CASE = Case("case-1", "20261123-8K4M", "a", "开一家餐饮店", None, None, NOW, {}, {}, "draft-1")
PLAN = ("经营场所平面图.pdf", lambda: b"plan" * 50_000)


def folders(**changes):
    return [
        Folder(
            a_part(**changes), lambda: b"package", (PLAN,), a_certificate(), lambda: b"certificate"
        ),
        Folder(a_part(permit_name="公众聚集场所投入使用、营业前消防安全检查"), lambda: b"other"),
    ]


def made(**changes) -> bytes:
    return b"".join(bundle(CASE, folders(**changes)))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "案.zip"
    path.write_bytes(made())
    return path


def test_each_permit_has_its_folder_with_names_people_can_read(file):
    with zipfile.ZipFile(file) as archive:
        assert (archive.testzip(), archive.namelist()) == (
            None,
            [
                "01-食品经营许可/案卷.pdf",
                "01-食品经营许可/材料/01-经营场所平面图.pdf",
                "01-食品经营许可/证照.pdf",
                "02-公众聚集场所投入使用、营业前消防安全检查/案卷.pdf",
                "目录.csv",
                "manifest.json",
            ],
        )


def test_other_peoples_tools_open_it(file):
    listed = (
        subprocess.run(["unzip", "-t", str(file)], capture_output=True) if has_unzip() else None
    )

    assert listed is None or listed.returncode == 0


def test_it_comes_in_pieces_and_reads_a_file_only_in_its_turn():
    read: list[str] = []
    watched = Folder(
        a_part(),
        lambda: read.append("package") or b"x",
        (("b.pdf", lambda: read.append("b") or b"y"),),
    )

    pieces = bundle(CASE, [watched])
    next(pieces)

    assert read == ["package"]


def test_the_same_case_is_the_same_bytes():
    assert made() == made()


def test_the_index_opens_as_text_with_codes_whole(file):
    with zipfile.ZipFile(file) as archive:
        data = archive.read(INDEX)

    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[1][:8] == [
        *("1", "食品经营许可", "优化审批服务", "已提交", "20261123-8K4M"),
        *("珠海香洲阿嬷的茶餐饮有限公司", "91440400MA5B2CD34X", "JY24404020001234"),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("914404001234567890", '="914404001234567890"'),
        ("91440400MA5B2CD34X", "91440400MA5B2CD34X"),
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("12", "12"),
    ],
)
def test_a_spreadsheet_neither_shortens_a_code_nor_runs_a_formula(value, shown):
    assert spreadsheet_text(value) == shown


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("a\\b:c*?.pdf", "a b c .pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("  .  ", "未命名"),
        ("长" * 200, "长" * 80),
    ],
)
def test_names_are_safe_on_every_system(text, name):
    assert safe_name(text) == name


def test_an_untouched_bundle_has_nothing_to_name(file):
    assert verify(file) == ()


@pytest.mark.parametrize("changed", ["01-食品经营许可/案卷.pdf", "目录.csv"])
def test_a_changed_file_is_named(file, changed):
    rebuilt(file, lambda name, data: data + b"!" if name == changed else data)

    assert verify(file) == (changed,)


def test_a_removed_file_is_named(file):
    rebuilt(file, lambda name, data: None if name.endswith("证照.pdf") else data)

    assert verify(file) == ("01-食品经营许可/证照.pdf",)


def test_an_added_file_is_named(file):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("多.pdf", b"x")

    assert verify(file) == ("多.pdf",)


def test_bytes_flipped_inside_the_zip_are_named(file):
    data = bytearray(file.read_bytes())
    place = data.index(b"planplan")
    data[place] ^= 1
    file.write_bytes(data)

    assert verify(file) == ("01-食品经营许可/材料/01-经营场所平面图.pdf",)


@pytest.mark.parametrize("text", [None, "no json", "[]", '{"files": 1}'])
def test_a_zip_without_our_manifest_is_not_ours(file, text):
    rebuilt(file, lambda name, data: (text and text.encode()) if name == MANIFEST else data)

    with pytest.raises(NotABundle):
        verify(file)


def test_the_manifest_names_the_case(file):
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read(MANIFEST))["case"] == "20261123-8K4M"


def test_an_empty_folder_list_is_still_a_bundle(tmp_path):
    path = tmp_path / "empty.zip"
    path.write_bytes(b"".join(bundle(replace(CASE), [])))

    assert verify(path) == ()


def rebuilt(file, change):
    """The same ZIP with every file passed through `change`; None leaves it out."""
    with zipfile.ZipFile(file) as archive:
        contents = [(i.filename, change(i.filename, archive.read(i))) for i in archive.infolist()]
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in contents:
            if data is not None:
                archive.writestr(name, data)


def has_unzip() -> bool:
    import shutil

    return shutil.which("unzip") is not None
