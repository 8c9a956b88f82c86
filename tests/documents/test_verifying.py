"""A bundle whose entries were tampered with is named, never a crash."""

import hashlib
import json
import zipfile

import pytest

from documents.verifying import verify


@pytest.mark.parametrize("method", [8, 99], ids=["wrongly packed", "packed by nobody's method"])
def test_a_file_whose_packing_was_changed_is_named(tmp_path, method):
    path, body = tmp_path / "bundle.zip", b"\xff" * 400
    listed = {"a.pdf": hashlib.sha256(body).hexdigest()}
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifest.json", json.dumps({"files": listed}))
        packed.writestr("a.pdf", body)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 10] = method
    path.write_bytes(bytes(data))

    assert verify(path) == ("a.pdf",)
