"""What WeasyPrint is spared changes nothing on paper."""

import io
import re
from datetime import UTC, datetime

import pikepdf
import pytest

from documents import pdf, thrift
from documents.paper import TEMPLATES, sheet
from tests.documents.reading import text_of
from tests.documents.twice import documents

NOW = datetime(2026, 12, 1, tzinfo=UTC)

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


@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_link_reads_as_the_page_weasyprint_would_count(align):
    """Same places, same links, same strokes as its own `target-counter`, which lays a page out again for each."""
    css = f"body {{ font: 10pt 'Paper Serif' }} .line {{ text-align: {align} }} .place {{ break-before: page }}"
    counted = "a.counted::after { content: target-counter(attr(href), page) }"
    pages = "".join(f'<p class="place" id="place-{n}">{n}</p>' for n in range(12))

    def made(link: str, css: str) -> bytes:
        lines = "".join(f'<p class="line">{link.format(n)}</p>' for n in (0, 5, 8, 11))
        html = f'<html lang="zh-Hans"><title>t</title><body>{lines}{pages}'
        return pdf.render(html, css=css, identifier="t", now=NOW)

    ours = made('<a class="page-of" href="#place-{0}">0</a>', css)
    theirs = made('<a class="counted" href="#place-{0}"></a>', css + counted)
    assert text_of(ours).split()[:4] == ["2", "7", "10", "13"]
    assert _drawn(ours) == _drawn(theirs)


def test_a_link_reads_as_the_first_of_the_pages_its_target_goes_over():
    long = "".join(f"<p>{n}</p>" for n in range(300))
    link = '<p><a class="page-of" href="#long">0</a></p>'
    html = f'<html lang="zh-Hans"><title>t</title><body>{link}<section id="long">{long}</section>'

    made = pdf.render(html, css="section { break-before: page }", identifier="t", now=NOW)

    with pikepdf.open(io.BytesIO(made)) as opened:
        assert (text_of(made).split()[0], len(opened.pages) > 3) == ("2", True)


def test_a_link_to_nowhere_keeps_its_text():
    html = '<html lang="zh-Hans"><title>t</title><body><a class="page-of" href="#gone">?</a>'

    assert text_of(pdf.render(html, css="", identifier="t", now=NOW)).strip() == "?"


def _drawn(made: bytes) -> tuple[list[bytes], set[tuple[float, ...]]]:
    """The strokes of the first page without the names of its fonts, and the corners of its links, which
    WeasyPrint makes twice where a pseudo-element stands in one."""
    with pikepdf.open(io.BytesIO(made)) as opened:
        page = opened.pages[0]
        strokes = re.findall(rb"[-0-9. ]+ Tm|<[0-9a-f]+>", page.Contents.read_bytes())
        return strokes, {tuple(float(x) for x in link.Rect) for link in page.Annots}
