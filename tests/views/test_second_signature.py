"""The second signature by SM2: made where a key is kept, fetched by its holder, checked by anyone without us."""

import io
import subprocess

import pytest

from config import SettingsError, read_settings
from documents.bundle import planned
from documents.sealing.sm2 import open_sm2_key
from tests.documents.sealing import an_sm2_key
from tests.views.house import build_house, post, token_of
from tests.views.issued import file_of, issued, sealing_house, work_off
from views.folders import folders
from views.opening import open_house


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A key that signs, and the public half of one that signed before it."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "keys").mkdir()
    (folder / "keys" / "sm2-2.pem").write_bytes(an_sm2_key())
    (folder / "keys" / "sm2-1.pem").write_bytes(open_sm2_key(1, an_sm2_key("old")).public)
    return folder


@pytest.fixture(scope="module")
def house(folder):
    return sealing_house(folder)


@pytest.fixture(scope="module")
def certificate(house):
    return issued(house)


def shown(house, data):
    client = house.client()
    form = {"csrf": token_of(client), "file": (io.BytesIO(data), "证.pdf")}
    return client.post("/verify/file", data=form).text


def told_by_openssl(folder, signature, file):
    for name, data in (("signature", signature), ("pdf", file)):
        (folder / name).write_bytes(data)
    order = "openssl dgst -sm3 -sigopt distid:1234567812345678 -verify key -signature signature pdf"
    return subprocess.run(order.split(), cwd=folder, capture_output=True, text=True).stdout


def test_its_holder_fetches_it_and_openssl_alone_finds_it_good(house, certificate, tmp_path):
    lin = house.signed_in("lin", "applicant")
    at = f"/certificates/{certificate.id}"
    (tmp_path / "key").write_bytes(house.client().get("/verify/sm2-2.pem").data)
    signature, file = lin.get(f"{at}.sm2").data, file_of(house, certificate)

    assert told_by_openssl(tmp_path, signature, file) == "Verified OK\n"
    assert told_by_openssl(tmp_path, signature, file + b" ") == "Verification failure\n"
    assert "它不是《电子签名法》和 GB/T 38540 所说的电子印章" in lin.get(at).text
    assert b"PRIVATE" not in (tmp_path / "key").read_bytes()


def test_the_verify_page_says_what_it_shows_and_what_it_is_not(house, certificate):
    page = shown(house, file_of(house, certificate))

    assert "第 2 号公钥核对无误" in page and "这是旁证，不是电子印章" in page


def test_a_bundle_brings_it_along(house, certificate, tmp_path):
    part = house.store.parts.get(certificate.part)

    with house.app.app_context():
        (folder,) = folders(house.store, [(part, house.store.cases.get(part.case).draft)])

    entries = planned("一件", [folder])
    (home,) = [e.path for e in entries if e.path.endswith("/证照.pdf")]
    assert f"{home}.sm2" in [e.path for e in entries]


def test_nobody_else_may_fetch_it_and_only_real_keys_have_an_address(house, certificate):
    mei = house.signed_in("mei", "applicant")
    at = f"/certificates/{certificate.id}.sm2"

    assert mei.get(at).status_code == 404
    assert house.client().get(at).status_code == house.client().get(at[:-4]).status_code != 200
    assert house.client().get("/verify/sm2-3.pem").status_code == 404


def test_a_later_version_has_a_signature_of_its_own(house, tmp_path):
    old = issued(house, key="k2")
    chen = house.signed_in("chen", "approver", "market")
    post(chen, f"/certificates/{old.id}/replace", reason="遗失")
    work_off(house, "print_certificate")
    new = house.store.certificates.by_number(old.number)
    (tmp_path / "key").write_bytes(house.client().get("/verify/sm2-2.pem").data)

    made = [chen.get(f"/certificates/{c.id}.sm2").data for c in (old, new)]

    told = [told_by_openssl(tmp_path, signature, file_of(house, new)) for signature in made]
    assert told == ["Verification failure\n", "Verified OK\n"]


def test_a_signature_whose_key_is_gone_is_said_to_be_unchecked(house, certificate, folder):
    file = file_of(house, certificate)
    (folder / "keys" / "sm2-2.pem").rename(folder / "sm2-2.pem")

    page = shown(build_house(folder), file)
    (folder / "sm2-2.pem").rename(folder / "keys" / "sm2-2.pem")

    assert "没有能核对它的公钥" in page and "真实有效" in page


def test_without_a_key_there_is_none_and_nothing_is_said(tmp_path):
    house = sealing_house(tmp_path)
    certificate = issued(house)
    lin = house.signed_in("lin", "applicant")

    assert "国密签名" not in lin.get(f"/certificates/{certificate.id}").text
    assert "国密签名" not in shown(house, file_of(house, certificate))
    assert lin.get(f"/certificates/{certificate.id}.sm2").status_code == 404


def test_a_key_file_that_is_none_stops_the_start_with_a_sentence(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "sm2-1.pem").write_text("nothing")

    with pytest.raises(
        SettingsError, match=r"YIZHAO_SEAL_KEYS: sm2-1\.pem: openssl cannot open it"
    ):
        open_house(read_settings({"YIZHAO_DATA": str(tmp_path), "YIZHAO_DEMO": "1"}))
