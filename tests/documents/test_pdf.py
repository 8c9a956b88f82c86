import io
import socket
import threading
from datetime import UTC, datetime

import pikepdf
import pytest

from documents import paper, pdf
from documents.pdf import Attachment, render
from tests.documents.reading import facts_of, fonts_of, text_of

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
CSS = paper.sheet("paper.css")


def a_page(body: str, *, language: str = "zh-Hans") -> str:
    return f'<html lang="{language}"><title>测试</title><body>{body}'


def printed(body: str, **how) -> bytes:
    return render(a_page(body), css=CSS, identifier="test", now=NOW, **how)


def test_a_page_says_its_title_and_language_and_is_tagged():
    made = printed("<h1>食品经营许可</h1>")

    with pikepdf.open(io.BytesIO(made)) as opened:
        found = (facts_of(made)["Title"], str(opened.Root.Lang), facts_of(made)["Tagged"])
    assert found == ("测试", "zh-Hans", "yes")


def test_the_same_page_is_the_same_bytes():
    assert printed("<p>一照通行</p>") == printed("<p>一照通行</p>")


def test_rare_characters_of_names_are_in_the_embedded_fonts():
    made = printed("<p>䶮㛃𬱖𠮷彧 ção ㎡</p>", complete=True)

    assert all(fonts_of(made).values())
    assert "䶮㛃𬱖𠮷彧" in text_of(made)


def test_traditional_chinese_gets_its_own_shapes():
    css = paper.sheet("paper.css", language="zh-Hant")
    made = render(a_page("<p>骨 角</p>", language="zh-Hant"), css=css, identifier="t", now=NOW)

    assert [name.split("+")[1] for name in fonts_of(made)] == ["Noto-Serif-CJK-TC"]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="{url}/img">',
        '<style>@import "{url}/css"; body{{background:url({url}/bg)}}</style>',
        '<link rel=stylesheet href="{url}/link"><link rel=attachment href="file:///etc/hostname">',
        '<object data="{url}/o"></object><embed src="{url}/e"><iframe src="file:///etc/hostname"></iframe>',
        '<a rel=attachment href="file:///etc/hostname">x</a>',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{url}/svg'/></svg>\">",
    ],
)
def test_nothing_is_fetched_and_no_file_is_taken_along(body):
    with a_listener() as (url, visits):
        made = printed(body.format(url=url))

    with pikepdf.open(io.BytesIO(made)) as opened:
        assert (visits, list(opened.attachments)) == ([], [])


def test_an_attachment_is_carried_once_with_its_bytes():
    made = printed(
        "<p>x</p>", variant="pdf/a-3a", attachments=[Attachment("a.json", b"{}", "数据")]
    )

    with pikepdf.open(io.BytesIO(made)) as opened:
        carried = {k: v.get_file().read_bytes() for k, v in opened.attachments.items()}
        assert (carried, len(opened.Root.AF)) == ({"a.json": b"{}"}, 1)


def test_five_thousand_characters_in_a_fixed_table_cost_little():
    import time

    start = time.process_time()
    printed(f"<table><tr><td>{'经营场所' * 1250}</td></tr></table>")

    assert time.process_time() - start < 3


def test_a_character_no_font_has_is_named_where_it_matters():
    with pytest.raises(pdf.Unprintable, match="𮧵"):
        printed("<p>林𮧵</p>", complete=True)


def test_a_document_too_deep_to_set_is_refused_in_words():
    with pytest.raises(pdf.TooDeep):
        printed("<div>" * 3000)


class a_listener:  # noqa: N801 reads as a phrase where it is used
    """A local server that only notes who calls."""

    def __enter__(self):
        self.visits: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}", self.visits

    def __exit__(self, *_):
        self.socket.close()

    def _listen(self):
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.visits.append(caller.recv(200))
            caller.close()
