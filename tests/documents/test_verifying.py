"""A bundle whose entries were tampered with is named, never a crash."""

import hashlib
import json
import zipfile

import pytest

from documents.verifying import NotABundle, NotWhole, verify

FILES = {"许可/案卷.pdf": b"\xff" * 400, "目录.xlsx": b"PK"}


def listed(files=None) -> str:
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in (files or FILES).items()}
    return json.dumps({"files": digests})


def packed(path, files=None, manifest=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in (files or FILES).items():
            archive.writestr(name, body)
        archive.writestr("manifest.json", listed() if manifest is None else manifest)
    return path


@pytest.mark.parametrize("method", [8, 99], ids=["wrongly packed", "packed by nobody's method"])
def test_a_file_whose_packing_was_changed_is_named(tmp_path, method):
    path, body = tmp_path / "bundle.zip", b"\xff" * 400
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", listed({"a.pdf": body}))
        archive.writestr("a.pdf", body)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 10] = method
    path.write_bytes(bytes(data))

    assert verify(path) == ("a.pdf",)


def test_whoever_unpacks_and_packs_again_changes_nothing(tmp_path):
    again = {"许可/": b"", **FILES}

    assert verify(packed(tmp_path / "b.zip", again)) == ()


def test_a_file_that_calls_itself_a_folder_is_named(tmp_path):
    hidden = {**FILES, "许可/": b"something"}

    assert verify(packed(tmp_path / "b.zip", hidden)) == ("许可/",)


def test_a_second_manifest_is_named(tmp_path):
    path = packed(tmp_path / "b.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("manifest.json", listed())

    assert verify(path) == ("manifest.json",)


@pytest.mark.parametrize("manifest", ["[]", "[" * 100_000, '{"files": 1}', "no JSON", ""])
def test_a_zip_without_a_manifest_of_ours_is_none_of_ours(tmp_path, manifest):
    with pytest.raises(NotABundle):
        verify(packed(tmp_path / "b.zip", manifest=manifest))


def test_a_download_that_broke_off_is_said_wherever_it_broke(tmp_path):
    whole = packed(tmp_path / "b.zip").read_bytes()

    for size in range(0, len(whole), 7):
        (tmp_path / "b.zip").write_bytes(whole[:size])
        with pytest.raises(NotWhole):
            verify(tmp_path / "b.zip")


def test_every_changed_byte_is_named_or_harmless_and_never_a_crash(tmp_path):
    whole, path = packed(tmp_path / "b.zip").read_bytes(), tmp_path / "changed.zip"

    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            verify(path)
        except (NotABundle, NotWhole, OSError):
            continue


def test_a_manifest_without_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("documents.verifying.LONGEST", 1 << 20)
    path = packed(tmp_path / "b.zip", manifest=" " * (1 << 20) + listed())

    with pytest.raises(NotABundle):
        verify(path)
