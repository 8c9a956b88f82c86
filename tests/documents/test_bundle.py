import hashlib
import io
import json
import struct
import subprocess
import zipfile
import zlib

import pytest
from openpyxl import load_workbook

from documents.bundle import INDEX, MANIFEST, Folder, Paper, length, planned, safe_name, stream
from documents.spreadsheet import Sheet
from documents.verifying import NotABundle, verify
from schemas.bundle import Entries, Entry, from_document, packed, to_document
from tests.documents.examples import a_certificate, a_part

KEPT: dict[str, bytes] = {}


def kept(name: str, data: bytes) -> Paper:
    digest = hashlib.sha256(data).hexdigest()
    KEPT[digest] = data
    return Paper(name, digest, len(data))


def kept_pieces(entry: Entry, size: int = 60_000):
    data = KEPT[entry.sha256]
    return zlib.crc32(data), (data[at : at + size] for at in range(0, len(data), size))


PLAN = kept("经营场所平面图.pdf", b"plan" * 50_000)


def folders(**changes):
    return [
        Folder(
            a_part(**changes),
            "待受理",
            package=kept("", b"package"),
            materials=(PLAN,),
            originals=(kept("IMG_1.pdf", b"original"),),
            certificate=a_certificate(),
            certificate_pdf=kept("", b"certificate"),
        ),
        Folder(
            a_part(permit_name="公众聚集场所投入使用、营业前消防安全检查"),
            "待受理",
            package=kept("", b"other"),
        ),
    ]


def entries(**changes) -> Entries:
    return planned("20261123-8K4M", folders(**changes))


def made(start: int = 0, **changes) -> bytes:
    return b"".join(stream(entries(**changes), kept_pieces, start=start))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "案.zip"
    path.write_bytes(made())
    return path


def test_two_permits_of_one_name_in_a_case_have_a_folder_each():
    twice = planned("全部", [*folders()[:1], *folders()[:1]], by_case=True)

    names = [entry.path for entry in twice]
    homes = list(dict.fromkeys(name.rpartition("/案卷.pdf")[0] for name in names if "案卷" in name))
    first = "食品经营许可/20261123-8K4M 珠海香洲阿嬷的茶餐饮有限公司"
    assert (homes, len(set(names))) == ([first, f"{first} (2)"], len(names))


def test_each_permit_has_its_folder_with_names_people_can_read(file):
    with zipfile.ZipFile(file) as archive:
        assert (archive.testzip(), archive.namelist()) == (
            None,
            [
                "01-食品经营许可/案卷.pdf",
                "01-食品经营许可/材料/01-经营场所平面图.pdf",
                "01-食品经营许可/原件（未经处理）/01-IMG_1.pdf",
                "01-食品经营许可/证照.pdf",
                "02-公众聚集场所投入使用、营业前消防安全检查/案卷.pdf",
                "目录.xlsx",
                "manifest.json",
            ],
        )


def test_other_peoples_tools_open_it(file):
    listed = (
        subprocess.run(["unzip", "-t", str(file)], capture_output=True) if has_unzip() else None
    )

    assert listed is None or listed.returncode == 0


def test_many_cases_stand_by_permit_and_then_by_case():
    names = [e.path for e in planned("全部事项", folders(), by_case=True)]

    assert names[0] == "食品经营许可/20261123-8K4M 珠海香洲阿嬷的茶餐饮有限公司/案卷.pdf"
    assert {name.count("/") for name in names} == {0, 2, 3}


def test_sizes_and_checksums_stand_before_the_files():
    """Programs that read from front to end, Java's among them, refuse stored files whose size comes after."""
    whole, at, names = made(), 0, []

    while whole[at : at + 4] == b"PK\x03\x04":
        flags, checksum, packed_size, size, name, extra = struct.unpack_from(
            "<6xH6x3L2H", whole, at
        )
        start = at + 30 + name + extra
        names.append(whole[at + 30 : at + 30 + name].decode())
        at = start + size
        assert (flags & 8, packed_size, checksum) == (0, size, zlib.crc32(whole[start:at]))

    assert names == [entry.path for entry in entries()]


def test_what_was_sent_before_is_not_read_piece_by_piece_again():
    consumed: list[str] = []

    def read(entry):
        checksum, pieces = kept_pieces(entry)
        return checksum, (consumed.append(entry.path) or piece for piece in pieces)

    rest = b"".join(stream(entries(), read, start=length(entries()) - 10))

    assert (rest, consumed) == (made()[-10:], [])


def test_it_comes_in_pieces_and_reads_a_file_only_in_its_turn():
    read: list[str] = []

    pieces = stream(entries(), lambda entry: read.append(entry.path) or kept_pieces(entry))
    next(pieces)

    assert len(read) == 1


def test_its_length_is_known_before_the_first_byte():
    assert length(entries()) == len(made())


def test_it_goes_on_from_any_byte_where_it_stopped():
    whole = made()

    starts = (0, 1, 29, 30, 31, 100, len(whole) // 2, len(whole) - 22, len(whole) - 1, len(whole))
    assert [made(start) == whole[start:] for start in starts] == [True] * len(starts)


def test_a_length_beyond_four_gigabytes_is_what_zipfile_would_write(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    monkeypatch.setattr("documents.bundle.MOST_32", 1000)
    small = [Entry(f"{n}.txt", 300, "x") for n in range(9)]

    assert length(small) == len(b"".join(stream(small, lambda _: (0, (bytes(300),)))))


def test_entries_are_kept_and_read_back():
    assert from_document(json.loads(json.dumps(to_document(entries())))) == entries()


def test_a_list_kept_before_there_were_pages_gives_the_same_bytes():
    kept_then = [
        {"path": e.path, "size": e.size, "sha256": e.sha256, "text": b"".join(e.written()).hex()}
        | ({} if e.text else {"text": None})
        for e in entries()
    ]

    assert b"".join(stream(from_document(kept_then), kept_pieces)) == made()


def test_many_entries_come_back_in_their_order_and_take_little_room():
    many = [
        Entry(f"许可/{n}/案卷.pdf", n, hashlib.sha256(b"%d" % n).hexdigest()) for n in range(999)
    ]

    small = packed(many)

    assert list(small) == many
    assert sum(map(len, small.pages)) < 60 * len(many)


def test_the_same_case_is_the_same_bytes():
    assert made() == made()


def test_the_index_opens_as_a_spreadsheet_with_codes_whole(file):
    with zipfile.ZipFile(file) as archive:
        sheet = load_workbook(io.BytesIO(archive.read(INDEX))).active

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:8] == (
        *("1", "食品经营许可", "优化审批服务", "待受理", "20261123-8K4M"),
        *("珠海香洲阿嬷的茶餐饮有限公司", "91440400MA5B2CD34X", "JY24404020001234"),
    )
    assert (sheet.freeze_panes, len(rows)) == ("A2", 6)


@pytest.mark.parametrize(
    "value", ["914404001234567890", "=HYPERLINK(1)", "+86", "-1", "@x", "007", "<b>&", "12"]
)
def test_a_cell_is_the_text_that_was_put_in_and_no_formula(value):
    sheet = Sheet("表", ["一"])
    sheet.add([value])

    cell = load_workbook(io.BytesIO(sheet.finished())).active["A2"]

    assert (cell.value, cell.data_type, cell.number_format) == (value, "s", "@")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("a\\b:c*?.pdf", "a b c .pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("  .  ", "未命名"),
        ("长" * 200, "长" * 55),
        ("长" * 200 + ".pdf", "长" * 51 + ".pdf"),
    ],
)
def test_names_are_safe_on_every_system(text, name):
    assert safe_name(text) == name


def test_an_untouched_bundle_has_nothing_to_name(file):
    assert verify(file) == ()


@pytest.mark.parametrize("changed", ["01-食品经营许可/案卷.pdf", "目录.xlsx"])
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
        assert json.loads(archive.read(MANIFEST))["title"] == "20261123-8K4M"


def test_an_empty_folder_list_is_still_a_bundle(tmp_path):
    path = tmp_path / "empty.zip"
    path.write_bytes(b"".join(stream(planned("空", []), kept_pieces)))

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
