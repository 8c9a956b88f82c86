"""What WeasyPrint is spared changes nothing on paper."""

import re

from documents import pdf, thrift
from documents.paper import TEMPLATES, sheet
from tests.documents.twice import documents

DRESSED_BY_NOTHING = {"a", "span"}


def test_every_document_is_the_same_bytes_as_with_weasyprints_own_sheet_and_way(monkeypatch):
    ours = dict(documents(1))

    monkeypatch.setattr(pdf, "_page", lambda: pdf._engine().HTML)
    monkeypatch.setattr(pdf, "write_once", lambda made: None)

    assert dict(documents(1)) == ours


def test_every_element_that_paper_uses_is_known_to_the_usual_sheet():
    pages = "".join(file.read_text("utf-8") for file in TEMPLATES.glob("*.html"))
    rules = re.sub(r"(?s)/\*.*?\*/|\{.*?\}|@page.*", " ", sheet("usual.css"))

    used = set(re.findall(r"<([a-z][a-z0-9]*)", pages))
    assert used - set(re.findall(r"[a-z][a-z0-9]*", rules)) == DRESSED_BY_NOTHING


def test_an_object_is_told_once_however_often_it_is_asked():
    class Thing:
        number, generation, free, compressible = 3, 0, "n", True
        asked = 0

        @property
        def data(self) -> bytes:
            self.asked += 1
            return b"<<>>"

    thing = Thing()
    made = type("Made", (), {"objects": [thing]})()

    thrift.write_once(made)

    (written,) = made.objects
    assert (written.data + written.data, written.indirect) == (
        b"<<>><<>>",
        b"3 0 obj\n<<>>\nendobj",
    )
    assert (written.compressible, thing.asked) == (True, 1)
