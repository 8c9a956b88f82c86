import hashlib
import io
import resource

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageOps

from documents.uploads import Refused, Upload, cleaned, tidy_name
from tests.documents import hostile
from tests.documents.examples import a_pdf, a_photo
from tests.documents.reading import complaints_about, text_of

MOST_MEGABYTES, MOST_CPU_SECONDS = (
    200,
    2.3,
)  # the limit of the child, and the little its parent needs


@pytest.mark.parametrize("harm", hostile.REFUSED)
def test_what_cannot_be_made_safe_is_refused_in_words_and_soon(harm):
    verdict, megabytes, seconds = tried(*hostile.REFUSED[harm]())

    assert isinstance(verdict, Refused)
    assert verdict.sentence.endswith("。")
    assert (megabytes < MOST_MEGABYTES, seconds < MOST_CPU_SECONDS) == (True, True)


@pytest.mark.parametrize("harm", hostile.MADE_SAFE)
def test_what_can_be_made_safe_is_soon_and_opens(harm):
    verdict, megabytes, seconds = tried(*hostile.MADE_SAFE[harm]())

    assert isinstance(verdict, Upload)
    assert (megabytes < MOST_MEGABYTES, seconds < MOST_CPU_SECONDS) == (True, True)
    assert b"script" not in verdict.data


def tried(name, data):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    verdict, megabytes = hostile.watched(name, data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return verdict, megabytes, used


@pytest.mark.parametrize("make", [hostile.scripted, hostile.hidden_in_resources])
def test_a_pdf_keeps_its_pages_and_nothing_that_acts(make, tmp_path):
    kept = cleaned("a.pdf", make())

    assert isinstance(kept, Upload)
    plain = unpacked(kept.data)
    active = (
        b"JavaScript",
        b"Launch",
        b"owned",
        b"EmbeddedFile",
        b"AcroForm",
        b"Annot",
        b"OpenAction",
    )
    assert [word for word in active if word in plain] == []
    assert ("PLAN 1" in text_of(kept.data), complaints_about(kept.data, tmp_path)) == (True, "")


def test_a_pdf_remembers_what_was_sent():
    data = a_pdf(3)
    kept = cleaned("平面图.pdf", data)

    assert isinstance(kept, Upload)
    assert (kept.name, kept.media_type, kept.pages) == ("平面图.pdf", "application/pdf", 3)
    assert kept.original_sha256 == hashlib.sha256(data).hexdigest()
    assert kept.sha256 == hashlib.sha256(kept.data).hexdigest()


def test_inherited_size_and_turn_of_pages_are_kept():
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    book.Root.Pages.Rotate = 90
    book.Root.Pages.MediaBox = book.pages[0].MediaBox
    del book.pages[0].MediaBox
    out = io.BytesIO()
    book.save(out)

    kept = cleaned("a.pdf", out.getvalue())

    with pikepdf.open(io.BytesIO(kept.data)) as opened:
        page = opened.pages[0]
        assert (page.Rotate, [int(v) for v in page.MediaBox]) == (90, [0, 0, 595, 842])


def test_a_resource_named_like_an_action_is_still_drawn():
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    fonts = book.pages[0].Resources.Font
    for name in ("/A", "/AA", "/JS", "/EF", "/F"):
        fonts[name] = fonts["/F1"]
    out = io.BytesIO()
    book.save(out)

    kept = cleaned("a.pdf", out.getvalue())

    with pikepdf.open(io.BytesIO(kept.data)) as opened:
        assert sorted(opened.pages[0].Resources.Font.keys()) == [
            "/A",
            "/AA",
            "/EF",
            "/F",
            "/F1",
            "/JS",
        ]


def test_the_same_file_is_cleaned_to_the_same_bytes():
    assert cleaned("a.pdf", a_pdf(2)) == cleaned("a.pdf", a_pdf(2))


def test_a_photo_loses_where_and_when_it_was_taken_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Owned Camera"

    kept = cleaned("IMG.JPG", a_photo((300, 200), exif=exif.tobytes()))

    image = Image.open(io.BytesIO(kept.data))
    assert (image.size, dict(image.getexif()), b"Owned" in kept.data) == ((200, 300), {}, False)


def test_see_through_pictures_are_put_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")

    kept = cleaned("a.png", out.getvalue())

    image = Image.open(io.BytesIO(kept.data))
    assert (image.mode, image.getpixel((5, 5)), kept.media_type) == (
        "RGB",
        (255, 255, 255),
        "image/png",
    )


def test_a_scan_in_grey_of_sixteen_bits_keeps_its_greys():
    greys = Image.new("I;16", (256, 4))
    greys.frombytes(b"".join(bytes((v, v)) for v in range(256)) * 4)
    out = io.BytesIO()
    greys.save(out, "PNG")

    kept = Image.open(io.BytesIO(cleaned("扫描.png", out.getvalue()).data))

    assert (kept.mode, kept.tobytes()) == ("L", bytes(range(256)) * 4)


@pytest.mark.parametrize("make", [hostile.filled_in, hostile.stamped])
def test_what_was_filled_in_or_stamped_on_a_page_stays_to_be_seen(make, tmp_path):
    kept = cleaned("租赁合同.pdf", make())

    assert isinstance(kept, Upload)
    assert ("SEEN" in text_of(kept.data), complaints_about(kept.data, tmp_path)) == (True, "")
    assert [
        w for w in (b"Annot", b"AcroForm", b"Widget", b"Stamp") if w in unpacked(kept.data)
    ] == []


def test_what_is_hidden_on_a_page_stays_hidden():
    kept = cleaned("a.pdf", hostile.stamped(F=2))

    assert "SEEN" not in text_of(kept.data)


def test_a_page_with_rubbish_among_its_notes_is_still_taken():
    book = pikepdf.open(io.BytesIO(a_pdf(1)))
    book.pages[0].Annots = pikepdf.Array([1, None, "x", pikepdf.Dictionary(Subtype=5, AP=3)])
    out = io.BytesIO()
    book.save(out)

    assert isinstance(cleaned("a.pdf", out.getvalue()), Upload)


@pytest.mark.parametrize(
    ("form", "name", "mended", "kind"),
    [("PNG", "截图.JPG", "截图.png", "image/png"), ("JPEG", "a.b.png", "a.b.jpg", "image/jpeg")],
)
def test_a_picture_under_the_ending_of_the_other_kind_is_taken_for_what_it_is(
    form, name, mended, kind
):
    kept = cleaned(name, a_photo(form=form))

    assert (kept.name, kept.media_type) == (mended, kind)
    assert Image.open(io.BytesIO(kept.data)).format == form


def test_a_long_strip_counts_as_the_sheets_it_takes():
    assert [cleaned("a.jpg", a_photo(size)).pages for size in ((800, 4000), (800, 1200))] == [3, 1]


def test_bytes_after_the_picture_do_not_survive():
    kept = cleaned("a.jpg", a_photo() + b"<script>owned</script>")

    assert b"owned" not in kept.data


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\lin\\平面图.pdf", "平面图.pdf"),
        ("../../etc/x.png", "x.png"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ("甲" * 300 + ".pdf", "甲" * 96 + ".pdf"),
        ("🍜菜单𬎆.jpg", "菜单.jpg"),
        ("🍜.jpg", "file.jpg"),
        ("", "file"),
    ],
)
def test_names_are_the_last_step_without_tricks(name, shown):
    assert tidy_name(name) == shown


def test_sentences_can_be_translated():
    assert cleaned("a.exe", b"x", _=lambda text: text.upper()) == Refused(
        "只能上传 PDF、JPG 或 PNG 文件。别的格式请先另存为 PDF。"
    )


def test_a_photo_beyond_what_is_kept_is_shrunk_and_stays_legible():
    kept = cleaned("a.jpg", hostile.huge_picture("JPEG"))

    assert Image.open(io.BytesIO(kept.data)).size == (4500, 2500)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    sent = a_photo((300, 200), exif=exif.tobytes())

    kept = Image.open(io.BytesIO(cleaned("a.jpg", sent).data))

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(sent)))
    assert ImageChops.difference(kept, upright.convert("RGB")).getextrema() < ((40, 40),) * 3


def unpacked(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as book:
        book.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
