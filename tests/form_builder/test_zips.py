"""A ZIP whose packed bytes are damaged is refused in words, wherever one is opened."""

import io
import zipfile

import pytest

from form_builder.exports.catalogue import NotACatalogue, unpacked
from form_builder.sheets import Unreadable, read_sheets


def damaged(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"{}" * 500)
    data = bytearray(out.getvalue())
    data[30 + len(name)] = 0xFF  # the first packed byte: no such kind of block
    return bytes(data)


def test_a_damaged_catalogue_is_refused():
    with pytest.raises(NotACatalogue):
        unpacked(damaged("elements.json"))


def test_a_damaged_spreadsheet_is_refused():
    with pytest.raises(Unreadable):
        read_sheets(damaged("xl/workbook.xml"))
