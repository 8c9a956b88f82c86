import os
from hashlib import sha256
from zlib import crc32

import pytest

from storage.errors import NotFound
from storage.files import FilesShelf


@pytest.fixture
def files(tmp_path):
    return FilesShelf(tmp_path / "files")


def test_bytes_are_kept_under_their_digest(files, tmp_path):
    name = files.put(b"plan")

    assert name == sha256(b"plan").hexdigest()
    assert (files.get(name), files.has(name)) == (b"plan", True)
    assert files.path(name) == tmp_path / "files" / name[:2] / name[2:4] / name


def test_the_same_bytes_are_kept_once_and_nothing_half_written_stays(files, tmp_path):
    files.put(b"plan")
    files.put(b"plan")

    kept = [p for p in (tmp_path / "files").rglob("*") if p.is_file()]
    assert len(kept) == 1
    assert oct(kept[0].stat().st_mode & 0o777) == "0o600"


def test_a_missing_or_damaged_file_is_not_found(files):
    name = files.put(b"plan")
    with pytest.raises(NotFound):
        files.get("0" * 64)

    files.path(name).write_bytes(b"plam")

    with pytest.raises(NotFound, match="damaged"):
        files.get(name)


def test_putting_a_damaged_file_again_makes_it_whole(files):
    name = files.put(b"plan")
    files.path(name).write_bytes(b"plum")

    assert (files.put(b"plan"), files.get(name)) == (name, b"plan")


def test_pieces_are_the_bytes_and_none_comes_of_a_damaged_file(files):
    content = bytes(range(256)) * 3000
    name = files.put(content)

    checksum, given = files.checked(name)
    pieces = list(given)
    files.path(name).write_bytes(content[:-1] + b"x")

    assert (b"".join(pieces), len(pieces) > 1, checksum) == (content, True, crc32(content))
    for lost in (name, "0" * 64):
        with pytest.raises(NotFound):
            files.checked(lost)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_name_that_is_no_digest_leads_nowhere(files, name):
    with pytest.raises(NotFound):
        files.path(name)


def test_a_failed_write_leaves_nothing(files, tmp_path, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)

    with pytest.raises(OSError, match="full"):
        files.put(b"plan")

    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == []
