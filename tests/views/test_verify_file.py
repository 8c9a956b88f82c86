import io

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.documents.sealing import a_key, a_sealed_page
from tests.views.house import token_of
from tests.views.issued import NOW, file_of, issued, sealing_house
from views.seals import opened


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return sealing_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def certificate(house):
    return issued(house)


def shown(house, data, name="证.pdf"):
    client = house.client()
    form = {"csrf": token_of(client), "file": (io.BytesIO(data), name)}
    return client.post("/verify/file", data=form)


def test_the_file_that_was_issued_is_the_certificate(house, certificate):
    answer = shown(house, file_of(house, certificate))

    assert answer.status_code == 200
    wanted = (
        "真实有效",
        "一个字节也没有改过",
        "发出过这份文件",
        "第 1 号印章",
        certificate.permit_name,
        "就是拿别家的证",
    )
    assert [w for w in wanted if w not in answer.text] == []
    assert certificate.legal_representative not in answer.text


def test_a_changed_file_is_altered_and_the_register_says_what_it_claims_to_be(house, certificate):
    data = bytearray(file_of(house, certificate))
    data[len(data) // 2] ^= 1
    with pikepdf.open(io.BytesIO(file_of(house, certificate))) as opened:
        out = io.BytesIO()
        opened.save(out)

    answer, rewritten = shown(house, bytes(data)), shown(house, out.getvalue())

    assert "真实有效" not in answer.text and "没有发出过这份文件" in answer.text
    assert "文件被改动" in rewritten.text and "它自称的证号" in rewritten.text


def test_something_appended_is_said_apart_from_the_seal(house, certificate):
    html = shown(house, file_of(house, certificate) + b"\n%\n").text

    assert [w for w in ("文件被改动", "第 1 号印章", "盖章之后被改动过") if w not in html] == []


def test_an_update_behind_the_seal_and_a_seal_from_another_file_are_said_to_be_changes(
    house, certificate
):
    ours, other = file_of(house, certificate), file_of(house, issued(house, key="k9"))
    writer = IncrementalPdfFileWriter(io.BytesIO(ours))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(page.container_ref)
    edited = io.BytesIO()
    writer.write(edited)
    start = ours.rindex(b"/Contents <")
    end = ours.index(b">", start)
    there = other.rindex(b"/Contents <")
    swapped = other[:there] + ours[start:end] + other[there + end - start :]

    assert (edited.getvalue().startswith(ours), len(swapped)) == (True, len(other))
    for forged in (edited.getvalue(), swapped):
        html = shown(house, forged).text
        assert [w for w in ("文件被改动", "没有发出过这份文件") if w not in html] == []
        assert "真实有效" not in html


@pytest.mark.filterwarnings("ignore:.*not reachable from /AcroForm")
def test_a_stripped_file_proves_nothing(house, certificate):
    with pikepdf.open(io.BytesIO(file_of(house, certificate))) as opened:
        del opened.Root.AcroForm
        out = io.BytesIO()
        opened.save(out)
    html = shown(house, out.getvalue()).text

    assert "没有电子印章" in html and "真实有效" not in html


def test_a_strangers_seal_is_named_as_foreign(house):
    html = shown(house, a_sealed_page(key=a_key(9))).text

    assert "不是本平台的印章" in html and "演示电子印章" in html


def test_our_seal_on_a_file_the_register_never_issued_is_no_certificate(house):
    (key,) = opened(house.store.keys.seals, "")
    html = shown(house, a_sealed_page(key=key)).text

    assert "登记簿里没有这份文件" in html and "真实有效" not in html


def test_a_revoked_certificates_file_says_so(house):
    other = issued(house, key="k2")
    house.store.certificates.change_state(other.id, "revoked", "场所已拆除", NOW)
    html = shown(house, file_of(house, other)).text

    assert [w for w in ("已撤销", "场所已拆除", "一个字节也没有改过") if w not in html] == []
    assert "真实有效" not in html


def test_anything_else_gets_a_sentence(house):
    assert "打不开这个文件" in shown(house, b"hello").text
    assert "请选一个 PDF 文件" in shown(house, b"").text
    for size in (6, 40):
        large = shown(house, b"%PDF" + bytes(size << 20))
        assert (large.status_code, "证照文件不会超过 5 MB" in large.text) == (413, True)


def test_the_file_of_another_certificate_shows_that_other_ones_facts(house, certificate):
    other = issued(house, key="k3", name="小满咖啡")

    html = shown(house, file_of(house, other)).text

    assert other.number != certificate.number
    assert other.holder_name in html
